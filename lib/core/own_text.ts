/**
 * Texts that outlive what they were cut from.
 * @module
 */

/** The platform copies shorter parts of a text; longer ones keep all of the text that they were cut from. */
const SHORTEST_CUT = 13;

/** The same text, which keeps no longer one in memory: for what is kept beyond a request. */
export function ownText(text: string): string {
  return text.length < SHORTEST_CUT ? text : (" " + text).slice(1);
}

/** A copy of lists and plain objects whose texts are their own; everything else stays as it is. */
export function ownTexts<T>(value: T): T {
  return ownCopy(value) as T;
}

function ownCopy(value: unknown): unknown {
  if (typeof value === "string") return ownText(value);
  if (Array.isArray(value)) return value.map(ownCopy);
  if (typeof value !== "object" || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, ownCopy(item)]));
}
