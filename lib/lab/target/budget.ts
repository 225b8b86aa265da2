/**
 * How many requests a notebook may still send where they are billed.
 * @module
 */
import { UserError } from "../../core/user_error.ts";

export class RequestBudget {
  #sent = 0;

  /** @param limit null: there is none */
  constructor(readonly limit: number | null) {}

  /** Requests so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Asked before they are sent. @throws UserError when they are too many */
  spend(count: number, what: string): void {
    if (this.limit !== null && this.#sent + count > this.limit) {
      throw new UserError(
        `${what} would send ${count} ${
          count === 1 ? "request" : "requests"
        }, and this notebook has sent ${this.#sent} of ` +
          `the ${this.limit} that WORKSHOP_MAX_REQUESTS allows it: nothing was sent. Set it higher in .env, ask for ` +
          "fewer, or open the notebook anew.",
      );
    }
    this.#sent += count;
  }
}
