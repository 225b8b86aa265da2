/**
 * The Try... forms of members that throw.
 * @module
 */
import { CsException } from "../../csharp/runtime/exception.ts";
import type { Ref } from "../../csharp/runtime/values.ts";

/** What `run` gives; undefined when it throws a C# exception. Limits and faults of our own pass. */
export function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof CsException) return undefined;
    throw error;
  }
}

/** Sets `result` to what `run` gives, or to `otherwise` when it throws a C# exception; tells which. */
export function attemptInto<T>(result: Ref, otherwise: T, run: () => T): boolean {
  const value = attempt(run);
  result.value = value === undefined ? otherwise : value;
  return value !== undefined;
}
