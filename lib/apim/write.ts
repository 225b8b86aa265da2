/**
 * Writes to a service that others write to as well: what is refused for the moment is sent again.
 * @module
 */
import { type Clock, SystemClock } from "../core/clock.ts";
import { attempt, codeOf, retryAfterMs, statusOf } from "./errors.ts";

/** As long as an API's import may take, and a burst of writes until ARM's bucket is full again. */
const LIMIT_MS = 120_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** An import or another write is under way, or the management endpoint is: each ends by itself. */
const PASSING =
  /^(PessimisticConcurrencyConflict|ServiceLocked|OperationInProgress|AnotherOperationInProgress)$/;

export interface WriteOptions {
  readonly signal?: AbortSignal;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/**
 * {@link attempt} for a call that changes something: again after 409 for what passes, 412, 422
 * ManagementApiRequestFailed and 429, as long as Retry-After says, else with growing pauses, for two minutes.
 * @throws ApimError that says what stood in the way last
 */
export function write<T>(
  action: string,
  call: () => Promise<T>,
  { signal, clock = new SystemClock() }: WriteOptions = {},
): Promise<T> {
  return attempt(action, async () => {
    const end = clock.now() + LIMIT_MS;
    for (let waitMs = FIRST_WAIT_MS;; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
      try {
        return await call();
      } catch (error) {
        const pauseMs = retryAfterMs(error) ?? waitMs;
        if (!passes(error) || clock.now() + pauseMs > end) throw error;
        await clock.sleep(pauseMs, signal);
      }
    }
  });
}

function passes(error: unknown): boolean {
  switch (statusOf(error)) {
    case 412:
    case 429:
      return true;
    case 409:
      return PASSING.test(codeOf(error));
    case 422:
      return codeOf(error) === "ManagementApiRequestFailed";
    default:
      return false;
  }
}
