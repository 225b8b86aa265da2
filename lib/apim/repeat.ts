/**
 * Calls to a service that others use as well, over a network that loses some: what is refused for the moment, or lost,
 * is sent again. All of them may be: they read, put what is wanted, or remove.
 * @module
 */
import { type Clock, SystemClock } from "../core/clock.ts";
import { attempt, codeOf, isLost, retryAfterMs, statusOf } from "./errors.ts";

/** As long as an API's import may take, and a burst of writes until ARM's bucket is full again. */
const BUSY_LIMIT_MS = 120_000;
/** A service or a network that is really gone is told sooner. The SDK has tried each call four times by then. */
const FAULT_LIMIT_MS = 20_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** An import or another write is under way, or the management endpoint is: each ends by itself. */
const PASSING =
  /^(PessimisticConcurrencyConflict|ServiceLocked|OperationInProgress|AnotherOperationInProgress)$/;

export interface RepeatOptions {
  readonly signal?: AbortSignal;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/**
 * {@link attempt} for a call that changes something: again after 409 for what passes, 412, 422
 * ManagementApiRequestFailed and 429, as long as Retry-After says, else with growing pauses, for two minutes; after a
 * server's failure or a lost connection for twenty seconds.
 * @throws ApimError that says what stood in the way last
 */
export function write<T>(
  action: string,
  call: () => Promise<T>,
  options: RepeatOptions = {},
): Promise<T> {
  return repeated(action, call, (error) => writeLimit(error) ?? readLimit(error), options);
}

/**
 * {@link attempt} for a call that only reads, a key by POST among them: again after 422 ManagementApiRequestFailed, 429,
 * a server's failure, a lost connection.
 * @throws ApimError
 */
export function read<T>(
  action: string,
  call: () => Promise<T>,
  options: RepeatOptions = {},
): Promise<T> {
  return repeated(action, call, readLimit, options);
}

/** @param limitOf how long an error's call is sent again, in milliseconds; null: it is not */
function repeated<T>(
  action: string,
  call: () => Promise<T>,
  limitOf: (error: unknown) => number | null,
  { signal, clock = new SystemClock() }: RepeatOptions,
): Promise<T> {
  return attempt(action, async () => {
    const start = clock.now();
    for (let waitMs = FIRST_WAIT_MS;; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        return await call();
      } catch (error) {
        signal?.throwIfAborted();
        const limitMs = limitOf(error);
        const pauseMs = retryAfterMs(error) ?? waitMs;
        if (limitMs === null || clock.now() + pauseMs > start + limitMs) throw error;
        await clock.sleep(pauseMs, signal);
      }
    }
  });
}

function writeLimit(error: unknown): number | null {
  switch (statusOf(error)) {
    case 409:
      return PASSING.test(codeOf(error)) ? BUSY_LIMIT_MS : null;
    case 412:
      return BUSY_LIMIT_MS;
    default:
      return null;
  }
}

function readLimit(error: unknown): number | null {
  const status = statusOf(error);
  if (status === 429) return BUSY_LIMIT_MS;
  if (status === 422 && codeOf(error) === "ManagementApiRequestFailed") return BUSY_LIMIT_MS;
  const failed = status === null ? isLost(error) : status >= 500 && status !== 501;
  return failed ? FAULT_LIMIT_MS : null;
}
