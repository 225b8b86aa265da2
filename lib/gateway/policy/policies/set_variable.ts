/** `<set-variable>`: a value that lives as long as the request. A literal is a string. */
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { describe } from "../definition/describe.ts";

export const setVariable = definePolicy({
  name: "set-variable",
  sections: EVERY_SECTION,
  documentation: policyPage("set-variable"),
  attributes: {
    name: attribute.required,
    value: { type: "text", expressions: true, required: true, allowEmpty: true },
  },
  compile(node) {
    const name = node.literal("name")!;
    const value = node.value("value");
    return (run) => {
      const result = value(run);
      run.context.variables.set(name, result);
      run.trace?.add(run, "set-variable", `${name} = ${describe(result)}`);
      return "next";
    };
  },
});
