/**
 * What C# code sees of what JavaScript throws.
 * @module
 */
import { InternalError } from "../../core/internal_error.ts";
import { CsException, LimitExceededError } from "../runtime/exception.ts";

/** V8's messages for values beyond what it can hold. */
const TOO_LARGE = [
  "Maximum BigInt size exceeded",
  "Invalid string length",
  "Invalid array length",
  "Invalid typed array length",
  "Array buffer allocation failed",
];

/** The stack's end, which a regular expression that is read there tells in its own way. No expression may be used here. */
function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && thrown.message === "Maximum call stack size exceeded" ||
    thrown instanceof SyntaxError && thrown.message.endsWith(": Stack overflow");
}

/**
 * The exception that C#'s `catch` sees.
 * @throws LimitExceededError, and InternalError for anything that is neither: no C# code may catch those
 */
export function asCsException(thrown: unknown): CsException {
  if (thrown instanceof CsException) return thrown;
  if (thrown instanceof LimitExceededError || thrown instanceof InternalError) throw thrown;
  if (isStackOverflow(thrown)) {
    throw new LimitExceededError(
      "depth",
      "the expression nests its calls too deeply and was stopped",
    );
  }
  if (thrown instanceof RangeError && TOO_LARGE.some((text) => thrown.message.startsWith(text))) {
    throw new LimitExceededError(
      "size",
      `the expression built too large a value and was stopped: ${thrown.message}`,
    );
  }
  throw new InternalError(thrown);
}

/**
 * Runs `last` whatever became of the try block, but when the program is over: what is stopped by a limit stops there, or
 * each `finally` on the way out could begin anew.
 * @param thrown what ended the block; absent where nothing did
 */
export function runFinally(last: () => void, thrown?: { readonly error: unknown }): void {
  if (thrown === undefined || thrown.error instanceof CsException) last();
}

/** What the program called `name` fails with. */
export function failureOf(thrown: unknown, name: string): Error {
  try {
    return asCsException(thrown);
  } catch (failure) {
    if (failure instanceof InternalError) failure.where ??= name;
    return failure as Error;
  }
}
