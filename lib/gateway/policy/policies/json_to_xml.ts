/** `<json-to-xml>`: a JSON body as XML. */
import { xmlTextFromJson } from "../../expression/xml_json.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { conversion } from "../edits/convert_body.ts";

export const jsonToXml = definePolicy({
  name: "json-to-xml",
  sections: ["inbound", "outbound", "on-error"],
  documentation: policyPage("json-to-xml"),
  attributes: {
    apply: { type: ["always", "content-type-json"], required: true, expressions: true },
    "consider-accept-header": attribute.booleanValue,
    "parse-date": attribute.boolean,
    "namespace-separator": attribute.value,
    "namespace-prefix": attribute.value,
    "attribute-block-name": attribute.value,
  },
  compile(node) {
    const parseDate = node.boolean("parse-date", true);
    const namespaceSeparator = node.text("namespace-separator", "_");
    const namespacePrefix = node.text("namespace-prefix", "");
    const attributeBlock = node.text("attribute-block-name", "");
    return conversion({
      node,
      from: /json/i,
      to: /xml/i,
      contentType: "text/xml",
      convert: (text, run) =>
        xmlTextFromJson(text, {
          parseDate: parseDate(run),
          namespaceSeparator: namespaceSeparator(run),
          namespacePrefix: namespacePrefix(run),
          attributeBlock: attributeBlock(run),
          conventions: run.fidelity.xmlJsonConventions,
        }),
    });
  },
});
