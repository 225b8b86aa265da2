/**
 * Prompt caching: the machines of a deployment remember prompts' beginnings for a few minutes.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/prompt-caching
 * @module
 */

import { ownText } from "../core/own_text.ts";
import { table } from "../core/table.ts";

/** A cached beginning has at least this many tokens, and grows in steps of {@link STEP_TOKENS}. */
const LEAST_TOKENS = 1024;
const STEP_TOKENS = 128;
const MOST_KEYS = 20_000;
/** Requests of one beginning that one machine takes in a minute; more go to the next, which has not seen it. */
const MOST_PER_MACHINE = 15;
const MINUTE_MS = 60_000;
/** Tokens that decide which machine a prompt goes to. */
const AFFINITY_TOKENS = 256;
/** The documentation's rule of thumb: beginnings are cut by it, so that equal ones are equal. */
const CHARACTERS_PER_TOKEN = 4;

/** How long an unused beginning is kept: documented as 5 to 10 minutes, or a day where that is asked for. */
const RETENTION_MS = table({ in_memory: 300_000, "24h": 86_400_000 } as const);
export type CacheRetention = keyof typeof RETENTION_MS;

/** A prompt as the cache sees it. */
export interface PromptBeginnings {
  /** Who goes to the same machine: the first tokens and the caller's key. */
  readonly affinity: string;
  /** One for each cached length: 1,024 tokens, 1,152, and so on. */
  readonly keys: readonly string[];
}

/** Undefined for a prompt that is too short to be cached. */
export function promptBeginnings(
  text: string,
  promptTokens: number,
  cacheKey: string | null,
): PromptBeginnings | undefined {
  if (promptTokens < LEAST_TOKENS) return undefined;
  const own = shortened(cacheKey ?? "");
  const keys: string[] = [];
  let hash = FNV_OFFSET;
  let at = 0;
  const take = (tokens: number) => {
    const end = Math.min(text.length, tokens * CHARACTERS_PER_TOKEN);
    for (; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
    return `${own}/${hash >>> 0}/${tokens}`;
  };
  const affinity = take(AFFINITY_TOKENS);
  for (let tokens = LEAST_TOKENS; tokens <= promptTokens; tokens += STEP_TOKENS) {
    keys.push(take(tokens));
  }
  return { affinity, keys };
}

/** Assumption: longer keys are told apart by their hash. */
const LONGEST_KEY = 64;

function shortened(key: string): string {
  if (key.length <= LONGEST_KEY) return key;
  let hash = FNV_OFFSET;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), FNV_PRIME);
  return ownText(`${key.slice(0, LONGEST_KEY)}#${hash >>> 0}`);
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Which beginnings a deployment has seen lately. */
export class PromptCache {
  /** When a beginning was used last, and until when it is kept. */
  readonly #seen = new Map<string, number>();
  readonly #minutes = new Map<string, { minute: number; count: number }>();

  /** Tokens of a beginning that need not be computed again, where its length is known; remembers it. */
  hit(key: string, sharedTokens: number, now: number): number {
    const known = this.#use(`${this.#machine(key, now)}/${key}`, now, RETENTION_MS.in_memory);
    if (!known || sharedTokens < LEAST_TOKENS) return 0;
    return sharedTokens - sharedTokens % STEP_TOKENS;
  }

  /** Tokens of the longest beginning that is known; remembers all of them. */
  hitLongest(
    { affinity, keys }: PromptBeginnings,
    now: number,
    retention: CacheRetention = "in_memory",
  ): number {
    const machine = this.#machine(affinity, now);
    let cached = 0;
    keys.forEach((key, i) => {
      if (this.#use(`${machine}/${key}`, now, RETENTION_MS[retention])) {
        cached = LEAST_TOKENS + i * STEP_TOKENS;
      }
    });
    return cached;
  }

  /** Whether the key is kept; it is from now on. */
  #use(key: string, now: number, lifeMs: number): boolean {
    const until = this.#seen.get(key);
    this.#seen.delete(key); // to the young end of the map's order
    this.#seen.set(key, now + lifeMs);
    if (this.#seen.size > MOST_KEYS) this.#seen.delete(this.#seen.keys().next().value!);
    return until !== undefined && now <= until;
  }

  #machine(affinity: string, now: number): number {
    const minute = Math.floor(now / MINUTE_MS);
    const known = this.#minutes.get(affinity);
    const count = known?.minute === minute ? known.count + 1 : 1;
    this.#minutes.delete(affinity);
    this.#minutes.set(affinity, { minute, count });
    if (this.#minutes.size > MOST_KEYS) {
      this.#minutes.delete(this.#minutes.keys().next().value!);
    }
    return Math.floor((count - 1) / MOST_PER_MACHINE);
  }
}
