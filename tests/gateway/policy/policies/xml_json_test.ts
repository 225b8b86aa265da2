import assert from "node:assert/strict";
import fc from "../../../properties.ts";
import { jsonTextFromXml, xmlTextFromJson } from "../../../../lib/gateway/expression/xml_json.ts";
import { policies, run, type Setup } from "../harness.ts";

const NEWTONSOFT = "newtonsoft";
const DIRECT = { kind: "direct", alwaysArray: false, conventions: "as-seen" } as const;
const XML = {
  parseDate: true,
  namespaceSeparator: "_",
  namespacePrefix: "",
  attributeBlock: "",
  conventions: "as-seen",
} as const;

const PAIRS: readonly [json: unknown, xml: string][] = [
  [{ a: "1" }, "<a>1</a>"],
  [{ a: { b: ["1", "2"], c: null } }, "<a><b>1</b><b>2</b><c /></a>"],
  [{ a: { "@id": "7", "#text": "x & y" } }, `<a id="7">x &amp; y</a>`],
  [{ "s:a": { "@xmlns:s": "u", "s:b": "<" } }, `<s:a xmlns:s="u"><s:b>&lt;</s:b></s:a>`],
  [{ a: { b: { "#cdata-section": "<x>" } } }, "<a><b><![CDATA[<x>]]></b></a>"],
  [{ "?xml": { "@version": "1.0" }, a: "1" }, `<?xml version="1.0"?><a>1</a>`],
];

for (const [json, xml] of PAIRS) {
  Deno.test(`${JSON.stringify(json)} and ${xml} are the same to Newtonsoft`, () => {
    const text = JSON.stringify(json);
    assert.equal(xmlTextFromJson(text, { ...XML, conventions: NEWTONSOFT }), xml);
    assert.equal(jsonTextFromXml(xml, { ...DIRECT, conventions: NEWTONSOFT }), text);
  });
}

Deno.test("text between elements is kept apart", () => {
  assert.equal(jsonTextFromXml("<a>x<b/>y</a>", DIRECT), `{"a":{"#text":["x","y"],"b":null}}`);
});

// what a live service printed: dev.fyicenter.com, tutorials 1000733 and 1000734
Deno.test("xml-to-json writes prefixes and declaration as a live service did", () => {
  const xml = `<?xml version="1.0"?>
<soap:Envelope xmlns="http://fyicenter.com/"
    xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
  <soap:Body><GetOrders><Customer>1234567</Customer></GetOrders></soap:Body>
</soap:Envelope>`;
  assert.deepEqual(JSON.parse(jsonTextFromXml(xml, DIRECT)), {
    version: "1.0",
    soap$Envelope: {
      "@xmlns": "http://fyicenter.com/",
      "@xmlns$soap": "http://schemas.xmlsoap.org/soap/envelope/",
      soap$Body: { GetOrders: { Customer: "1234567" } },
    },
  });
});

Deno.test("json-to-xml writes roots, booleans, null and empty lists as a live service did", () => {
  const json = `{"name":"John","alive":true,"age":25,"phones":[{"t":"h"},{"t":"m"}],` +
    `"children":[],"spouse":null}`;
  assert.equal(
    xmlTextFromJson(json, XML),
    "<Document><name>John</name><alive>True</alive><age>25</age><phones><t>h</t></phones>" +
      `<phones><t>m</t></phones><children /><spouse xsi:nil="true" ` +
      `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" /></Document>`,
  );
});

// the example of https://learn.microsoft.com/azure/api-management/json-to-xml-policy
Deno.test("json-to-xml takes namespaces and attributes from JSON as the documentation shows", () => {
  const json = {
    "soapenv:Envelope": {
      "xmlns:soapenv": "http://schemas.xmlsoap.org/soap/envelope/",
      "xmlns:v1": "http://localdomain.com/core/v1",
      "soapenv:Header": {},
      "soapenv:Body": { "v1:QueryList": { "#attrs": { queryName: "test" }, "v1:Item": "x" } },
    },
  };
  const options = { namespaceSeparator: ":", namespacePrefix: "xmlns", attributeBlock: "#attrs" };
  assert.equal(
    xmlTextFromJson(JSON.stringify(json), { ...XML, ...options }),
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ` +
      `xmlns:v1="http://localdomain.com/core/v1"><soapenv:Header /><soapenv:Body>` +
      `<v1:QueryList queryName="test"><v1:Item>x</v1:Item></v1:QueryList></soapenv:Body>` +
      `</soapenv:Envelope>`,
  );
});

Deno.test("the separator is an underscore by default, and only between a declared prefix and a name", () => {
  const json = `{"s_a":{"xmlns_s":"u","s_b":"1","first_name":"2"}}`;
  assert.equal(
    xmlTextFromJson(json, { ...XML, namespacePrefix: "xmlns" }),
    `<s_a xmlns:s="u"><s:b>1</s:b><first_name>2</first_name></s_a>`.replaceAll("s_a", "s:a"),
  );
});

Deno.test("dates are written as XML Schema does, or copied", () => {
  const json = `{"a":"2024-01-05T10:00:00.000Z"}`;
  assert.equal(xmlTextFromJson(json, XML), "<a>2024-01-05T10:00:00Z</a>");
  assert.equal(
    xmlTextFromJson(json, { ...XML, parseDate: false }),
    "<a>2024-01-05T10:00:00.000Z</a>",
  );
});

Deno.test("JSON without a single root gets one, and odd names are encoded", () => {
  assert.equal(
    xmlTextFromJson("[1,true]", XML),
    "<Document><item>1</item><item>True</item></Document>",
  );
  assert.equal(
    xmlTextFromJson(`{"a b":1.5,"2":"x"}`, XML),
    "<Document><a_x0020_b>1.5</a_x0020_b><_x0032_>x</_x0032_></Document>",
  );
});

Deno.test("integers stay exact and other numbers are written as doubles", () => {
  const text = `{"a":{"b":9007199254740993,"c":-12345678901234567890,"d":1.50,"e":1e21,"f":7}}`;
  assert.equal(
    xmlTextFromJson(text, XML),
    "<a><b>9007199254740993</b><c>-12345678901234567890</c><d>1.5</d><e>1E+21</e><f>7</f></a>",
  );
});

Deno.test("an element without content is null when it is self-closing, else an empty string", () => {
  for (const kind of ["direct", "javascript-friendly"] as const) {
    const json = jsonTextFromXml("<r><a></a><b/><c> </c></r>", { ...DIRECT, kind });
    assert.equal(json, `{"r":{"a":"","b":null,"c":""}}`);
  }
});

Deno.test("javascript-friendly JSON has no marks and no declaration", () => {
  const xml = `<?xml version="1.0"?><a id="1"><b>x</b></a>`;
  const read = (kind: "direct" | "javascript-friendly", alwaysArray = false) =>
    jsonTextFromXml(xml, { ...DIRECT, kind, alwaysArray });
  assert.equal(read("javascript-friendly"), `{"a":{"id":"1","b":"x"}}`);
  assert.equal(read("javascript-friendly", true), `{"a":{"id":"1","b":["x"]}}`);
  assert.equal(read("direct", true), `{"version":"1.0","a":{"@id":"1","b":["x"]}}`);
});

Deno.test("whatever JSON becomes is well-formed XML", () => {
  const names = fc.string().filter((name) => !/^[@#?]/.test(name));
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constant(null),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string(),
      fc.array(tie("json"), { maxLength: 4 }),
      fc.dictionary(names, tie("json"), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(json, fc.constantFrom("as-seen", "newtonsoft"), (json, conventions) => {
      let xml: string;
      try {
        xml = xmlTextFromJson(JSON.stringify(json), { ...XML, conventions } as typeof XML);
      } catch (error) {
        assert.match((error as Error).message, /invalid character|empty property name/);
        return;
      }
      jsonTextFromXml(xml, DIRECT);
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
