import assert from "node:assert/strict";
import fc from "../../../properties.ts";
import { toRawXml, toXml } from "../../../../lib/gateway/policy/document/convert.ts";
import { parseDocument } from "../../../../lib/gateway/policy/document/parse.ts";

Deno.test("toXml escapes expressions and nothing else", () => {
  assert.equal(
    toXml(`<a b="@(x["y"] > 1 && z)" c='1 &amp; 2'>@(o => o)<![CDATA[@("<")]]></a>`),
    `<a b="@(x[&quot;y&quot;] &gt; 1 &amp;&amp; z)" c='1 &amp; 2'>@(o =&gt; o)<![CDATA[@("<")]]></a>`,
  );
});

Deno.test("toRawXml shows expressions as they are", () => {
  assert.equal(
    toRawXml(`<a b="@(x &lt; &quot;y&quot;)">1 &lt; 2</a>`),
    `<a b="@(x < "y")">1 &lt; 2</a>`,
  );
});

/** Code without brackets of its own: what needs escaping is what matters. */
const code = fc.array(
  fc.constantFrom("a", " ", "&", "<", ">", "&amp;", "&lt;", '"s"', "'c'", "\n", "+", "{{n}}"),
  { maxLength: 20 },
).map((parts) => `(${parts.join("")})`);

Deno.test("toXml gives well-formed XML with the same code", () => {
  fc.assert(
    fc.property(code, code, (one, two) => {
      const raw = `<a b="@${one}" c='@${two.replaceAll("'c'", "x")}'>@${two}</a>`;
      const xml = toXml(raw);
      const read = (text: string, format: "xml" | "rawxml") => {
        const { root, diagnostics } = parseDocument(text, { format, namedValues: new Map() });
        assert.deepEqual(diagnostics, [], text);
        const text1 = root!.text!;
        const contents = [...root!.attributes.values()].map(({ content }) => content).concat(text1);
        return contents.map((c) => c.kind === "expression" ? c.source.text : c.text);
      };
      assert.deepEqual(read(xml, "xml"), read(raw, "rawxml"));
      assert.deepEqual(read(toRawXml(xml), "rawxml"), read(raw, "rawxml"));
    }),
  );
});
