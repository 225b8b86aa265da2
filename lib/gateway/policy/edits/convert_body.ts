/**
 * What json-to-xml and xml-to-json share: when they apply, and putting the new body in place of the old.
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { chain } from "../../../core/maybe_promise.ts";
import { loadBody, MessageBody } from "../../contracts/message.ts";
import { CsException, failureOf } from "../../expression/values.ts";
import { counted } from "../engine/counted.ts";
import { messageOf } from "../engine/message_of.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run, Step } from "../../contracts/run.ts";

export interface BodyConversion {
  readonly node: PolicyNode;
  /** `apply="content-type-…"` looks for this in the message's Content-Type. */
  readonly from: RegExp;
  /** `consider-accept-header` looks for this in the caller's Accept. */
  readonly to: RegExp;
  readonly contentType: string;
  readonly convert: (text: string, run: Run) => string;
}

/** The step of a conversion. A body that cannot be read is an error. */
export function conversion({ node, from, to, contentType, convert }: BodyConversion): Step {
  const apply = node.text("apply");
  const considerAccept = node.boolean("consider-accept-header", true);
  return (run) => {
    const message = messageOf(run);
    const body = message?.body ?? null;
    if (message === null || body === null) return "next";
    if (apply(run) !== "always" && !from.test(message.headers.get("Content-Type") ?? "")) {
      return "next";
    }
    const accept = run.context.request.headers.get("Accept");
    if (accept !== undefined && considerAccept(run) && !accepts(accept, to)) return "next";
    return chain(loadBody(body, run), () => {
      if (body.consumed) return "next";
      try {
        message.body = new MessageBody(counted(run, () => convert(body.text(), run)));
      } catch (error) {
        const failure = failureOf(error, node.name);
        throw failure instanceof CsException ? FAILURE.bodyConversion(failure.message) : failure;
      }
      message.headers.set("Content-Type", contentType);
      message.headers.delete("Content-Length");
      return "next";
    });
  };
}

function accepts(accept: string, wanted: RegExp): boolean {
  return accept.includes("*/*") || wanted.test(accept);
}
