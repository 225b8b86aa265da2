/**
 * The text that a simulated model writes: plain words, one a token.
 * @module
 */
import type { Random } from "../../core/random.ts";

const WORDS = (
  "the a clear sky is blue and wide over every region where traffic flows from one model to another " +
  "while tokens wait in a queue that drains at the rate you paid for so plan measure and route with care"
).split(" ");

/** `count` tokens of text, the first without a leading space. */
export function writeTokens(count: number, random: Random): string[] {
  return Array.from({ length: count }, (_, i) => {
    const word = WORDS[random.integer(0, WORDS.length)];
    return i === 0 ? word[0].toUpperCase() + word.slice(1) : ` ${word}`;
  });
}
