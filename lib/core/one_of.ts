/**
 * Answers to slips of the pen: the word that was meant, and all that there are.
 * @module
 */
import { distance as levenshtein } from "fastest-levenshtein";

/**
 * `name`, when it is one of `names`.
 * @param what a kind of thing: "backend", "option of lab.openLoop".
 * @throws RangeError `no backend "backend-z": did you mean "backend-a"? There are backend-a, backend-b.`
 */
export function oneOf(what: string, name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  throw new RangeError(unknownName(what, name, names));
}

/** What to say of a name that is none of `names`. */
export function unknownName(what: string, name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  const hint = meant === null ? "" : ` did you mean "${meant}"?`;
  const list = names.length === 0 ? "there are none" : `there are ${names.join(", ")}`;
  return `no ${what} "${name}":${hint} ${list}`.replace("? there", "? There");
}

/** The name that differs least, where it differs by a slip: at most a third of its letters; else null. */
export function nearest(name: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of names) {
    const distance = levenshtein(plain(name), plain(candidate));
    const most = Math.max(1, Math.floor(Math.max(name.length, candidate.length) / 3));
    if (distance < least && distance <= most) [best, least] = [candidate, distance];
  }
  return best;
}

/** Without what people leave out or write differently. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, "");
}
