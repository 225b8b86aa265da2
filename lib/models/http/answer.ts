/**
 * What the shapes of both APIs are made from.
 * @module
 */
import type { Accepted } from "../deployment.ts";

/** One answer of a model, ready to be put into either API's shape. */
export interface Answer {
  /** Hexadecimal, unique. */
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly model: string;
  readonly accepted: Accepted;
  readonly tokens: readonly string[];
  readonly maxTokens: number | null;
  readonly previousResponseId: string | null;
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

/** The answer's text, cut into pieces of `size` tokens. */
export function* pieces(
  answer: Answer,
  size: number,
): Generator<{ afterTokens: number; text: string }> {
  for (let i = 0; i < answer.tokens.length; i += size) {
    const end = Math.min(i + size, answer.tokens.length);
    yield { afterTokens: end, text: answer.tokens.slice(i, end).join("") };
  }
}
