import assert from "node:assert/strict";
import fc from "../properties.ts";
import { LimitExceededError } from "../../lib/csharp/runtime/exception.ts";
import { CsException } from "../../lib/csharp/runtime/exception.ts";
import { compile, context } from "./typed.ts";

function evaluate(text: string): unknown {
  const compiled = compile(text);
  assert.ok(compiled.ok, compiled.ok ? "" : compiled.diagnostics[0].message);
  return compiled.expression.evaluate(context);
}

const ENDLESS: Readonly<Record<string, string>> = {
  "a while loop": "while (true) { } return 1;",
  "a for loop": "for (;;) { } return 1;",
  "a do loop": "do { } while (true); return 1;",
  "a goto": "switch (1) { case 1: goto case 1; } return 1;",
  "a recursive local function": "int F(int n) => F(n + 1) + 1; return F(0);",
  "a recursive delegate": "Func<int, int> f = null; f = n => f(n + 1); return f(0);",
  "an exception caught for ever":
    "int F() { try { return F(); } catch { return F(); } } return F();",
  "a string that doubles": 'var s = "x"; while (true) { s += s; } return s;',
  "a list that grows": "var l = new List<int>(); while (true) { l.Add(1); } return l;",
  "a dictionary that grows":
    "var d = new Dictionary<string, int>(); for (int i = 0; ; i++) { d[i.ToString()] = i; }",
  "the unescaping of a text of many escapes":
    'return Uri.UnescapeDataString(string.Concat(Enumerable.Repeat("%C3%A9", 1000000)));',
  "an array as large as can be": "return new byte[int.MaxValue].Length;",
};

for (const [name, text] of Object.entries(ENDLESS)) {
  Deno.test(`evaluate stops ${name}`, () => {
    assert.throws(() => evaluate(text), LimitExceededError);
  });
}

Deno.test("catch does not catch a limit", () => {
  assert.throws(() => evaluate("try { while (true) { } } catch { } return 1;"), LimitExceededError);
});

Deno.test("evaluate starts each time with the whole budget", () => {
  const compiled = compile("int n = 0; while (n < 100000) { n++; } return n;");
  assert.ok(compiled.ok);
  for (let i = 0; i < 60; i++) assert.equal(compiled.expression.evaluate(context), 100000);
});

const NESTED: Readonly<Record<string, (depth: number) => string>> = {
  parentheses: (n) => "(".repeat(n) + "1" + ")".repeat(n),
  "unclosed parentheses": (n) => "(".repeat(n),
  negations: (n) => "!".repeat(n) + "true",
  conditionals: (n) => "true ? 1 : ".repeat(n) + "2",
  coalescing: (n) => "null ?? ".repeat(n) + '"a"',
  lambdas: (n) => "x => ".repeat(n) + "1",
  casts: (n) => "(int)".repeat(n) + "1",
  indexes: (n) => "a[".repeat(n) + "0" + "]".repeat(n),
  calls: (n) => "a(".repeat(n) + ")".repeat(n),
  blocks: (n) => "{".repeat(n) + "}".repeat(n),
  ifs: (n) => "if (true) ".repeat(n) + "return 1; return 2;",
  "else ifs": (n) => "if (false) { } else ".repeat(n) + "{ } return 1;",
  generics: (n) => "new " + "List<".repeat(n) + "int" + ">".repeat(n) + "()",
  arrays: (n) => "new[] {".repeat(n) + "1" + "}".repeat(n),
  interpolations: (n) => '$"{'.repeat(n) + "1" + '}"'.repeat(n),
  members: (n) => "context" + ".Request".repeat(n),
  "null-conditional members": (n) => "context" + "?.Request".repeat(n),
  assignments: (n) => "int x; " + "x = ".repeat(n) + "1; return x;",
  patterns: (n) => "1" + " is int".repeat(n),
};

for (const [name, text] of Object.entries(NESTED)) {
  Deno.test(`compile survives 10,000 nested ${name}`, () => {
    const compiled = compile(text(10_000));
    if (!compiled.ok) assert.match(compiled.diagnostics[0].code, /^CS\d{4}$/);
  });
}

Deno.test("compile takes long flat expressions", () => {
  assert.equal(evaluate(Array(2000).fill("1").join(" + ")), 2000);
  assert.equal(evaluate(Array(1000).fill('"a"').join(" + ")), "a".repeat(1000));
  assert.equal(evaluate(Array(500).fill("true").join(" && ")), true);
  assert.equal(evaluate(`new StringBuilder()${'.Append("a")'.repeat(100)}.Length`), 100);
});

Deno.test("compile binds nested lambdas once for all overloads that they may go to", () => {
  const sums = Array.from({ length: 8 }, (_, i) => `new[] { 1, 2 }.Sum(x${i} => `);
  assert.equal(evaluate(`${sums.join("")}1${")".repeat(8)}`), 256);
});

const WORDS = [
  ..."( ) [ ] { } . , ; : ? ?? ?. => = == != < > <= >= + - * / % & | ^ ! ~ && || ++ -- += << >>"
    .split(" "),
  ..."int string var object bool null true false new return if else for foreach in while switch case"
    .split(" "),
  ..."default break continue try catch finally throw is as typeof out ref from select where orderby"
    .split(" "),
  ..."x y List<int> Dictionary<string,int> context Request Body Math Max JObject Parse Func<int,int>"
    .split(" "),
  "1",
  "2.5",
  "3L",
  "4m",
  '"s"',
  "'c'",
  '$"{x}"',
  '@"v"',
];

/** Text that compiles or is refused, and evaluates or throws what C# throws. */
function behaves(text: string): void {
  const compiled = compile(text);
  if (!compiled.ok) {
    for (const { code, message, line } of compiled.diagnostics) {
      assert.match(code, /^CS\d{4}$/);
      assert.notEqual(message, "");
      assert.equal(line, 1);
    }
    return;
  }
  try {
    compiled.expression.evaluate(context);
  } catch (error) {
    assert.ok(
      error instanceof CsException || error instanceof LimitExceededError,
      `${text}\n${error}`,
    );
  }
}

Deno.test("random words never crash the compiler", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...WORDS), { maxLength: 25 }),
      (words) => behaves(words.join(" ")),
    ),
    {
      numRuns: 3000,
    },
  );
});

Deno.test("random text never crashes the compiler", () => {
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), behaves), { numRuns: 2000 });
});

const SEEDS = [
  'var body = context.Request.Body.As<JObject>(true); body["model"] = $"x{1:N2}"; return body.ToString();',
  "int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2); switch (F(5)) { case int x when x > 3: return x; default: return 0; }",
  'string.Join(",", from x in new[] { 1, 2 } let y = x * 2 where y > 2 orderby x descending select new { x, y })',
  'var (a, b) = (1, "q"); foreach (var kv in new Dictionary<string, int> { ["k"] = a }) { b += kv.Key; } return b?.Length ?? 0;',
  'try { return int.Parse("x"); } catch (FormatException e) when (e.Message != null) { return (object)e.Message; } finally { }',
];

Deno.test("sound expressions with a piece cut out or doubled never crash the compiler", () => {
  const arbitrary = fc.tuple(fc.constantFrom(...SEEDS), fc.nat(200), fc.nat(40), fc.boolean());
  fc.assert(
    fc.property(arbitrary, ([text, at, length, double]) => {
      const start = at % text.length;
      const piece = text.slice(start, start + length);
      behaves(
        text.slice(0, start) + (double ? piece + piece : "") + text.slice(start + piece.length),
      );
    }),
    { numRuns: 3000 },
  );
});

Deno.test("no finally and no catch runs in a program that a limit stopped", () => {
  const recursive =
    "int F() { try { return F(); } catch { return F(); } finally { F(); } } return F();";
  assert.throws(() => evaluate(recursive), (error) => {
    return error instanceof LimitExceededError && error.limit === "depth";
  });
  const endless = "var n = 0; try { while (true) { } } finally { while (true) { n++; } } return n;";
  assert.throws(() => evaluate(endless), LimitExceededError);
});
