/**
 * Errors for people.
 * @module
 */

import { redact } from "./redaction.ts";

/**
 * An error whose message says what is wrong and what to do. It carries no stack: a notebook shows an error's
 * stack below its message, and there the one thing to read would drown in it. The `cause` keeps its own. What it
 * quotes of the input holds no key that is known.
 */
export class UserError extends Error {
  override name = "UserError";

  constructor(message: string, options?: ErrorOptions) {
    super(redact(message), options);
    Object.defineProperty(this, "stack", {
      get: () => `${this.name}: ${this.message}`,
      configurable: true,
    });
  }
}
