/**
 * Callers that retry as the `openai` client does.
 * @see https://github.com/openai/openai-node#retries
 * @module
 */
import type { Random } from "../core/random.ts";

/** Whether that client sends the request again after such a reply. */
export function retries(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

const LONGEST_OBEYED_MS = 60_000;
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;

/**
 * How long that client waits first: what `retry-after-ms` or `retry-after` says, up to a minute; else
 * half a second, doubled each time up to 8 s, less up to a quarter by chance.
 * @param attempt 0 before the first retry
 */
export function retryDelayMs(
  headers: { readonly retryAfterMs?: string; readonly retryAfter?: string },
  attempt: number,
  random: Random,
): number {
  const ms = headers.retryAfterMs !== undefined ? parseFloat(headers.retryAfterMs) : NaN;
  const asked = Number.isNaN(ms)
    ? (headers.retryAfter !== undefined ? parseFloat(headers.retryAfter) * 1000 : NaN)
    : ms;
  if (asked >= 0 && asked <= LONGEST_OBEYED_MS) return asked;
  const delay = Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
  return delay * (1 - random.next() * 0.25);
}
