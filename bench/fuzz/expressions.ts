/** C# expressions, from pieces and mutated: they give a value, an exception of C#'s or meet a limit. */
import { InternalError } from "../../lib/core/internal_error.ts";
import { compileExpression } from "../../lib/gateway/expression/mod.ts";
import { Budget, CsException, LimitExceededError } from "../../lib/gateway/expression/values.ts";
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
];

function expression(random: Random, depth: number): string {
  if (depth === 0 || random.next() < 0.2) return pick(random, VALUES);
  return pick(random, CALLS).replace(/[$%]/g, () => expression(random, depth - 1));
}

function program(random: Random): { text: string; block: boolean } {
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
