/** `<set-header>`: sets, adds to or removes a header of the request (inbound, backend) or the response. */
import { definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { requireValues } from "../edits/exists_action.ts";
import { headerEdit, SET_HEADER } from "../edits/header.ts";
import { messageOf } from "../engine/message_of.ts";

export const setHeader = definePolicy({
  name: "set-header",
  sections: EVERY_SECTION,
  documentation: policyPage("set-header"),
  ...SET_HEADER,
  check: requireValues,
  compile(node) {
    const edit = headerEdit(node);
    return (run) => {
      const message = messageOf(run);
      if (message !== null) edit(run, message.headers);
      return "next";
    };
  },
});
