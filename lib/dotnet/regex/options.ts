/**
 * RegexOptions, and the letters that set some of them inside a pattern.
 * @module
 */

/** The bits of RegexOptions. */
export const RegexOptions = {
  None: 0,
  IgnoreCase: 1,
  Multiline: 2,
  ExplicitCapture: 4,
  Compiled: 8,
  Singleline: 16,
  IgnorePatternWhitespace: 32,
  RightToLeft: 64,
  ECMAScript: 256,
  CultureInvariant: 512,
} as const;

/** The options that `(?imnsx)` can set. */
export const INLINE_OPTIONS: ReadonlyMap<string, number> = new Map<string, number>(Object.entries({
  i: RegexOptions.IgnoreCase,
  m: RegexOptions.Multiline,
  n: RegexOptions.ExplicitCapture,
  s: RegexOptions.Singleline,
  x: RegexOptions.IgnorePatternWhitespace,
}));
