/**
 * A reply read whole within a time limit.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import { isPromise, type MaybePromise } from "../../core/maybe_promise.ts";
import type { Holder, ResponseMessage } from "./message.ts";
import { TIMED_OUT, type TransportFailure } from "./ports.ts";

/**
 * The reply with its body in memory; a failure where that breaks off, or is not there in time.
 * @param options.until in the clock's milliseconds since the epoch
 * @param options.budget holds the body
 * @throws what the budget refuses with
 */
export function readWithin(
  reply: ResponseMessage | TransportFailure,
  { clock, until, budget }: {
    readonly clock: Clock;
    readonly until: number;
    readonly budget?: Holder;
  },
): MaybePromise<ResponseMessage | TransportFailure> {
  if ("failure" in reply || reply.body === null) return reply;
  const limit = new AbortController();
  let refusal: unknown = null;
  const hold = (bytes: number) => {
    try {
      budget?.hold(bytes);
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
  const loading = reply.body.load({ budget: { hold }, signal: limit.signal });
  if (!isPromise(loading)) return reply;
  const cancel = clock.schedule(until - clock.now(), () => limit.abort());
  return loading.then(
    () => reply,
    (error: Error): TransportFailure => {
      if (error === refusal) throw error;
      return limit.signal.aborted
        ? { failure: "Timeout", message: TIMED_OUT }
        : { failure: "BackendConnectionFailure", message: error.message };
    },
  ).finally(cancel);
}
