/** `<find-and-replace>`: replaces text in the body of the request or the response. */
import { chain } from "../../../core/maybe_promise.ts";
import { loadBody, MessageBody } from "../../contracts/message.ts";
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { replaceText } from "../../expression/values.ts";
import { counted } from "../engine/counted.ts";
import { messageOf } from "../engine/message_of.ts";

export const findAndReplace = definePolicy({
  name: "find-and-replace",
  sections: EVERY_SECTION,
  documentation: policyPage("find-and-replace"),
  attributes: {
    from: attribute.requiredValue,
    to: { type: "text", required: true, expressions: true, allowEmpty: true },
  },
  compile(node) {
    const from = node.text("from");
    const to = node.text("to");
    return (run) => {
      const message = messageOf(run);
      const body = message?.body ?? null;
      if (message === null || body === null) return "next";
      return chain(loadBody(body, run), () => {
        if (body.consumed) return "next";
        const sought = from(run);
        if (sought !== "") {
          const by = to(run);
          message.body = new MessageBody(counted(run, () => replaceText(body.text(), sought, by)));
        }
        message.headers.delete("Content-Length");
        return "next";
      });
    };
  },
});
