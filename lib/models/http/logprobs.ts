/**
 * Probabilities of tokens, as both APIs tell them; drawn from the seed.
 * @module
 */
import type { Random } from "../../core/random.ts";
import { writeTokens } from "./words.ts";

export interface TokenLogprob {
  readonly token: string;
  /** Natural logarithm of the probability. */
  readonly logprob: number;
  /** UTF-8. */
  readonly bytes: readonly number[];
  readonly top_logprobs: readonly Omit<TokenLogprob, "top_logprobs">[];
}

/** @param top how many others are told beside each, the token itself among them */
export function logprobsOf(
  tokens: readonly string[],
  top: number,
  random: Random,
): TokenLogprob[] {
  return tokens.map((token) => {
    const own = { token, logprob: -random.exponential(0.3), bytes: bytesOf(token) };
    return { ...own, top_logprobs: alternatives(own, top, random) };
  });
}

function alternatives(
  own: Omit<TokenLogprob, "top_logprobs">,
  top: number,
  random: Random,
): Omit<TokenLogprob, "top_logprobs">[] {
  const list = top === 0 ? [] : [own];
  let { logprob } = own;
  while (list.length < top) {
    const token = ` ${writeTokens(1, random)[0].toLowerCase()}${list.length}`;
    logprob -= 0.1 + random.exponential(0.5);
    list.push({ token, logprob, bytes: bytesOf(token) });
  }
  return list;
}

function bytesOf(token: string): number[] {
  return [...new TextEncoder().encode(token)];
}
