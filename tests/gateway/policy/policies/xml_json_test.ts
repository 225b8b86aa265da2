import assert from "node:assert/strict";
import fc from "../../../properties.ts";
import { jsonFromXml } from "../../../../lib/gateway/policy/xml_json/json_from_xml.ts";
import {
  xmlFromJson,
  xmlFromJsonText,
} from "../../../../lib/gateway/policy/xml_json/xml_from_json.ts";
import { policies, run, type Setup } from "../harness.ts";

const OPTIONS = { namespaceSeparator: ":", namespacePrefix: "", attributeBlock: "" };

const PAIRS: readonly [json: unknown, xml: string][] = [
  [{ a: "1" }, "<a>1</a>"],
  [{ a: { b: ["1", "2"], c: null } }, "<a><b>1</b><b>2</b><c /></a>"],
  [{ a: { "@id": "7", "#text": "x & y" } }, `<a id="7">x &amp; y</a>`],
  [{ "s:a": { "@xmlns:s": "u", "s:b": "<" } }, `<s:a xmlns:s="u"><s:b>&lt;</s:b></s:a>`],
  [{ a: { b: { "#cdata-section": "<x>" } } }, "<a><b><![CDATA[<x>]]></b></a>"],
];

for (const [json, xml] of PAIRS) {
  Deno.test(`${JSON.stringify(json)} and ${xml} are the same`, () => {
    assert.equal(xmlFromJson(json, OPTIONS), xml);
    const back = jsonFromXml(xml, { kind: "direct", alwaysArray: false });
    assert.equal(JSON.stringify(back), JSON.stringify(json));
  });
}

Deno.test("JSON without a single root gets one, and numbers and names become text", () => {
  assert.equal(
    xmlFromJson([1, true], OPTIONS),
    "<Document><item>1</item><item>true</item></Document>",
  );
  assert.equal(
    xmlFromJson({ "a b": 1.5, "2": false }, OPTIONS),
    "<Document><_x0032_>false</_x0032_><a_x0020_b>1.5</a_x0020_b></Document>",
  );
});

Deno.test("integers stay exact and other numbers are written as doubles", () => {
  const text = `{"a":{"b":9007199254740993,"c":-12345678901234567890,"d":1.50,"e":1e21,"f":7}}`;
  assert.equal(
    xmlFromJsonText(text, OPTIONS),
    "<a><b>9007199254740993</b><c>-12345678901234567890</c><d>1.5</d><e>1E+21</e><f>7</f></a>",
  );
});

Deno.test("an element without content is null when it is self-closing, else an empty string", () => {
  for (const kind of ["direct", "javascript-friendly"] as const) {
    const json = jsonFromXml("<r><a></a><b/><c> </c></r>", { kind, alwaysArray: false });
    assert.equal(JSON.stringify(json), `{"r":{"a":"","b":null,"c":""}}`);
  }
});

Deno.test("javascript-friendly JSON has no marks and no declaration", () => {
  const xml = `<?xml version="1.0"?><a id="1"><b>x</b></a>`;
  const read = (kind: "direct" | "javascript-friendly", alwaysArray = false) =>
    JSON.stringify(jsonFromXml(xml, { kind, alwaysArray }));
  assert.equal(read("javascript-friendly"), `{"a":{"id":"1","b":"x"}}`);
  assert.equal(read("javascript-friendly", true), `{"a":{"id":"1","b":["x"]}}`);
  assert.equal(read("direct"), `{"?xml":{"@version":"1.0"},"a":{"@id":"1","b":"x"}}`);
});

Deno.test("whatever JSON becomes is well-formed XML", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
      const xml = xmlFromJson(json, OPTIONS);
      if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/u.test(xml) || xml.includes("]]>")) return;
      jsonFromXml(xml, { kind: "direct", alwaysArray: false });
    }),
  );
});

const toXml = (more: string) => `<json-to-xml apply="always" ${more}/>`;

const sent = async (inbound: string, setup: Setup) => {
  const { seen } = await run(inbound, setup);
  return [seen[0].body, seen[0].headers["content-type"]];
};

Deno.test("json-to-xml changes body and type where it applies", async () => {
  const setup = { body: `{"a":1}`, headers: { "Content-Type": "text/plain" } };
  assert.deepEqual(await sent(toXml(""), setup), ["<a>1</a>", "text/xml"]);
  const untouched = [`{"a":1}`, "text/plain"];
  assert.deepEqual(await sent(`<json-to-xml apply="content-type-json"/>`, setup), untouched);
  const accepting = (Accept: string) => ({ ...setup, headers: { ...setup.headers, Accept } });
  assert.deepEqual(await sent(toXml(""), accepting("application/json")), untouched);
  assert.deepEqual(await sent(toXml(""), accepting("application/xml")), ["<a>1</a>", "text/xml"]);
  assert.deepEqual(
    await sent(toXml(`consider-accept-header="false"`), accepting("application/json")),
    ["<a>1</a>", "text/xml"],
  );
});

Deno.test("xml-to-json changes the response", async () => {
  const { body, response } = await run(
    policies({ outbound: `<xml-to-json kind="direct" apply="content-type-xml"/>` }),
    { backend: [{ body: "<a><b/></a>", headers: { "Content-Type": "application/xml" } }] },
  );
  assert.deepEqual([body, response.headers.get("Content-Type")], [
    `{"a":{"b":null}}`,
    "application/json",
  ]);
});

Deno.test("a body that cannot be read is an error", async () => {
  const { status, context } = await run(toXml(""), { body: "no json" });
  assert.deepEqual([status, context.lastError?.reason], [500, "BodyConversionFailure"]);
  const xml = await run(`<xml-to-json kind="direct" apply="always"/>`, { body: "<a>" });
  assert.deepEqual([xml.status, xml.context.lastError?.source], [500, "xml-to-json"]);
});
