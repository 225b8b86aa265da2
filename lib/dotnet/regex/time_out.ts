/**
 * A pattern's time-out, counted in the matcher's instructions: the same pattern gives up at the same place
 * on every machine.
 * @module
 */
import { CsException } from "../../csharp/runtime/exception.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { TICKS_PER_MILLISECOND } from "../time/calendar.ts";
import { TimeSpan } from "../time/time_span.ts";

/** `Regex.InfiniteMatchTimeout`. */
export const INFINITE = TimeSpan.fromMilliseconds(-1);

const LONGEST = 2_147_483_646n * TICKS_PER_MILLISECOND;

/** Instructions in a millisecond. Assumption: about what .NET's interpreter runs under load. */
const INSTRUCTIONS_PER_MS = 10_000;
/** A time-out comes before the evaluation's own limit (runtime/budget.ts). */
const MOST_INSTRUCTIONS = 4_000_000;

/** How many instructions a match may run. @throws CsException System.ArgumentOutOfRangeException */
export function patienceOf(timeout: TimeSpan): number {
  if (timeout.ticks === INFINITE.ticks) return Infinity;
  if (timeout.ticks <= 0n || timeout.ticks > LONGEST) throw errors.outOfRange("matchTimeout");
  const ms = Number(timeout.ticks) / Number(TICKS_PER_MILLISECOND);
  return Math.min(MOST_INSTRUCTIONS, ms * INSTRUCTIONS_PER_MS);
}

export function timedOut(): CsException {
  return new CsException(
    "System.Text.RegularExpressions.RegexMatchTimeoutException",
    "The Regex engine has timed out while trying to match a pattern to an input string. This can occur for many reasons, including very large inputs or excessive backtracking caused by nested quantifiers, back-references and other factors.",
  );
}
