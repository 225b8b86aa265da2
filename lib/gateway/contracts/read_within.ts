/**
 * A reply read whole within a time limit.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import { isPromise, type MaybePromise } from "../../core/maybe_promise.ts";
import type { ResponseMessage } from "./message.ts";
import { TIMED_OUT, type TransportFailure } from "./ports.ts";

/**
 * The reply with its body in memory; a failure where that breaks off, or is not there in time.
 * @param until in the clock's milliseconds since the epoch
 */
export function readWithin(
  reply: ResponseMessage | TransportFailure,
  clock: Clock,
  until: number,
): MaybePromise<ResponseMessage | TransportFailure> {
  if ("failure" in reply || reply.body === null) return reply;
  const limit = new AbortController();
  const loading = reply.body.load(limit.signal);
  if (!isPromise(loading)) return reply;
  const cancel = clock.schedule(until - clock.now(), () => limit.abort());
  return loading.then(
    () => reply,
    (error: Error): TransportFailure =>
      limit.signal.aborted
        ? { failure: "Timeout", message: TIMED_OUT }
        : { failure: "BackendConnectionFailure", message: error.message },
  ).finally(cancel);
}
