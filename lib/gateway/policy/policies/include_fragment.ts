/** `<include-fragment>`: the policies of a fragment, at this point. */
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";

export const includeFragment = definePolicy({
  name: "include-fragment",
  sections: EVERY_SECTION,
  documentation: policyPage("include-fragment"),
  attributes: { "fragment-id": attribute.required },
  compile: (node) => node.fragment(node.literal("fragment-id")!),
});
