/** `<set-status>`: the response's status code and reason. */
import type { ResponseMessage } from "../../contracts/message.ts";
import { definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import { reasonPhrase } from "../engine/reason_phrase.ts";
import { PolicyError, type Run } from "../../contracts/run.ts";

export const setStatus = definePolicy({
  name: "set-status",
  sections: EVERY_SECTION,
  documentation: policyPage("set-status"),
  attributes: {
    code: { type: "integer", required: true, expressions: true, min: 100, max: 999 },
    reason: { type: "text", expressions: true },
  },
  compile(node) {
    const edit = statusEdit(node);
    return (run) => {
      if (run.context.response !== null) edit(run, run.context.response);
      return "next";
    };
  },
});

/** What a `set-status` node does to a response. */
export function statusEdit(node: PolicyNode): (run: Run, response: ResponseMessage) => void {
  const code = node.number("code", 200);
  const reason = node.optionalText("reason");
  return (run, response) => {
    const statusCode = code(run);
    if (!Number.isInteger(statusCode) || statusCode < 100 || statusCode > 999) {
      throw new PolicyError("InvalidStatusCode", `${statusCode} is not a valid status code.`);
    }
    response.statusCode = statusCode;
    response.statusReason = reason === null ? reasonPhrase(statusCode) : reason(run);
  };
}
