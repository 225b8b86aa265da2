/**
 * The Retry-After header field, as a wait in milliseconds.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 * @module
 */

const SECONDS = /^\d+(\.\d+)?$/;

/**
 * Milliseconds to wait after `now` (milliseconds since the epoch), never negative; null when `value`
 * is absent or neither a number of seconds nor an HTTP date.
 */
export function parseRetryAfterMs(value: string | undefined, now: number): number | null {
  const text = value?.trim();
  if (!text) return null;
  if (SECONDS.test(text)) return Number(text) * 1000;
  // Date.parse takes a bare "-5" for a year; an HTTP date starts with the day's name.
  const at = /^[A-Za-z]/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
