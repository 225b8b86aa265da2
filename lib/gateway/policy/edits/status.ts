/**
 * What `set-status` does to a response's status.
 * @module
 */
import type { ResponseMessage } from "../../contracts/message.ts";
import type { Run } from "../../contracts/run.ts";
import { attribute, type ElementRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import { reasonPhrase } from "../../contracts/reason_phrase.ts";

/** What a `set-status` element may hold wherever it stands. */
export const SET_STATUS: ElementRule = {
  attributes: {
    code: { type: "integer", required: true, expressions: true, min: 100, max: 999 },
    // required by the page's table; 37 of 280 in public policies leave it out
    reason: attribute.value,
  },
};

/** What a `set-status` node does to a response. */
export function statusEdit(node: PolicyNode): (run: Run, response: ResponseMessage) => void {
  const code = node.number("code", 200);
  const reason = node.optionalText("reason");
  return (run, response) => {
    response.statusCode = Math.trunc(code(run));
    response.statusReason = reason?.(run) ?? reasonPhrase(response.statusCode);
  };
}
