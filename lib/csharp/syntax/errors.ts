/**
 * C# compiler errors: the code, the English message, and where.
 * @module
 */

/** A name that means nothing where it stands. */
export interface UnknownName {
  readonly name: string;
  /** What there is; asked for only when somebody is told. */
  known(): readonly string[];
}

/** Refuses an expression. `code` is the C# compiler's own. */
export class CompileError extends Error {
  override name = "CompileError";

  constructor(
    readonly code: string,
    message: string,
    /** Offset in the expression's text, UTF-16 units. */
    readonly offset: number,
    /** The names that could have stood in the place of one that there is not. */
    readonly unknown?: UnknownName,
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
