/** `<xml-to-json>`: an XML body as JSON. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { Run } from "../../contracts/run.ts";
import { conversion } from "../xml_json/convert_body.ts";
import { jsonFromXml, type JsonOptions } from "../xml_json/json_from_xml.ts";

export const xmlToJson = definePolicy({
  name: "xml-to-json",
  sections: ["inbound", "outbound", "on-error"],
  documentation: policyPage("xml-to-json"),
  attributes: {
    kind: { type: ["javascript-friendly", "direct"], required: true, expressions: true },
    apply: { type: ["always", "content-type-xml"], required: true, expressions: true },
    "consider-accept-header": attribute.booleanValue,
    "always-array-child-elements": attribute.booleanValue,
  },
  compile(node) {
    const kind = node.text("kind");
    const alwaysArray = node.boolean("always-array-child-elements", false);
    const optionsOf = (run: Run): JsonOptions => ({
      kind: kind(run) === "direct" ? "direct" : "javascript-friendly",
      alwaysArray: alwaysArray(run),
    });
    return conversion({
      node,
      from: /xml/i,
      to: /json/i,
      contentType: "application/json",
      convert: (text, run) => JSON.stringify(jsonFromXml(text, optionsOf(run))),
    });
  },
});
