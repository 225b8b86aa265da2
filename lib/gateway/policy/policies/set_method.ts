/** `<set-method>`: the request's method. */
import { definePolicy, policyPage } from "../definition/definition.ts";
import type { Operand } from "../definition/operand.ts";
import type { PolicyNode } from "../definition/node.ts";
import { PolicyError } from "../../contracts/run.ts";

const METHOD = /^[A-Za-z][A-Za-z0-9_-]*$/;

export const setMethod = definePolicy({
  name: "set-method",
  sections: ["inbound", "on-error"],
  documentation: policyPage("set-method"),
  text: "required",
  compile(node) {
    const method = methodOf(node);
    return (run) => {
      run.context.request.method = method(run);
      return "next";
    };
  },
});

/** The method that a `set-method` node names. */
export function methodOf(node: PolicyNode): Operand<string> {
  const text = node.content;
  return (run) => {
    const method = text(run).trim();
    if (METHOD.test(method)) return method.toUpperCase();
    throw new PolicyError("InvalidMethod", `'${method}' is not a valid HTTP method.`);
  };
}
