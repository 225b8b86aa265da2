/**
 * C# exceptions, and the limits that no C# code can catch.
 * @module
 */

import { spend } from "./budget.ts";
import { type CsType, typeOf } from "./type.ts";

export { LimitExceededError } from "./limit.ts";

/** Making one costs, as it notes where it was made. */
const STEPS_PER_EXCEPTION = 150;

/** A C# exception on its way. C#'s `catch` sees it; the host turns it into an error of its own. */
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
    spend(STEPS_PER_EXCEPTION);
  }

  /** The exception is itself the boxed C# value. */
  get csType(): CsType {
    return typeOf(this.typeName);
  }

  csParts(): Iterable<unknown> {
    return [this.message, this.stack, this.inner, this.details];
  }

  csToString(): string {
    const text = this.message === "" ? this.typeName : `${this.typeName}: ${this.message}`;
    if (!this.inner) return text;
    return `${text}\n ---> ${this.inner.csToString()}\n   --- End of inner exception stack trace ---`;
  }
}
