/** `<xml-to-json>`: an XML body as JSON. */
import { jsonTextFromXml } from "../../expression/xml_json.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { conversion } from "../edits/convert_body.ts";

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
    return conversion({
      node,
      from: /xml/i,
      to: /json/i,
      contentType: "application/json",
      convert: (text, run) =>
        jsonTextFromXml(text, {
          kind: kind(run) === "direct" ? "direct" : "javascript-friendly",
          alwaysArray: alwaysArray(run),
          conventions: run.fidelity.xmlJsonConventions,
        }),
    });
  },
});
