/** `<set-status>`: the response's status code and reason. */
import { definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { SET_STATUS, statusEdit } from "../edits/status.ts";

export const setStatus = definePolicy({
  name: "set-status",
  sections: EVERY_SECTION,
  documentation: policyPage("set-status"),
  ...SET_STATUS,
  compile(node) {
    const edit = statusEdit(node);
    return (run) => {
      if (run.context.response !== null) edit(run, run.context.response);
      return "next";
    };
  },
});
