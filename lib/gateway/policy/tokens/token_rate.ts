/**
 * Tokens a minute: what is used beyond the limit is a debt that later minutes pay off.
 * @module
 */

import type { CounterState } from "../../contracts/counters.ts";

const MINUTE_MS = 60_000;

/** How the tokens come back. */
export type Refill = "by-minute" | "continuously";

/** What one key has used. The limit comes with each call, as it may be an expression. */
export class TokenRate implements CounterState {
  #used = 0;
  /** Start of the minute, or when `#used` was last brought up to date. */
  #since = -Infinity;
  /** The limit as of the last call. */
  #limit = Infinity;

  constructor(readonly refill: Refill) {}

  /** Tokens in use at `now`, debt included. */
  used(limit: number, now: number): number {
    this.#limit = limit;
    const elapsed = now - this.#since;
    if (this.refill === "continuously") {
      this.#used = Math.max(0, this.#used - elapsed * limit / MINUTE_MS);
      this.#since = now;
    } else if (elapsed >= MINUTE_MS) {
      const minutes = Math.floor(elapsed / MINUTE_MS);
      this.#used = Math.max(0, this.#used - minutes * limit);
      // Without debt a minute begins with its first call.
      this.#since = this.#used > 0 ? this.#since + minutes * MINUTE_MS : now;
    }
    return this.#used;
  }

  idle(now: number): boolean {
    const minutes = (now - this.#since) / MINUTE_MS;
    const refilled = this.refill === "by-minute" ? Math.floor(minutes) : minutes;
    return refilled > 0 && this.#used <= refilled * this.#limit;
  }

  /** Adds tokens, or takes back what an estimate had too many. */
  add(tokens: number, limit: number, now: number): void {
    this.#used = Math.max(0, this.used(limit, now) + tokens);
  }

  /** Milliseconds until a call of `tokens` fits: 0 when it does at `now`. One of 0 tokens asks for any room at all. */
  untilFits(tokens: number, limit: number, now: number): number {
    const over = this.used(limit, now) + Math.max(tokens, 1) - limit;
    if (over <= 0) return 0;
    const due = Math.min(over, this.#used);
    if (this.refill === "continuously") return Math.max(1, due / limit * MINUTE_MS);
    return this.#since + Math.max(1, Math.ceil(due / limit)) * MINUTE_MS - now;
  }
}
