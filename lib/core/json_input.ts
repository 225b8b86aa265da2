/**
 * JSON that people hand in.
 * @module
 */

const NOT_JSON = "is not JSON: a bracket, a comma or a quote is wrong or missing";

/** Nesting that no file of ours needs. */
const MAX_DEPTH = 100;

/** A text of this many characters or more is no file that a person wrote. */
export const MAX_JSON_CHARACTERS = 16_000_000;

/** The value of a JSON text, with a byte order mark before it or not. @throws SyntaxError whose message quotes nothing */
export function parseJsonInput(text: string): unknown {
  if (text.length > MAX_JSON_CHARACTERS) {
    throw new SyntaxError(`is larger than ${MAX_JSON_CHARACTERS / 1e6} million characters`);
  }
  const plain = text.replace(/^\ufeff/, "");
  if (depthOf(plain) > MAX_DEPTH) {
    throw new SyntaxError(`is nested deeper than ${MAX_DEPTH} levels`);
  }
  try {
    return JSON.parse(plain);
  } catch {
    throw new SyntaxError(NOT_JSON); // the parser's own words would repeat a piece of the text
  }
}

/** How deep brackets are within one another; those in strings do not count. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [found] of text.matchAll(/"(?:[^"\\]|\\[^])*"|[[\]{}]/g)) {
    if (found === "[" || found === "{") deepest = Math.max(deepest, ++depth);
    else if (found === "]" || found === "}") depth--;
    if (deepest > MAX_DEPTH) break;
  }
  return deepest;
}
