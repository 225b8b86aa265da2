/**
 * What ends a program that uses too much.
 * @module
 */

/** The expression took too many steps or built too much. Not catchable in C#. */
export class LimitExceededError extends Error {
  override name = "LimitExceededError";

  constructor(
    /** Which limit: the names are those of docs/limits.md. */
    readonly limit: "steps" | "memory" | "size" | "depth",
    message: string,
  ) {
    super(message);
  }
}
