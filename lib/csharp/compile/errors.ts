/**
 * What C# code sees of what JavaScript throws.
 * @module
 */
import { InternalError } from "../../core/internal_error.ts";
import { CsException, LimitExceededError } from "../runtime/exception.ts";

/** V8's messages for values and calls beyond what it can hold. */
const ENGINE_LIMIT =
  /^(Maximum call stack size exceeded|Maximum BigInt size exceeded|Invalid (string|array|typed array) length|Array buffer allocation failed)/;

/**
 * The exception that C#'s `catch` sees.
 * @throws LimitExceededError, and InternalError for anything that is neither: no C# code may catch those
 */
export function asCsException(thrown: unknown): CsException {
  if (thrown instanceof CsException) return thrown;
  if (thrown instanceof LimitExceededError || thrown instanceof InternalError) throw thrown;
  if (thrown instanceof RangeError && ENGINE_LIMIT.test(thrown.message)) {
    throw /call stack/.test(thrown.message)
      ? new LimitExceededError("depth", "the expression nests its calls too deeply and was stopped")
      : new LimitExceededError(
        "size",
        `the expression built too large a value and was stopped: ${thrown.message}`,
      );
  }
  throw new InternalError(thrown);
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
