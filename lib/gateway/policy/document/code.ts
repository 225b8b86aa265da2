/**
 * The code of a C# expression inside a policy document, where XML entities may stand for characters.
 * @module
 */
import { table } from "../../../core/table.ts";
import { type Characters, readToClosing } from "../../expression/extent.ts";

/** The code of one `@( )` or `@{ }`. */
export interface ScannedCode {
  /** Offset after the closing bracket. */
  readonly end: number;
  /** What stands between the brackets, entities decoded. */
  readonly code: string;
  /** For each UTF-16 unit of `code`, and for its end, the offset in the text. */
  readonly offsets: readonly number[];
}

/**
 * Scans the expression whose `@` stands at `start`.
 * @param decodeEntities false inside CDATA, where `&amp;` is five characters.
 * @returns null when its bracket is never closed.
 */
export function scanExpression(
  text: string,
  start: number,
  decodeEntities: boolean,
): ScannedCode | null {
  const block = text[start + 1] === "{";
  const reader = new CodeReader(text, start + 2, decodeEntities);
  if (!readToClosing(reader, block ? "{" : "(", block ? "}" : ")")) return null;
  const { code, offsets } = reader;
  return { end: reader.position, code: code.slice(0, -1), offsets };
}

/** Offset of the first string in an expression that does not end on its line: often why its bracket never closes. */
export function unendedString(text: string, start: number): number | null {
  const reader = new CodeReader(text, start + 2, true);
  const block = text[start + 1] === "{";
  readToClosing(reader, block ? "{" : "(", block ? "}" : ")");
  return reader.unended;
}

const NAMED: Readonly<Record<string, string>> = table({
  quot: '"',
  amp: "&",
  apos: "'",
  lt: "<",
  gt: ">",
});

const ENTITY = /&(?:(quot|amp|apos|lt|gt)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/y;

/** The character that an entity at `offset` stands for and its length in the text; null where there is none. */
export function entityAt(text: string, offset: number): { char: string; width: number } | null {
  ENTITY.lastIndex = offset;
  const match = ENTITY.exec(text);
  if (match === null) return null;
  const [whole, name, decimal, hex] = match;
  if (name !== undefined) return { char: NAMED[name], width: whole.length };
  const point = decimal !== undefined ? Number(decimal) : parseInt(hex, 16);
  if (point === 0 || point > 0x10ffff) return null;
  return { char: String.fromCodePoint(point), width: whole.length };
}

const LINE_END_OR_APOSTROPHE = /\n|'|&apos;|&#39;/g;

/** Reads decoded characters one by one and remembers where each came from. */
class CodeReader implements Characters {
  code = "";
  readonly offsets: number[] = [];
  /** Where the first string starts that its line does not end. */
  unended: number | null = null;
  /** The current decoded character, "" at the end. */
  char = "";
  #width = 0;

  constructor(readonly text: string, public position: number, readonly decode: boolean) {
    this.#read();
  }

  next(): void {
    for (let i = 0; i < this.char.length; i++) this.offsets.push(this.position);
    this.code += this.char;
    this.position += this.#width;
    this.#read();
  }

  /** The decoded character after the current one. */
  get following(): string {
    const at = this.position + this.#width;
    if (at >= this.text.length) return "";
    const entity = this.decode && this.text[at] === "&" ? entityAt(this.text, at) : null;
    return entity?.char ?? this.text[at];
  }

  /** Whether the raw text continues with `sequence` (for the two-character starts that need a third). */
  continuesWith(...sequence: string[]): boolean {
    let at = this.position;
    for (const expected of sequence) {
      const entity = this.decode && this.text[at] === "&" ? entityAt(this.text, at) : null;
      if ((entity?.char ?? this.text[at]) !== expected) return false;
      at += entity?.width ?? 1;
    }
    return true;
  }

  lineHasApostrophe(): boolean {
    LINE_END_OR_APOSTROPHE.lastIndex = this.position;
    const found = LINE_END_OR_APOSTROPHE.exec(this.text);
    return found !== null && found[0] !== "\n";
  }

  noteUnended(start: number): void {
    this.unended ??= start;
  }

  #read(): void {
    if (this.position >= this.text.length) {
      this.char = "";
      this.#width = 0;
      return;
    }
    const raw = this.text[this.position];
    const entity = this.decode && raw === "&" ? entityAt(this.text, this.position) : null;
    this.char = entity?.char ?? raw;
    this.#width = entity?.width ?? 1;
  }
}
