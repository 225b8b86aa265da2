/**
 * What the shapes of both APIs are made from.
 * @module
 */
import type { Random } from "../../core/random.ts";
import type { Accepted } from "../deployment.ts";
import type { ModelCall } from "./call.ts";
import type { Choice } from "./compose.ts";
import { logprobsOf, type TokenLogprob } from "./logprobs.ts";

/** One answer of a model, ready to be put into either API's shape. */
export interface Answer {
  /** Hexadecimal, unique. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly model: string;
  readonly accepted: Accepted;
  /** At least one; the Responses API has exactly one. */
  readonly choices: readonly AnsweredChoice[];
  readonly call: ModelCall;
}

/** A choice with its probabilities, if they were asked for. */
export interface AnsweredChoice extends Choice {
  readonly logprobs: readonly TokenLogprob[] | null;
}

export function withLogprobs(choice: Choice, call: ModelCall, random: Random): AnsweredChoice {
  const told = call.topLogprobs !== null && choice.kind === "text";
  const logprobs = told ? logprobsOf(choice.tokens, call.topLogprobs!, random) : null;
  return { ...choice, logprobs };
}

/** One server-sent event, due when that many tokens are generated. */
export interface StreamEvent {
  readonly afterTokens: number;
  readonly text: string;
}

/** The content filter's verdict on harmless text. */
export const HARMLESS = {
  hate: { filtered: false, severity: "safe" },
  self_harm: { filtered: false, severity: "safe" },
  sexual: { filtered: false, severity: "safe" },
  violence: { filtered: false, severity: "safe" },
} as const;

/** A choice's tokens, cut into pieces of `size`. */
export function* pieces(
  { tokens, logprobs }: AnsweredChoice,
  size: number,
): Generator<{ afterTokens: number; text: string; logprobs: readonly TokenLogprob[] | null }> {
  for (let i = 0; i < tokens.length; i += size) {
    const end = Math.min(i + size, tokens.length);
    yield {
      afterTokens: end,
      text: tokens.slice(i, end).join(""),
      logprobs: logprobs && logprobs.slice(i, end),
    };
  }
}
