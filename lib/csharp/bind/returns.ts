/**
 * What the return statements of a function that is being bound give, before it is converted.
 * @module
 */
import type { AnyBound } from "./bound.ts";
import type { FunctionScope } from "./variables.ts";

const given = new WeakMap<FunctionScope, AnyBound[]>();

/** The values in the order of the statements; grows while the function is bound. */
export function returnedBy(owner: FunctionScope): AnyBound[] {
  let values = given.get(owner);
  if (!values) given.set(owner, values = []);
  return values;
}
