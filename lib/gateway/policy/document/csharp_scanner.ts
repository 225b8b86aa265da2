/**
 * Finds where a C# expression ends inside a policy document: the lexing of C# as far as brackets, strings
 * and comments need it, over text in which XML entities may stand for characters.
 * @module
 */

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
  if (!scanCode(reader, block ? "{" : "(", block ? "}" : ")")) return null;
  const { code, offsets } = reader;
  return { end: reader.position, code: code.slice(0, -1), offsets };
}

/** Offset of the first string in an expression that does not end on its line: often why its bracket never closes. */
export function unendedString(text: string, start: number): number | null {
  const reader = new CodeReader(text, start + 2, true);
  const block = text[start + 1] === "{";
  scanCode(reader, block ? "{" : "(", block ? "}" : ")");
  return reader.unended;
}

const NAMED: Readonly<Record<string, string>> = {
  quot: '"',
  amp: "&",
  apos: "'",
  lt: "<",
  gt: ">",
};

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

/** Reads decoded characters one by one and remembers where each came from. */
class CodeReader {
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

/** How deep strings may be interpolated into strings; deeper is not closed. */
const MAX_INTERPOLATION = 50;

/** Reads up to and including the bracket that closes the one already read. */
function scanCode(reader: CodeReader, open: string, close: string, nesting = 0): boolean {
  if (nesting > MAX_INTERPOLATION) return false;
  let depth = 1;
  while (reader.char !== "") {
    const char = reader.char;
    if (char === '"') {
      scanString(reader);
    } else if (char === "'") {
      scanCharacter(reader);
    } else if (char === "@" && reader.following === '"') {
      reader.next();
      scanVerbatim(reader);
    } else if (char === "$" && reader.following === '"') {
      reader.next();
      if (!scanInterpolated(reader, false, nesting)) return false;
    } else if (reader.continuesWith("$", "@", '"') || reader.continuesWith("@", "$", '"')) {
      reader.next();
      reader.next();
      if (!scanInterpolated(reader, true, nesting)) return false;
    } else if (char === "/" && reader.following === "/") {
      while (reader.char !== "" && reader.char !== "\n") reader.next();
    } else if (char === "/" && reader.following === "*") {
      scanComment(reader);
    } else {
      reader.next();
      if (char === open) depth++;
      else if (char === close && --depth === 0) return true;
    }
  }
  return false;
}

/** A regular string; one that is not closed on its line ends there, and the compiler will say so. */
function scanString(reader: CodeReader): void {
  const start = reader.position;
  reader.next();
  while (reader.char !== "" && reader.char !== "\n") {
    const char = reader.char;
    reader.next();
    if (char === '"') return;
    if (char === "\\") reader.next();
  }
  reader.unended ??= start;
}

function scanVerbatim(reader: CodeReader): void {
  reader.next();
  while (reader.char !== "") {
    const char = reader.char;
    reader.next();
    if (char !== '"') continue;
    if (reader.char !== '"') return;
    reader.next();
  }
}

const LINE_END_OR_APOSTROPHE = /\n|'|&apos;|&#39;/g;

/** A character literal, or what somebody took for one: up to the closing apostrophe on the same line. */
function scanCharacter(reader: CodeReader): void {
  reader.next();
  LINE_END_OR_APOSTROPHE.lastIndex = reader.position;
  const found = LINE_END_OR_APOSTROPHE.exec(reader.text);
  if (found === null || found[0] === "\n") return;
  while (reader.char !== "" && reader.char !== "\n") {
    const char = reader.char;
    reader.next();
    if (char === "'") return;
    if (char === "\\") reader.next();
  }
}

function scanComment(reader: CodeReader): void {
  reader.next();
  reader.next();
  while (reader.char !== "") {
    const ends = reader.char === "*" && reader.following === "/";
    reader.next();
    if (ends) return reader.next();
  }
}

function scanInterpolated(reader: CodeReader, verbatim: boolean, nesting: number): boolean {
  reader.next();
  while (reader.char !== "" && (verbatim || reader.char !== "\n")) {
    const char = reader.char;
    reader.next();
    if (char === '"') {
      if (!verbatim || reader.char !== '"') return true;
      reader.next();
    } else if (char === "\\" && !verbatim) {
      reader.next();
    } else if (char === "{") {
      if (reader.char === "{") reader.next();
      else if (!scanCode(reader, "{", "}", nesting + 1)) return false;
    }
  }
  return reader.char !== "";
}
