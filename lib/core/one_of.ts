/**
 * Answers to slips of the pen: the word that was meant, and all that there are.
 * @module
 */
import { distance as levenshtein } from "fastest-levenshtein";

/** A name that is none of those that there are. It carries no stack, as errors for people do. */
export class UnknownNameError extends RangeError {
  override name = "RangeError";

  constructor(message: string) {
    super(message);
    Object.defineProperty(this, "stack", {
      get: () => `${this.name}: ${this.message}`,
      configurable: true,
    });
  }
}

/**
 * `name`, when it is one of `names`.
 * @param what a kind of thing: "backend", "option of lab.openLoop".
 * @throws UnknownNameError `no backend "backend-z": did you mean "backend-a"? There are backend-a, backend-b.`
 */
export function oneOf(what: string, name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  throw new UnknownNameError(unknownName(what, name, names));
}

/** What to say of a name that is none of `names`. */
export function unknownName(what: string, name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  const hint = meant === null ? "" : ` did you mean "${meant}"?`;
  const list = names.length === 0 ? "there are none" : `there are ${names.join(", ")}`;
  return `no ${what} "${name}":${hint} ${list}`.replace("? there", "? There");
}

/** The name that was meant: one with the same words in it, one that begins alike, or one that differs by a slip; else null. */
export function nearest(name: string, names: readonly string[]): string | null {
  const words = wordsOf(name);
  const fuller = words.length === 0 ? [] : names.filter((candidate) => {
    const there = wordsOf(candidate);
    return words.every((word) => there.includes(word));
  });
  if (fuller.length > 0) return shortest(fuller);
  const short = plain(name);
  const longer = names.filter((candidate) =>
    short.length >= 3 && plain(candidate).startsWith(short)
  );
  if (longer.length > 0) return shortest(longer);
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of names) {
    const [a, b] = withoutCommonWords(words, wordsOf(candidate));
    const length = Math.max(a.length, b.length);
    const distance = levenshtein(a, b);
    const most = Math.max(length < 4 ? 1 : 2, Math.floor(length / 3));
    if (distance < least && distance <= most) [best, least] = [candidate, distance];
  }
  return best;
}

/** `weighted-round-robin`, `WEIGHTED_ROUND_ROBIN` and `weightedRoundRobin` have the same words. */
function wordsOf(name: string): string[] {
  return name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase().split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

/** Without what people leave out or write differently. */
function plain(name: string): string {
  return wordsOf(name).join("");
}

function shortest(names: readonly string[]): string {
  return names.reduce((a, b) => b.length < a.length ? b : a);
}

/** A long common beginning must not make up for different ends. */
function withoutCommonWords(a: readonly string[], b: readonly string[]): [string, string] {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return [a.slice(i).join(""), b.slice(i).join("")];
}

/**
 * Looks for names that `options` should not have: a notebook's kernel checks no types.
 * @param what whose options they are: `lab.openLoop`.
 * @throws UnknownNameError for the first that there is not, naming the one that was meant.
 */
export function requireKnown(what: string, options: object, names: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) {
      throw new UnknownNameError(`${what}: ${unknownName("option", name, names)}`);
    }
  }
}
