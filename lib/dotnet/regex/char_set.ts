/**
 * Sets of UTF-16 codes: what one character of a pattern matches.
 * @module
 */
import {
  CATEGORIES,
  category,
  isWhiteSpace,
  toLowerCode,
  toUpperCode,
} from "../system/string/char_class.ts";

type Test = (code: number) => boolean;

/** A predicate with its answers for ASCII at hand. */
export class CharSet {
  readonly #ascii = new Uint8Array(128);

  constructor(readonly test: Test) {
    for (let code = 0; code < 128; code++) this.#ascii[code] = test(code) ? 1 : 0;
  }

  has(code: number): boolean {
    return code < 128 ? this.#ascii[code] === 1 : this.test(code);
  }

  negated(): CharSet {
    return new CharSet((code) => !this.test(code));
  }

  /** Also what differs from a member only in case. */
  ignoringCase(): CharSet {
    return new CharSet((code) =>
      this.test(code) || this.test(toLowerCode(code)) || this.test(toUpperCode(code))
    );
  }

  static single(code: number): CharSet {
    return new CharSet((c) => c === code);
  }
}

export const ANY = new CharSet(() => true);
export const NOT_NEWLINE = new CharSet((code) => code !== 10);

const index = (name: string) => CATEGORIES.indexOf(name as typeof CATEGORIES[number]);
const LETTERS = ["Lu", "Ll", "Lt", "Lm", "Lo"];
const WORD_CATEGORIES = new Set([...LETTERS, "Mn", "Mc", "Nd", "Pc"].map(index));

/** Unicode's `\d`, `\w` and `\s`. */
export const DIGIT = new CharSet((code) => category(code) === index("Nd"));
export const WORD = new CharSet((code) => WORD_CATEGORIES.has(category(code)));
export const SPACE = new CharSet(isWhiteSpace);

/** The same under RegexOptions.ECMAScript. */
export const ASCII_DIGIT = new CharSet((code) => code >= 48 && code <= 57);
export const ASCII_WORD = new CharSet((code) => /[A-Za-z0-9_]/.test(String.fromCharCode(code)));
export const ASCII_SPACE = new CharSet((code) => /[ \f\n\r\t\v]/.test(String.fromCharCode(code)));

/** Whether `\b` sees a word character: joiners count too. */
export function isBoundaryWord(code: number): boolean {
  return WORD.has(code) || code === 0x200c || code === 0x200d;
}

/** First and last code of the named blocks that people use. */
const BLOCKS: ReadonlyMap<string, readonly [number, number]> = new Map<
  string,
  readonly [number, number]
>(Object.entries({
  IsBasicLatin: [0, 0x7f],
  "IsLatin-1Supplement": [0x80, 0xff],
  "IsLatinExtended-A": [0x100, 0x17f],
  "IsLatinExtended-B": [0x180, 0x24f],
  IsIPAExtensions: [0x250, 0x2af],
  IsSpacingModifierLetters: [0x2b0, 0x2ff],
  IsCombiningDiacriticalMarks: [0x300, 0x36f],
  IsGreek: [0x370, 0x3ff],
  IsGreekandCoptic: [0x370, 0x3ff],
  IsCyrillic: [0x400, 0x4ff],
  IsArmenian: [0x530, 0x58f],
  IsHebrew: [0x590, 0x5ff],
  IsArabic: [0x600, 0x6ff],
  IsDevanagari: [0x900, 0x97f],
  IsThai: [0xe00, 0xe7f],
  IsGeorgian: [0x10a0, 0x10ff],
  IsHangulJamo: [0x1100, 0x11ff],
  IsLatinExtendedAdditional: [0x1e00, 0x1eff],
  IsGreekExtended: [0x1f00, 0x1fff],
  IsGeneralPunctuation: [0x2000, 0x206f],
  IsSuperscriptsandSubscripts: [0x2070, 0x209f],
  IsCurrencySymbols: [0x20a0, 0x20cf],
  IsLetterlikeSymbols: [0x2100, 0x214f],
  IsArrows: [0x2190, 0x21ff],
  IsMathematicalOperators: [0x2200, 0x22ff],
  IsBoxDrawing: [0x2500, 0x257f],
  IsGeometricShapes: [0x25a0, 0x25ff],
  IsDingbats: [0x2700, 0x27bf],
  IsCJKSymbolsandPunctuation: [0x3000, 0x303f],
  IsHiragana: [0x3040, 0x309f],
  IsKatakana: [0x30a0, 0x30ff],
  IsCJKUnifiedIdeographs: [0x4e00, 0x9fff],
  IsHangulSyllables: [0xac00, 0xd7af],
  IsPrivateUse: [0xe000, 0xf8ff],
}));

/** The set of `\p{name}`: a category, a group of them (L, N, P ...) or a block; undefined when unknown. */
export function property(name: string): CharSet | undefined {
  const block = BLOCKS.get(name);
  if (block) return new CharSet((code) => code >= block[0] && code <= block[1]);
  const members = new Set(
    CATEGORIES.flatMap((c, i) => (c === name || (name.length === 1 && c[0] === name) ? [i] : [])),
  );
  return members.size > 0 ? new CharSet((code) => members.has(category(code))) : undefined;
}

/** The union of ranges and sets. */
export function union(ranges: readonly (readonly [number, number])[], sets: readonly CharSet[]) {
  return new CharSet((code) =>
    ranges.some(([from, to]) => code >= from && code <= to) || sets.some((set) => set.has(code))
  );
}
