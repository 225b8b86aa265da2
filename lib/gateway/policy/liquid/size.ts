/**
 * How much there is to a value of a template.
 * @module
 */

/** An element takes as long as so many characters. */
const CHARACTERS_PER_ELEMENT = 8;

/** Characters, and elements as characters: those of the elements, too. */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (!Array.isArray(value)) return 1;
  let size = value.length * CHARACTERS_PER_ELEMENT;
  const left: unknown[][] = [value];
  for (let list = left.pop(); list !== undefined; list = left.pop()) {
    for (const item of list) {
      if (typeof item === "string") size += item.length;
      else if (Array.isArray(item)) {
        size += item.length * CHARACTERS_PER_ELEMENT;
        left.push(item);
      }
    }
  }
  return size;
}
