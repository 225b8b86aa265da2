/** `<xml-to-json>`: an XML body as JSON. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { conversion } from "../xml_json/convert_body.ts";
import { jsonFromXml, type JsonOptions } from "../xml_json/json_from_xml.ts";

export const xmlToJson = definePolicy({
  name: "xml-to-json",
  sections: ["inbound", "outbound", "on-error"],
  documentation: policyPage("xml-to-json"),
  attributes: {
    kind: { type: ["javascript-friendly", "direct"], required: true },
    apply: { type: ["always", "content-type-xml"], required: true },
    "consider-accept-header": attribute.booleanValue,
    "always-array-child-elements": attribute.boolean,
  },
  compile(node) {
    const options: JsonOptions = {
      kind: node.literal("kind") === "direct" ? "direct" : "javascript-friendly",
      alwaysArray: node.boolean("always-array-child-elements", false).constant === true,
    };
    return conversion({
      node,
      from: /xml/i,
      to: /json/i,
      contentType: "application/json",
      convert: (text) => JSON.stringify(jsonFromXml(text, options)),
    });
  },
});
