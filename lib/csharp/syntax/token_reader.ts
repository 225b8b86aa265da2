/**
 * A cursor over tokens, with look-ahead.
 * @module
 */
import { error } from "./errors.ts";
import type { Token } from "./lexer.ts";

export class TokenReader {
  protected at = 0;

  constructor(protected readonly tokens: readonly Token[]) {}

  protected get token(): Token {
    return this.tokens[this.at];
  }

  protected peek(ahead = 1): Token {
    return this.tokens[Math.min(this.at + ahead, this.tokens.length - 1)];
  }

  protected get atEnd(): boolean {
    return this.token.kind === "end";
  }

  /** Offset of the end of the last token taken. */
  protected get lastEnd(): number {
    return this.at === 0 ? this.tokens[0].start : this.tokens[this.at - 1].end;
  }

  protected take(): Token {
    const token = this.tokens[this.at];
    if (token.kind !== "end") this.at++;
    return token;
  }

  protected is(text: string): boolean {
    const { kind } = this.token;
    return this.token.text === text && (kind === "sign" || kind === "keyword");
  }

  protected isWord(text: string): boolean {
    return this.token.kind === "identifier" && this.token.text === text;
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  protected acceptWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.at++;
    return true;
  }

  protected expect(text: string): void {
    if (this.accept(text)) return;
    const at = text === ";" ? this.lastEnd : this.token.start;
    const code = EXPECTED.get(text);
    throw code ? error(code, at) : error("CS1003", at, text);
  }

  protected expectWord(text: string): void {
    if (this.acceptWord(text)) return;
    throw error("CS1003", this.token.start, text);
  }

  protected identifier(): Token {
    if (this.token.kind === "identifier") return this.take();
    if (this.token.kind === "keyword") {
      throw error("CS1041", this.token.start, this.token.text);
    }
    throw error("CS1001", this.token.start);
  }

  /** The sign here, two adjacent `>` read as one. */
  protected operatorSign(): { text: string; count: number } {
    const { token } = this;
    if (token.kind !== "sign" || token.text !== ">") return { text: token.text, count: 1 };
    const next = this.peek();
    const adjacent = next.kind === "sign" && next.start === token.end;
    if (adjacent && next.text === ">") return { text: ">>", count: 2 };
    if (adjacent && next.text === ">=") return { text: ">>=", count: 2 };
    return { text: ">", count: 1 };
  }

  /** Index of the token after the bracket that closes the one at `index`; -1 when none does. */
  protected afterClosing(index: number): number {
    let depth = 0;
    for (let i = index; i < this.tokens.length; i++) {
      const { kind, text } = this.tokens[i];
      if (kind !== "sign") continue;
      if (text === "(" || text === "[" || text === "{") depth++;
      else if ((text === ")" || text === "]" || text === "}") && --depth === 0) return i + 1;
    }
    return -1;
  }
}

/** What is missing, by the sign that is not there. */
const EXPECTED: ReadonlyMap<string, "CS1002" | "CS1026" | "CS1513" | "CS1514"> = new Map([
  [";", "CS1002"],
  [")", "CS1026"],
  ["}", "CS1513"],
  ["{", "CS1514"],
]);
