/**
 * Words for the editor's completion: policies with their attributes, and the members of APIM's own types.
 * @module
 */
import { reference } from "../gateway/expression/reference.ts";
import { POLICIES } from "../gateway/policy/policies/mod.ts";

let known: unknown;

/** Made once, from the registries that the compiler goes by. */
export function vocabulary(): unknown {
  return known ??= {
    policies: POLICIES.map(({ name, sections, attributes = {}, documentation }) => ({
      name,
      sections,
      documentation,
      attributes: Object.entries(attributes).map(([name, { type, required = false }]) => ({
        name,
        required,
        values: Array.isArray(type) ? type : type === "boolean" ? ["true", "false"] : [],
      })),
    })),
    types: Object.fromEntries(
      reference()
        .filter(({ members }) => members !== null)
        .map(({ name, members }) => [name, [...members!.keys()]]),
    ),
  };
}
