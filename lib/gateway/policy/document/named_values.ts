/**
 * `{{named-value}}`: replaced in the text before anything is parsed, and before expressions are compiled.
 * @see https://learn.microsoft.com/azure/api-management/api-management-howto-properties
 * @module
 */

const REFERENCE = /\{\{([\p{L}\p{N}._-]+)\}\}/gu;

/** A text after substitution, and the way back to the text as it was written. */
export interface Substitution {
  readonly text: string;
  /** The offset in the written text; inside a replaced part, that of its `{{`. */
  written(offset: number): number;
  /** Names that were replaced, lower-case. */
  readonly used: ReadonlySet<string>;
  /** References without a value, left as they are; offsets in the substituted text. */
  readonly unknown: readonly { readonly name: string; readonly offset: number }[];
}

/** @param values by display name in lower case. What a value itself contains is not looked at again. */
export function substituteNamedValues(
  text: string,
  values: ReadonlyMap<string, string>,
): Substitution {
  const used = new Set<string>();
  const unknown: { name: string; offset: number }[] = [];
  /** Where the shift between the texts changes: `at` in the new text, up to `until` replaced. */
  const changes: { at: number; until: number; written: number; writtenUntil: number }[] = [];
  let result = "";
  let copied = 0;
  for (const match of text.matchAll(REFERENCE)) {
    const name = match[1];
    const value = values.get(name.toLowerCase());
    if (value === undefined) {
      unknown.push({ name, offset: result.length + match.index - copied });
      continue;
    }
    used.add(name.toLowerCase());
    result += text.slice(copied, match.index);
    const at = result.length;
    result += value;
    copied = match.index + match[0].length;
    changes.push({ at, until: result.length, written: match.index, writtenUntil: copied });
  }
  result += text.slice(copied);

  const written = (offset: number) => {
    let low = -1;
    let high = changes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (changes[middle].at <= offset) low = middle;
      else high = middle - 1;
    }
    if (low === -1) return offset;
    const change = changes[low];
    return offset < change.until ? change.written : change.writtenUntil + offset - change.until;
  };
  return { text: result, written, used, unknown };
}
