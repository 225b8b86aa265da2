/**
 * A request's method as `set-method` names it.
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Operand } from "../definition/operand.ts";

const METHOD = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** The method that a `set-method` node names. */
export function methodOf(node: PolicyNode): Operand<string> {
  const text = node.content;
  return (run) => {
    const method = text(run).trim();
    if (METHOD.test(method)) return method.toUpperCase();
    throw FAILURE.invalidMethod(method);
  };
}
