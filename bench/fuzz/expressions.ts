/** C# expressions, from pieces and mutated: they give a value, an exception of C#'s or meet a limit. */
import { InternalError } from "../../lib/core/internal_error.ts";
import { compileExpression } from "../../lib/gateway/expression/mod.ts";
import {
  Budget,
  CsException,
  LimitExceededError,
  MAX_STEPS,
} from "../../lib/gateway/expression/values.ts";
import { contextOf } from "../../lib/cli/vectors/context.ts";
import type { Random } from "../../lib/core/random.ts";
import { mutated, pick, type Target } from "./target.ts";

const VALUES: readonly string[] = [
  "1",
  "-1",
  "0",
  "int.MinValue",
  "int.MaxValue",
  "5L",
  "1.5",
  "1m",
  "double.NaN",
  '"a"',
  '""',
  "'c'",
  "true",
  "null",
  '"constructor"',
  '"__proto__"',
  '"a,b;c"',
  "DateTime.UtcNow",
  "TimeSpan.FromDays(1)",
  "new string('a', 20000)",
  "Enumerable.Range(0, 3000)",
  "new byte[2000]",
  'JObject.Parse("{\\"a\\":[1,{\\"b\\":null}]}")',
  'new JArray(1, "b")',
  'XElement.Parse("<a b=\\"1\\"><c/>d</a>")',
  "new List<int>{3,1,2}",
  'new Dictionary<string,int>{{"a",1}}',
  "new StringBuilder()",
  "Guid.Empty",
  "context.Request.Body",
  "context.Request.Headers",
  "context.Variables",
  "context.Response",
  "context.LastError",
  'Encoding.UTF8.GetBytes("é")',
  'new[]{"b","a"}',
  'new Regex("(a|b)*c")',
  'new StringBuilder(new string("ab"[0], 20000))',
  "new Queue<int>(Enumerable.Range(0, 3000))",
  'new HashSet<string>(new[] { "a" })',
  "Enumerable.Range(0, 3000).ToLookup(x => x % 7)",
  'Enumerable.Range(0, 3000).ToDictionary(x => "k" + x)',
  "JArray.FromObject(Enumerable.Range(0, 3000))",
  'new JProperty("a", 1)',
  'XDocument.Parse("<a xmlns="u"><b/></a>")',
  "new XmlDocument()",
  'new Uri("http://h/a/../b?c=d#e")',
  'new StringReader("a\\nb")',
  'new { a = 1, b = "c" }',
  'Tuple.Create(1, "a")',
  "(1, 2)",
  "(Func<int, int>)(x => x + 1)",
  'TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")',
  "StringComparer.OrdinalIgnoreCase",
  'Regex.Match("aab", "(a)(?<n>b)?")',
  'new Exception("a")',
  "decimal.MaxValue",
  "ulong.MaxValue",
];

const CALLS: readonly string[] = [
  "$.ToString()",
  "$.Length",
  "$.Count()",
  "$.IndexOf(%)",
  "$.IndexOf(%, %)",
  "$.Substring(%, %)",
  "$.Split(',')",
  "$.Insert(%, %)",
  "$.Remove(%)",
  "$.Replace(%, %)",
  "$.Contains(%)",
  "$.PadLeft(%)",
  "$.OrderBy(x => %)",
  "$.Select(x => %).ToList()",
  "$.Where(x => x == %)",
  "$.Distinct()",
  "$.GroupBy(x => x)",
  "$.First()",
  "$[%]",
  "$.Add(%)",
  "$.Equals(%)",
  "$.GetHashCode()",
  "int.Parse(%)",
  "double.Parse(%)",
  "Convert.ToInt32(%)",
  "Convert.ToBase64String(%)",
  "Convert.FromBase64String(%)",
  "string.Format(%, %)",
  "string.Join(%, %)",
  "Regex.IsMatch(%, %)",
  "Regex.Replace(%, %, %)",
  "Math.Round(%, %)",
  "DateTime.Parse(%)",
  "TimeSpan.Parse(%)",
  "JToken.Parse(%)",
  "$.SelectToken(%)",
  "$.SelectTokens(%)",
  "$.DeepClone()",
  "$.Descendants()",
  "$.Elements(%)",
  "$.As<string>(true)",
  "$.GetValueOrDefault(%, %)",
  "($ + %)",
  "($ == %)",
  "($ ?? %)",
  "(% ? $ : %)",
  "-$",
  "!$",
  "(int)$",
  "(string)$",
  "$ as string",
  "$ is int",
  "new Uri(%).Host",
  "$.ToString(%)",
  "BitConverter.ToString(%)",
  "SHA256.Create().ComputeHash(%)",
  "$.Aggregate((a, b) => a)",
  "$.Take(%)",
  "$.Skip(%)",
  "$?.ToString()",
  "$.Append(%)",
  "$.Enqueue(%)",
  "$.UnionWith(%)",
  "$.ToLookup(x => %)",
  "$.ToDictionary(x => %)",
  "$.Zip(%, (a, b) => a)",
  "$.Join(%, x => x, y => y, (x, y) => x)",
  "$.SequenceEqual(%)",
  "$.Concat(%).ToArray()",
  "$.Reverse()",
  "$.CompareTo(%)",
  "$.TrimEnd(%)",
  "$.Normalize()",
  "$.ToCharArray()",
  "$.CopyTo(%, %)",
  "$.InsertRange(%, %)",
  "$.RemoveAll(x => %)",
  "$.Sort()",
  "$.BinarySearch(%)",
  "$.AddAfterSelf(%)",
  "$.Merge(%)",
  "$.Attribute(%)",
  "$.SetAttributeValue(%, %)",
  "$.ReplaceWith(%)",
  "$.XPathSelectElements(%)",
  "$.LoadXml(%)",
  "$.CreateElement(%)",
  "$.IsBaseOf(%)",
  "$.ReadToEnd()",
  "$.Item1",
  "$.Groups[%]",
  "$.NextMatch()",
  "$.Invoke(%)",
  "$(%)",
  "string.Compare(%, %, StringComparison.CurrentCultureIgnoreCase)",
  "string.Concat(Enumerable.Repeat(%, %))",
  "Regex.Split(%, %)",
  "Regex.Escape(%)",
  "Uri.UnescapeDataString(%)",
  "System.Net.WebUtility.HtmlEncode(%)",
  "TimeZoneInfo.ConvertTime(%, %)",
  "JsonConvert.SerializeObject(%)",
  "JsonConvert.DeserializeObject(%)",
  "JObject.FromObject(%)",
  "XElement.Parse(%)",
  "decimal.Parse(%)",
  "new HMACSHA256(%).ComputeHash(%)",
  "new List<object>(%)",
  '$"{%,10}{%:F2}"',
  "Convert.ChangeType(%, typeof(int))",
];

function expression(random: Random, depth: number): string {
  if (depth === 0 || random.next() < 0.2) return pick(random, VALUES);
  return pick(random, CALLS).replace(/[$%]/g, () => expression(random, depth - 1));
}

/** What a loop does for ever: each comes to a limit. */
const TURNS: readonly string[] = [
  "l.Add(%);",
  "l.Insert(0, %);",
  "s += %;",
  "s = s + s;",
  "b.Append(%);",
  "b.Insert(0, %);",
  "d[l.Count.ToString()] = %;",
  "j = new JArray(j, %);",
  "l.Add(() => l);",
  "l.Add(new { a = %, b = l });",
  "l.Add(l.Where(x => x != null));",
  "foreach (var c in s) { l.Add(c); }",
  "try { throw new Exception(s); } catch (Exception e) { l.Add(e); } finally { s += 1; }",
];

/** A fifth of a budget: what takes a second then would take five. */
const ENDLESS_STEPS = MAX_STEPS / 5;

function endless(random: Random): string {
  const turns = Array.from({ length: random.integer(1, 2) }, () => pick(random, TURNS)).join(" ")
    .replace(/%/g, () => expression(random, random.integer(0, 2)));
  return `var s = "ab"; var l = new List<object>(); var b = new StringBuilder(); var j = new JArray(1);
    var d = new Dictionary<string, object>(); while (true) { ${turns} } return 1;`;
}

interface Program {
  readonly text: string;
  readonly block: boolean;
  /** Of its budget. */
  readonly steps?: number;
}

function program(random: Random): Program {
  if (random.next() < 0.1) return { text: endless(random), block: true, steps: ENDLESS_STEPS };
  if (random.next() < 0.7) return { text: expression(random, random.integer(1, 4)), block: false };
  const part = () => expression(random, random.integer(1, 3));
  return {
    text: `var a = ${part()}; for (int i = 0; i < ${
      pick(random, ["3", "100", "100000000"])
    }; i++) { try { var b = ${part()}; } catch (Exception e) { a = ${part()}; } } return ${part()};`,
    block: true,
  };
}

export function target(): Target {
  return {
    attempt(random) {
      const made = program(random);
      const text = random.next() < 0.4 ? mutated(random, made.text) : made.text;
      const compiled = compileExpression({
        text,
        block: made.block,
        position: () => ({ line: 1, column: 1 }),
      });
      if (!compiled.ok) return "refused";
      const budget = new Budget();
      budget.steps = made.steps ?? MAX_STEPS;
      const context = contextOf({
        request: { headers: { a: ["b"] }, body: '{"a":[1,2]}' },
        response: { statusCode: 200 },
      } as never);
      try {
        compiled.expression.evaluate({ ...context, budget });
        return "ok";
      } catch (error) {
        if (error instanceof CsException || error instanceof LimitExceededError) return "refused";
        if (error instanceof InternalError) return "internal";
        throw error;
      } finally {
        budget.close();
      }
    },
    async [Symbol.asyncDispose]() {},
  };
}
