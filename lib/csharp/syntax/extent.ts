/**
 * Where C# code ends that stands inside other text: lexing as far as brackets, strings and comments need it.
 * @module
 */

/** Code that is read character by character, whatever stands for the characters in the text around it. */
export interface Characters {
  /** The current character, "" at the end. */
  readonly char: string;
  /** The one after it, "" at the end. */
  readonly following: string;
  /** The current one's offset in the text around. */
  readonly position: number;
  next(): void;
  /** Whether the next characters, the current one first, are these. */
  continuesWith(...sequence: string[]): boolean;
  /** Whether an apostrophe stands before the end of the line. */
  lineHasApostrophe(): boolean;
  /** Is told of a string that its line does not end, and where it starts. */
  noteUnended(start: number): void;
}

/** How deep strings may be interpolated into strings; deeper is not closed. */
const MAX_INTERPOLATION = 50;

/**
 * Reads up to and including the bracket that closes the one already read.
 * @returns false when nothing closes it
 */
export function readToClosing(
  reader: Characters,
  open: string,
  close: string,
  nesting = 0,
): boolean {
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
function scanString(reader: Characters): void {
  const start = reader.position;
  reader.next();
  while (reader.char !== "" && reader.char !== "\n") {
    const char = reader.char;
    reader.next();
    if (char === '"') return;
    if (char === "\\") reader.next();
  }
  reader.noteUnended(start);
}

function scanVerbatim(reader: Characters): void {
  reader.next();
  while (reader.char !== "") {
    const char = reader.char;
    reader.next();
    if (char !== '"') continue;
    if (reader.char !== '"') return;
    reader.next();
  }
}

/** A character literal, or what somebody took for one: up to the closing apostrophe on the same line. */
function scanCharacter(reader: Characters): void {
  reader.next();
  if (!reader.lineHasApostrophe()) return;
  while (reader.char !== "" && reader.char !== "\n") {
    const char = reader.char;
    reader.next();
    if (char === "'") return;
    if (char === "\\") reader.next();
  }
}

function scanComment(reader: Characters): void {
  reader.next();
  reader.next();
  while (reader.char !== "") {
    const ends = reader.char === "*" && reader.following === "/";
    reader.next();
    if (ends) return reader.next();
  }
}

function scanInterpolated(reader: Characters, verbatim: boolean, nesting: number): boolean {
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
      else if (!readToClosing(reader, "{", "}", nesting + 1)) return false;
    }
  }
  return reader.char !== "";
}
