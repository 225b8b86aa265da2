/**
 * Errors for people.
 * @module
 */

/**
 * An error whose message says what is wrong and what to do. It carries no stack: a notebook shows an error's
 * stack below its message, and there the one thing to read would drown in it. The `cause` keeps its own.
 */
export class UserError extends Error {
  override name = "UserError";

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    Object.defineProperty(this, "stack", {
      get: () => `${this.name}: ${this.message}`,
      configurable: true,
    });
  }
}
