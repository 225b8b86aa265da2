/** `<json-to-xml>`: a JSON body as XML. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { conversion } from "../xml_json/convert_body.ts";
import { xmlFromJsonText } from "../xml_json/xml_from_json.ts";

export const jsonToXml = definePolicy({
  name: "json-to-xml",
  sections: ["inbound", "outbound", "on-error"],
  documentation: policyPage("json-to-xml"),
  attributes: {
    apply: { type: ["always", "content-type-json"], required: true },
    "consider-accept-header": attribute.booleanValue,
    "parse-date": attribute.boolean,
    "namespace-separator": attribute.text,
    "namespace-prefix": attribute.text,
    "attribute-block-name": attribute.text,
  },
  compile(node) {
    const options = {
      namespaceSeparator: node.literal("namespace-separator") ?? ":",
      namespacePrefix: node.literal("namespace-prefix") ?? "",
      attributeBlock: node.literal("attribute-block-name") ?? "",
    };
    return conversion({
      node,
      from: /json/i,
      to: /xml/i,
      contentType: "text/xml",
      convert: (text) => xmlFromJsonText(text, options),
    });
  },
});
