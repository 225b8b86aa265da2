/**
 * A stand-in for an embeddings deployment: a bag of words and pairs of words, hashed into a vector. Texts that
 * share words are close; meaning beyond words it does not see.
 * @module
 */
import { ownText } from "../../core/own_text.ts";
import type { EmbeddingService } from "../contracts/ports.ts";

const DIMENSIONS = 512;

/** Words that say little of what a prompt is about weigh this much. */
const LIGHT_WEIGHT = 0.2;
const LIGHT = new Set(
  "a an and are as at be by can do does for from how i in is it me my of on or please tell that the this to was what when where which who why will with you your"
    .split(" "),
);

/** One text that was embedded. */
export interface EmbeddedText {
  readonly backendId: string;
  /** Its first 10,000 characters. */
  readonly text: string;
}

export class LocalEmbeddings implements EmbeddingService {
  /** The texts of the last calls, oldest first: for tests and notebooks to look into. */
  readonly calls: EmbeddedText[] = [];

  /** @param options.keep how many calls are remembered; default 1,000 */
  constructor(readonly options: { readonly keep?: number } = {}) {}

  embed(text: string, backendId: string): readonly number[] {
    this.calls.push({ backendId, text: beginningOf(text) });
    if (this.calls.length > (this.options.keep ?? 1_000)) this.calls.shift();
    const vector = new Array<number>(DIMENSIONS).fill(0);
    const words = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
    words.forEach((word, i) => {
      const weight = LIGHT.has(word) ? LIGHT_WEIGHT : 1;
      vector[bucket(word)] += weight;
      if (i > 0) vector[bucket(`${words[i - 1]} ${word}`)] += weight / 4;
    });
    const length = Math.hypot(...vector);
    return length === 0 ? vector : vector.map((value) => value / length);
  }
}

/** Without the endings of English plurals and forms of verbs. */
function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, "") : word;
}

function bucket(text: string): number {
  let hash = 0x811c9dc5; // FNV-1a
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % DIMENSIONS;
}

/** Of a text that was looked at: a prompt may have millions of characters. */
function beginningOf(text: string): string {
  return ownText(text.slice(0, 10_000));
}
