/**
 * C# exceptions, and the limits that no C# code can catch.
 * @module
 */

/** A C# exception on its way. C#'s `catch` sees it; the policy engine turns it into LastError. */
export class CsException extends Error {
  override name = "CsException";

  constructor(
    /** Full name: "System.FormatException". */
    readonly typeName: string,
    message: string,
    /** C#'s InnerException. */
    readonly inner: CsException | null = null,
    /** Further members, as ParamName. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** The expression took too many steps or built too much. Not catchable in C#: the request fails with 500. */
export class LimitExceededError extends Error {
  override name = "LimitExceededError";
}
