/**
 * Defects of ours.
 * @module
 */

/**
 * Something that cannot be happened: a defect of this program, never the caller's mistake, C#'s exception or a policy's
 * failure. Nothing on the way handles it; the host answers 500 and reports it.
 */
export class InternalError extends Error {
  override name = "InternalError";
  /** What was being run: an expression. The innermost part that knows fills it in. */
  where: string | null = null;

  /** @param cause what was thrown */
  constructor(cause: unknown) {
    super(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause), { cause });
  }

  /** All that a report needs: what happened, in which expression, and where in the program. */
  report(): string {
    const { cause } = this;
    const stack = cause instanceof Error ? cause.stack : this.stack;
    return `Internal error${
      this.where === null ? "" : ` in the expression ${this.where}`
    }\n${stack}`;
  }
}
