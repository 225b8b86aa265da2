/**
 * Counting tokens: exactly for HTTP, by a rule of thumb where speed matters.
 * @module
 */

/** Counts the tokens of a text. */
export type TokenCounter = (text: string) => number;

/** Four characters to a token, the documentation's rule of thumb. */
export const estimateTokens: TokenCounter = (text) => Math.ceil(text.length / 4);

let exact: Promise<TokenCounter> | null = null;

/** The o200k tokenizer of the GPT-4o, 4.1 and 5 families; loaded once, on first use. */
export function exactTokens(): Promise<TokenCounter> {
  exact ??= import("gpt-tokenizer/encoding/o200k_base").then(({ countTokens }) => (text) =>
    countTokens(text)
  );
  return exact;
}
