import assert from "node:assert/strict";
import { segment } from "../../../../lib/gateway/policy/document/segments.ts";

const codes = (text: string) => segment(text).segments.map(({ code }) => code);

/** The code that has to be found in `value="…"`, and the attribute's text. */
const ATTRIBUTES: readonly [written: string, code: string][] = [
  [`@(context.Variables["x"])`, `context.Variables["x"]`],
  [`@("a)" + ')' + "\\")")`, `"a)" + ')' + "\\")"`],
  [`@(@"c:\\" + "x")`, `@"c:\\" + "x"`],
  [`@(@"say ""hi)""")`, `@"say ""hi)"""`],
  [`@($"{a[")"]} {{x}} {(b ? ")" : "(")}")`, `$"{a[")"]} {{x}} {(b ? ")" : "(")}"`],
  [`@($@"{a}"")" + @$"\\{b}")`, `$@"{a}"")" + @$"\\{b}"`],
  [`@{ /* } */ return 1; // }\n }`, ` /* } */ return 1; // }\n `],
  [`@(a &lt; b &amp;&amp; c == &quot;)&quot;)`, `a < b && c == ")"`],
  [`@(a < b && c > d)`, `a < b && c > d`],
  [`@(f('&#41;', '\\''))`, `f(')', '\\'')`],
  [`@(x ? 'abc' : "d")`, `x ? 'abc' : "d"`],
  [`  @(1)  `, `1`],
];

for (const [written, code] of ATTRIBUTES) {
  Deno.test(`segment finds the code of value="${written}"`, () => {
    assert.deepEqual(codes(`<a value="${written}" other="@(2)"/>`), [code, "2"]);
  });
}

Deno.test("segment finds expressions in text, in CDATA and in single quotes", () => {
  assert.deepEqual(codes(`<a b='@("x")'>\n @(1 < 2) <c/> <![CDATA[ @{ return "&amp;"; } ]]></a>`), [
    `"x"`,
    "1 < 2",
    ` return "&amp;"; `,
  ]);
});

Deno.test("segment takes only expressions that stand alone at the start", () => {
  assert.deepEqual(codes(`<a b="mail@(x)">user@(y)</a><!-- @( --><?pi @( ?>`), []);
});

Deno.test("segment tells where an expression starts that never ends", () => {
  const text = `<a b="@(1)" c="@(2"/>`;
  assert.equal(segment(text).unclosed, text.indexOf("@(2"));
});

Deno.test("offsets lead from code to text across entities", () => {
  const text = `<a b="@(&quot;x&quot; + y)"/>`;
  const [found] = segment(text).segments;
  assert.equal(found.offsets[found.code.indexOf("x")], text.indexOf("x"));
  assert.equal(found.offsets[found.code.indexOf("y")], text.indexOf("y"));
  assert.equal(found.end, text.indexOf(`"/>`));
});
