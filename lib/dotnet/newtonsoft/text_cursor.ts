/**
 * A place in JSON text: white space, lines, strings and comments.
 * @module
 */
import type { CsException } from "../../csharp/runtime/exception.ts";
import { isWhiteSpace } from "../system/string/char_class.ts";

/** What stands behind the backslash in a string, and what it means; `u` and its digits aside. */
export const ESCAPES: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  "\\": "\\",
  '"': '"',
  "'": "'",
  "/": "/",
}));

export abstract class TextCursor {
  protected at = 0;
  /** From 1. */
  protected line = 1;
  protected lineStart = 0;

  constructor(protected readonly text: string) {}

  protected get char(): string {
    return this.text[this.at] ?? "\0";
  }

  protected get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Skips one white-space character, counting lines; false when it is none. */
  protected skipOne(): boolean {
    const code = this.text.charCodeAt(this.at);
    if (code === 0x20 || code === 0x09) this.at++;
    else if (code === 0x0d || code === 0x0a) this.newLine();
    else if (code === 0 || isWhiteSpace(code)) this.at++;
    else return false;
    return true;
  }

  protected newLine(): void {
    if (this.text.startsWith("\r\n", this.at)) this.at++;
    this.at++;
    this.line++;
    this.lineStart = this.at;
  }

  protected skipSpace(): void {
    while (!this.atEnd && this.skipOne());
  }

  abstract error(message: string): CsException;

  /** The rest of a string, escapes undone; past its end quote. */
  protected readString(quote: string): string {
    let text = "";
    let start = this.at;
    for (;;) {
      if (this.atEnd) throw this.#unterminated(quote);
      const char = this.text[this.at];
      if (char === quote) break;
      if (char === "\\") {
        text += this.text.slice(start, this.at);
        this.at++;
        if (this.atEnd) throw this.#unterminated(quote);
        text += this.#readEscape();
        start = this.at;
      } else if (char === "\r" || char === "\n") this.newLine();
      else this.at++;
    }
    text += this.text.slice(start, this.at);
    this.at++;
    return text;
  }

  #unterminated(quote: string) {
    return this.error(`Unterminated string. Expected delimiter: ${quote}.`);
  }

  #readEscape(): string {
    const char = this.text[this.at++];
    if (char !== "u") {
      const plain = ESCAPES.get(char);
      if (plain === undefined) throw this.error(`Bad JSON escape sequence: \\${char}.`);
      return plain;
    }
    const hex = this.text.slice(this.at, this.at + 4);
    if (hex.length < 4) {
      this.at = this.text.length;
      throw this.error("Unexpected end while parsing Unicode escape sequence.");
    }
    if (!/^[\da-fA-F]{4}$/.test(hex)) {
      throw this.error(`Invalid Unicode escape sequence: \\u${hex}.`);
    }
    this.at += 4;
    return String.fromCharCode(parseInt(hex, 16));
  }

  /** A comment, which starts at the slash; past its end. */
  protected readCommentText(): string {
    this.at++;
    if (this.atEnd) throw this.error("Unexpected end while parsing comment.");
    const kind = this.char;
    if (kind !== "*" && kind !== "/") {
      throw this.error(`Error parsing comment. Expected: *, got ${kind}.`);
    }
    this.at++;
    const start = this.at;
    for (;;) {
      const char = this.char;
      if (this.atEnd) {
        if (kind === "*") throw this.error("Unexpected end while parsing comment.");
        break;
      }
      if (char === "\r" || char === "\n") {
        if (kind === "/") break;
        this.newLine();
      } else if (kind === "*" && this.text.startsWith("*/", this.at)) break;
      else this.at++;
    }
    const comment = this.text.slice(start, this.at);
    if (kind === "*") this.at += 2;
    return comment;
  }
}
