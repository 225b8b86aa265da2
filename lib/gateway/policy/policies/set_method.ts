/** `<set-method>`: the request's method. */
import { definePolicy, policyPage } from "../definition/definition.ts";
import { methodOf } from "../edits/method.ts";

export const setMethod = definePolicy({
  name: "set-method",
  sections: ["inbound", "on-error"],
  documentation: policyPage("set-method"),
  text: "required",
  valueRequired: true,
  compile(node) {
    const method = methodOf(node);
    return (run) => {
      run.context.request.method = method(run);
      return "next";
    };
  },
});
