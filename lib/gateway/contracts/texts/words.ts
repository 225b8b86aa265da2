/**
 * A text with its source.
 * @module
 */
import type { Source } from "./source.ts";

/** Makes what carries the text; says whose words they are. */
export type Words<T, A extends readonly unknown[]> = ((...args: A) => T) & {
  readonly source: Source;
};

export function words<T, A extends readonly unknown[]>(
  source: Source,
  make: (...args: A) => T,
): Words<T, A> {
  return Object.assign(make, { source });
}
