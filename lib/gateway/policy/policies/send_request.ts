/** `<send-request>`: calls another service; its reply becomes an IResponse in a variable. */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { chain } from "../../../core/maybe_promise.ts";
import { responseView } from "../../expression/context/message.ts";
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { isFailure, MODE, OUTGOING, requireUrl, sender } from "../edits/outgoing.ts";

export const sendRequest = definePolicy({
  name: "send-request",
  sections: EVERY_SECTION,
  documentation: policyPage("send-request"),
  attributes: {
    mode: MODE,
    "response-variable-name": attribute.requiredValue,
    timeout: { type: "number", expressions: true, min: 0 },
    "ignore-error": attribute.boolean,
  },
  children: OUTGOING,
  check: requireUrl,
  compile(node) {
    const variableName = node.text("response-variable-name");
    const ignoreError = node.boolean("ignore-error", false);
    const send = sender(node, { readsReply: true });
    return (run) =>
      chain(send(run), (reply) => {
        const variable = variableName(run);
        if (!isFailure(reply)) {
          run.context.variables.set(variable, responseView(reply));
          run.trace?.add(run, "send-request", `${variable}: ${reply.statusCode}`);
        } else if (ignoreError(run)) {
          run.context.variables.set(variable, null);
          run.trace?.add(run, "send-request", `${variable}: ${reply.failure}, ignored`);
        } else {
          throw FAILURE.exchangeFailed(reply.failure, reply.message);
        }
        return "next";
      });
  },
});
