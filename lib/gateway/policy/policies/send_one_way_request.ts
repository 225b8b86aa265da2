/** `<send-one-way-request>`: calls another service and does not wait for the reply. */
import { isPromise, type MaybePromise } from "../../../core/maybe_promise.ts";
import type { ResponseMessage } from "../../contracts/message.ts";
import type { TransportFailure } from "../../contracts/ports.ts";
import { definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { isFailure, MODE, OUTGOING, requireUrl, sender } from "../edits/outgoing.ts";
import type { Run } from "../../contracts/run.ts";

export const sendOneWayRequest = definePolicy({
  name: "send-one-way-request",
  sections: EVERY_SECTION,
  documentation: policyPage("send-one-way-request"),
  attributes: { mode: MODE, timeout: { type: "number", expressions: true, min: 0 } },
  children: OUTGOING,
  check: requireUrl,
  compile(node) {
    const send = sender(node, { readsReply: false });
    return (run) => {
      const reply = send(run);
      if (isPromise(reply)) {
        reply.then((reply) => note(run, reply), (error: Error) => noteError(run, error.message));
      } else {
        note(run, reply);
      }
      return "next";
    };
  },
});

/** Nobody waits for the reply: it is thrown away, and failures are told to the trace only. */
function note(run: Run, reply: ResponseMessage | TransportFailure): MaybePromise<void> {
  if (isFailure(reply)) return noteError(run, reply.message);
  const content = reply.body?.wire();
  if (content instanceof ReadableStream) content.cancel().catch(() => {});
}

function noteError(run: Run, message: string): void {
  run.trace?.add(run, "send-one-way-request", `failed: ${message}`);
}
