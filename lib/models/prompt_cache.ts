/**
 * Prompt caching: a deployment remembers prompts' beginnings for a few minutes.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/prompt-caching
 * @module
 */

/** A cached beginning has at least this many tokens, and grows in steps of {@link STEP_TOKENS}. */
export const LEAST_TOKENS = 1024;
const STEP_TOKENS = 128;
const MOST_KEYS = 20_000;

/** Which beginnings a deployment has seen lately. */
export class PromptCache {
  readonly #seen = new Map<string, number>();

  /** @param lifeMs how long an unused beginning is kept: documented as 5 to 10 minutes; default 5. */
  constructor(readonly lifeMs: number = 300_000) {}

  /** Tokens of the shared beginning that need not be computed again; remembers the key. */
  hit(key: string, sharedTokens: number, now: number): number {
    const last = this.#seen.get(key);
    this.#seen.delete(key); // to the young end of the map's order
    this.#seen.set(key, now);
    if (this.#seen.size > MOST_KEYS) this.#seen.delete(this.#seen.keys().next().value!);
    if (last === undefined || now - last > this.lifeMs || sharedTokens < LEAST_TOKENS) return 0;
    return sharedTokens - sharedTokens % STEP_TOKENS;
  }
}
