/**
 * JavaScript's errors as C# ones, so that none leaks.
 * @module
 */
import { CsException, LimitExceededError } from "../runtime/exception.ts";
import { nullReference } from "../runtime/errors.ts";

/**
 * What C#'s `catch` sees.
 * @throws LimitExceededError for what no C# code may catch
 */
export function asCsException(thrown: unknown): CsException {
  if (thrown instanceof CsException) return thrown;
  if (thrown instanceof LimitExceededError) throw thrown;
  if (thrown instanceof RangeError) {
    throw /call stack/.test(thrown.message)
      ? new LimitExceededError("depth", "the expression nests its calls too deeply and was stopped")
      : new LimitExceededError(
        "size",
        `the expression built too large a value and was stopped: ${thrown.message}`,
      );
  }
  // a library member that met a null where .NET would have met one
  if (thrown instanceof TypeError && /null|undefined/.test(thrown.message)) return nullReference();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new CsException("System.InvalidOperationException", message);
}
