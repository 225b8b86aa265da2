/** `<include-fragment>`: the policies of a fragment, at this point. */
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";

export const includeFragment = definePolicy({
  name: "include-fragment",
  sections: EVERY_SECTION,
  disputed: {
    holds: (fidelity) => fidelity.nestedFragments === "refused",
    notInFragments: true,
  },
  documentation: policyPage("include-fragment"),
  attributes: { "fragment-id": attribute.required },
  compile: (node) => node.fragment(node.literal("fragment-id")!),
});
