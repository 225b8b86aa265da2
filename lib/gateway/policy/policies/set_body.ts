/** `<set-body>`: the body of the request (inbound, backend) or the response, as text, expression or template. */
import { FINDING } from "../../contracts/texts/findings.ts";
import { chain } from "../../../core/maybe_promise.ts";
import { definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { bodyOf, isLiquid, SET_BODY } from "../edits/body.ts";
import { messageOf } from "../engine/message_of.ts";
import { liquidFault } from "../liquid/mod.ts";

export const setBody = definePolicy({
  name: "set-body",
  sections: EVERY_SECTION,
  documentation: policyPage("set-body"),
  ...SET_BODY,
  check(element, check) {
    if (!isLiquid(element)) return;
    const fault = liquidFault(element);
    if (fault !== null) check.report(FINDING.invalidTemplate(fault));
  },
  compile(node) {
    const body = bodyOf(node);
    return (run) =>
      chain(body(run), (content) => {
        const message = messageOf(run);
        if (message === null) return "next";
        message.body = content;
        message.headers.delete("Content-Length");
        return "next";
      });
  },
});
