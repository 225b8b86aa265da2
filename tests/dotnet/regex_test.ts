import assert from "node:assert/strict";
import { expressions } from "./check.ts";
import { Budget, withBudget } from "../../lib/csharp/runtime/budget.ts";
import { LimitExceededError } from "../../lib/csharp/runtime/exception.ts";
import { Regex } from "../../lib/dotnet/regex/regex.ts";

expressions("Regex matches as .NET does", {
  'Regex.Match("abc123", @"(?<w>[a-z]+)(?<n>\\d+)").Groups["n"].Index': "3",
  'Regex.Match("ab", "(?<x>a)(b)").Groups["x"].Value + Regex.Match("ab", "(?<x>a)(b)").Groups[2].Name':
    "ax",
  'Regex.Match("a", "b").Groups["x"].Success + "" + Regex.Match("a", "a").Groups[7].Success':
    "FalseFalse",
  'Regex.IsMatch("foo\\nbar", "^bar$", RegexOptions.Multiline)': "True",
  'Regex.IsMatch("a\\nb", "a.b") + "" + Regex.IsMatch("a\\nb", "a.b", RegexOptions.Singleline)':
    "FalseTrue",
  'Regex.Match("2024-05-01", @"^(\\d{4})-(\\d\\d)-(\\d\\d)$").Groups.Count': "4",
  'string.Join(",", Regex.Match("a1b2", @"(?:([a-z])(\\d))+").Groups[2].Captures.Cast<Capture>().Select(c => c.Value))':
    "1,2",
  'string.Join(",", Regex.Matches("one two", @"\\w+").Cast<Match>().Select(m => m.Value))':
    "one,two",
  'var s = ""; foreach (Match m in Regex.Matches("a1b2", @"\\d")) { s += m.Value + m.Index; } return s;':
    "1123",
  'Regex.Match("aab", "a").NextMatch().NextMatch().Success': "False",
  'Regex.Match("price: 42", @"(?<=price: )\\d+").Value': "42",
  'Regex.Match("aaa", "a{2}").Value + Regex.Match("aaa", "a{2,}?").Value': "aaaa",
  'Regex.Match("foobar", "(?i:FOO)bar").Success + "" + Regex.Match("FOOBAR", "(?i:foo)bar").Success':
    "TrueFalse",
  'Regex.Match("12 34", @"\\d+", RegexOptions.RightToLeft).Value': "34",
  'Regex.IsMatch("٣", @"\\d", RegexOptions.ECMAScript)': "False",
  'Regex.Match("abcd", "(a)(?:b)(c)", RegexOptions.ExplicitCapture).Groups.Count': "1",
  'new Regex("a+").Match("baaa", 2).Value + new Regex("^a").IsMatch("ba", 1)': "aaFalse",
  'Regex.IsMatch("((a)b)", @"^(?:(?<o>\\()|(?<-o>\\))|[^()])*(?(o)(?!))$")': "True",
  'Regex.Match("\\u212A", "k", RegexOptions.IgnoreCase).Success + "" + Regex.IsMatch("Ä", "ä", RegexOptions.IgnoreCase)':
    "TrueTrue",
  'Regex.IsMatch("a-b_c", @"^[\\w-]+$") + "" + Regex.IsMatch("x]", @"^[^]]\\]$")': "TrueTrue",
  'Regex.Escape("a.b*c [d]") + Regex.Unescape(@"\\.\\t\\x41")': "a\\.b\\*c\\ \\[d].\tA",
  'Match.Empty.Success + "" + Match.Empty.Value.Length': "False0",
});

expressions("Regex replaces and splits as .NET does", {
  'Regex.Replace("a1b22", @"\\d+", "<$&>")': "a<1>b<22>",
  'Regex.Replace("abc", "b", "[$`|$\'|$_|$$]")': "a[a|c|abc|$]c",
  'Regex.Replace("abc", "(?<x>b)", "${x}$1$2${y}")': "abb$2${y}c",
  'Regex.Replace("aaa", "a", m => m.Index.ToString())': "012",
  'new Regex("a").Replace("aaa", "b", 2) + new Regex("a").Replace("aaa", "b", 1, 1)': "bbaaba",
  'Regex.Replace("abc", "", "-")': "-a-b-c-",
  'Regex.Replace("Hello World", "[aeiou]", "*", RegexOptions.IgnoreCase)': "H*ll* W*rld",
  'Regex.Replace("https://api.example/v1/x?k=1", @"^https?://[^/]+", "")': "/v1/x?k=1",
  'string.Join("|", Regex.Split("a-b_c", "([-_])"))': "a|-|b|_|c",
  'string.Join("|", new Regex(",").Split("a,b,c", 2))': "a|b,c",
  'string.Join("|", Regex.Split("abc", ""))': "|a|b|c|",
  'Regex.Match("a=1", @"(\\w)=(\\d)").Result("$2=$1")': "1=a",
  'Regex.Replace(null, "a", "b")':
    "!ArgumentNullException: Value cannot be null. (Parameter 'input')",
});

expressions("Regex refuses what .NET refuses", {
  'Regex.IsMatch("a", "(")':
    "!Text.RegularExpressions.RegexParseException: Invalid pattern '(' at offset 1. Not enough )'s.",
  'Regex.IsMatch("a", "a)")':
    "!Text.RegularExpressions.RegexParseException: Invalid pattern 'a)' at offset 1. Too many )'s.",
  'Regex.IsMatch("a", "[a")':
    "!Text.RegularExpressions.RegexParseException: Invalid pattern '[a' at offset 2. Unterminated [] set.",
  'Regex.IsMatch("a", "*a")':
    "!Text.RegularExpressions.RegexParseException: Invalid pattern '*a' at offset 1. Quantifier '*' following nothing.",
  'Regex.IsMatch("a", @"\\2(a)")': "!Text.RegularExpressions.RegexParseException",
  'try { return Regex.IsMatch("a", "(") ? "" : ""; } catch (ArgumentException) { return "caught"; }':
    "caught",
  "new Regex(null)": "!ArgumentNullException: Value cannot be null. (Parameter 'pattern')",
});

/** Runs with a budget of its own. */
function evaluated<T>(run: () => T): T {
  return withBudget(new Budget(), run);
}

Deno.test("Regex stops a pattern that backtracks without end", () => {
  for (const pattern of ["(a+)+$", "(a|aa)+$", "(.*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$"]) {
    assert.throws(
      () => evaluated(() => new Regex(pattern).match("a".repeat(40) + "!")),
      LimitExceededError,
    );
  }
});

Deno.test("Regex takes long texts without overflowing the stack", () => {
  const text = "ab".repeat(100_000);
  assert.equal(evaluated(() => new Regex("^(?:a|b)*$").match(text)).length, text.length);
  assert.equal(
    evaluated(() => new Regex("^(?:(a)(b))*$").match(text)).groupAt(1).captures.length,
    100_000,
  );
});

Deno.test("Regex agrees with JavaScript where both mean the same", async () => {
  const { default: fc } = await import("../properties.ts");
  const atom = fc.constantFrom(
    "a",
    "b",
    "c",
    ".",
    "[ab]",
    "[^a]",
    "(a|b)",
    "(?:ab)",
    "(?=a)",
    "(?!b)",
    "\\b",
  );
  const quantifier = fc.constantFrom("", "", "*", "+", "?", "*?", "{1,2}");
  const piece = fc.tuple(atom, quantifier).map(([a, q]) => /^\(\?[=!]|\\b/.test(a) ? a : a + q);
  const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((p) => p.join(""));
  const text = fc.string({ unit: fc.constantFrom("a", "b", "c", " "), maxLength: 12 });
  fc.assert(
    fc.property(pattern, text, (source, input) => {
      const theirs = new RegExp(source).exec(input);
      const ours = evaluated(() => new Regex(source).match(input));
      assert.equal(ours.success, theirs !== null);
      if (theirs) assert.deepEqual([ours.index, ours.value], [theirs.index, theirs[0]]);
    }),
    { numRuns: 2000 },
  );
});
