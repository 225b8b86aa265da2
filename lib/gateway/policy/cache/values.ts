/**
 * What the policies of the value cache share.
 * @module
 */
import { copyOfJson } from "../../expression/values.ts";
import type { AttributeRule } from "../definition/definition.ts";
import type { Run } from "../../contracts/run.ts";

export const CACHE_KEY: AttributeRule = { type: "text", required: true, expressions: true };

/** Assumption: an external cache behaves as the internal one, whose place it takes here. */
export const CACHING_TYPE: AttributeRule = { type: ["internal", "external", "prefer-external"] };

/**
 * A value that later changes to the original do not reach: JSON trees are copied, everything else that C#
 * offers policies either cannot change or is kept by reference.
 */
export function cacheCopy(run: Run, value: unknown): unknown {
  return run.fidelity.cacheValues === "copied" ? copyOfJson(value) : value;
}
