/**
 * The message that a transformation policy changes.
 * @module
 */
import type { RequestMessage, ResponseMessage } from "../../contracts/message.ts";
import type { Run } from "../../contracts/run.ts";

/** The request in inbound and backend, the response after; null when there is no response to change. */
export function messageOf(run: Run): RequestMessage | ResponseMessage | null {
  return changesRequest(run) ? run.context.request : run.context.response;
}

/** Whether transformations are about the request here. */
export function changesRequest({ section }: Run): boolean {
  return section === "inbound" || section === "backend";
}
