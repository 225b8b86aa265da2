/**
 * C# compiler errors: the code, the English message, and where.
 * @module
 */

/** Refuses an expression. `code` is the C# compiler's own. */
export class CompileError extends Error {
  override name = "CompileError";

  constructor(
    readonly code: string,
    message: string,
    /** Offset in the expression's text, UTF-16 units. */
    readonly offset: number,
  ) {
    super(message);
  }
}

/** A construct that came with a later C#. */
export function featureError(feature: string, version: string, offset: number): CompileError {
  return new CompileError(
    "CS8370",
    `Feature '${feature}' is not available in C# 7.3. Please use language version ${version} or greater.`,
    offset,
  );
}
