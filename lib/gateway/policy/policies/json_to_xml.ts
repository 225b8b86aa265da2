/** `<json-to-xml>`: a JSON body as XML. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { conversion } from "../xml_json/convert_body.ts";
import { xmlFromJsonText } from "../xml_json/xml_from_json.ts";

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
    const separator = node.text("namespace-separator", ":");
    const prefix = node.text("namespace-prefix");
    const block = node.text("attribute-block-name");
    return conversion({
      node,
      from: /json/i,
      to: /xml/i,
      contentType: "text/xml",
      convert: (text, run) =>
        xmlFromJsonText(text, {
          namespaceSeparator: separator(run),
          namespacePrefix: prefix(run),
          attributeBlock: block(run),
        }),
    });
  },
});
