/**
 * What `set-status` does to a response's status.
 * @module
 */
import type { ResponseMessage } from "../../contracts/message.ts";
import { PolicyError } from "../../contracts/policy_error.ts";
import type { Run } from "../../contracts/run.ts";
import type { ElementRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import { reasonPhrase } from "../engine/reason_phrase.ts";

/** What a `set-status` element may hold wherever it stands. */
export const SET_STATUS: ElementRule = {
  attributes: {
    code: { type: "integer", required: true, expressions: true, min: 100, max: 999 },
    reason: { type: "text", expressions: true },
  },
};

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
