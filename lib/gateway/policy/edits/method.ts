/**
 * A request's method as `set-method` names it.
 * @module
 */
import { PolicyError } from "../../contracts/policy_error.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Operand } from "../definition/operand.ts";

const METHOD = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** The method that a `set-method` node names. */
export function methodOf(node: PolicyNode): Operand<string> {
  const text = node.content;
  return (run) => {
    const method = text(run).trim();
    if (METHOD.test(method)) return method.toUpperCase();
    throw new PolicyError("InvalidMethod", `'${method}' is not a valid HTTP method.`);
  };
}
