import assert from "node:assert/strict";
import fc from "../../../properties.ts";
import {
  MAX_DEPTH,
  MAX_DOCUMENT_LENGTH,
  parseDocument,
} from "../../../../lib/gateway/policy/document/parse.ts";

const parse = (text: string, format: "xml" | "rawxml" = "rawxml", values = new Map()) =>
  parseDocument(text, { format, namedValues: values });

const codes = (text: string, format?: "xml" | "rawxml") =>
  parse(text, format).diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`);

Deno.test("parseDocument gives elements, attributes and text with their places", () => {
  const { root } = parse(
    `<policies>\n  <inbound>\n\t<set-x a='1'>text</set-x>\n</inbound></policies>`,
  );
  const element = root!.children[0].children[0];
  assert.equal(element.name, "set-x");
  assert.deepEqual([element.position.line, element.position.column], [3, 3]);
  const { content, position } = element.attributes.get("a")!;
  assert.deepEqual([position.line, position.column], [3, 9]);
  assert.equal(content.kind === "literal" && content.text, "1");
  assert.equal(element.text?.kind === "literal" && element.text.text, "text");
});

Deno.test("positions inside multi-line code survive named values before it", () => {
  const values = new Map([["name", "one\ntwo\nthree"]]);
  const { root } = parse(
    `<a x="{{name}}" y="@{\n  var i = 1;\n  return {{name}};\n}"/>`,
    "rawxml",
    values,
  );
  const { content } = root!.attributes.get("y")!;
  assert.ok(content.kind === "expression");
  assert.equal(content.source.text, "\n  var i = 1;\n  return one\ntwo\nthree;\n");
  const at = (text: string) => {
    const { line, column } = content.source.position(content.source.text.lastIndexOf(text));
    return `${line}:${column}`;
  };
  assert.equal(at("var"), "2:3");
  assert.equal(at("one"), "3:10");
  assert.equal(at("three"), "3:10");
  assert.equal(at(";"), "3:18");
});

Deno.test("parseDocument keeps what stands between the tags", () => {
  const { root } = parse(`<b><soap:Envelope a="1">{{ body.x }}</soap:Envelope> tail</b>`);
  assert.equal(root!.inner, `<soap:Envelope a="1">{{ body.x }}</soap:Envelope> tail`);
});

Deno.test("parseDocument refuses what is no XML and says where", () => {
  assert.deepEqual(codes("<a>\n<b></a>"), ["not-well-formed 2:7"]);
  assert.deepEqual(codes(`<a b="1" b="2"/>`).length, 1);
  assert.deepEqual(codes("").length, 1);
  assert.deepEqual(codes("no xml").length, 1);
  assert.deepEqual(codes(`<a>\n <b c="@(x/>`), ["expression-not-closed 2:8"]);
  assert.deepEqual(codes(`<a>\n <b c="@{ f("x");\n g("y=""\n z=" }"/>`), [
    "expression-not-closed 2:8",
    "CS1010 3:8",
  ]);
});

Deno.test("an expression has to be the whole value", () => {
  assert.deepEqual(codes(`<a b="@(1) x"/>`), ["mixed-expression 1:7"]);
  assert.deepEqual(codes(`<a>@(1)@(2)</a>`), ["mixed-expression 1:4"]);
  assert.deepEqual(codes(`<a b="x @(1)">user@(2)</a>`), []);
});

Deno.test("xml has to be well-formed with its expressions, rawxml without", () => {
  const raw = `<a b="@(x["y"] < 1)"/>`;
  assert.deepEqual(codes(raw, "rawxml"), []);
  assert.equal(codes(raw, "xml").length, 1);
  assert.deepEqual(codes(`<a b="@(x[&quot;y&quot;] &lt; 1)"/>`, "xml"), []);
});

Deno.test("a comment may hold anything in rawxml", () => {
  assert.deepEqual(codes(`<!-- a -- @( <b> --><a/>`), []);
});

Deno.test("a document that is too large or too deep is a finding", () => {
  assert.deepEqual(codes("<a>".repeat(10_000)), [`nested-too-deep 1:${MAX_DEPTH * 3 + 2}`]);
  assert.deepEqual(codes("<a>".repeat(5_000_000)), ["document-too-large 1:1"]);
  const values = new Map([["big", "x".repeat(MAX_DOCUMENT_LENGTH)]]);
  assert.equal(parse("<a>{{big}}</a>", "rawxml", values).diagnostics[0].code, "document-too-large");
});

Deno.test("parseDocument takes time in proportion to the text, whatever it repeats", () => {
  for (
    const piece of ["<b/>", "<b>x</b>", "{{n}}", "'", "@(", "&amp;", "<!---->{{n}}", `<b c="d"/>`]
  ) {
    const text = `<a>${piece.repeat(Math.floor(200_000 / piece.length))}</a>`;
    const started = performance.now();
    parse(text);
    assert.ok(performance.now() - started < 10_000, piece);
  }
});

Deno.test("parseDocument never throws, whatever it is given", () => {
  const piece = fc.constantFrom(
    ..."<>\"'@(){}&;![]-/\\$ \n=",
    "<a>",
    "</a>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "@(",
    "@{",
    "&quot;",
    "&#x",
    "{{n}}",
    "//",
    "/*",
    'b="',
    "\ue000\ue100\ue100",
    "é",
  );
  const document = fc.array(piece, { maxLength: 60 }).map((pieces) => `<a>${pieces.join("")}</a>`);
  fc.assert(
    fc.property(document, fc.constantFrom("xml", "rawxml"), (text, format) => {
      const { root, diagnostics } = parse(text, format as "xml", new Map([["n", '"<@(']]));
      assert.ok(root !== null || diagnostics.length > 0);
      for (const { line, column } of diagnostics) assert.ok(line >= 1 && column >= 1);
    }),
    { numRuns: 2000 },
  );
});
