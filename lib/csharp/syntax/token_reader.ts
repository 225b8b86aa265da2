/**
 * A cursor over tokens, with look-ahead.
 * @module
 */
import { CompileError } from "./errors.ts";
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
    const [code, message] = EXPECTED.get(text) ?? ["CS1003", `Syntax error, '${text}' expected`];
    throw new CompileError(code, message, text === ";" ? this.lastEnd : this.token.start);
  }

  protected expectWord(text: string): void {
    if (this.acceptWord(text)) return;
    throw new CompileError("CS1003", `Syntax error, '${text}' expected`, this.token.start);
  }

  protected identifier(): Token {
    if (this.token.kind === "identifier") return this.take();
    if (this.token.kind === "keyword") {
      throw new CompileError(
        "CS1041",
        `Identifier expected; '${this.token.text}' is a keyword`,
        this.token.start,
      );
    }
    throw new CompileError("CS1001", "Identifier expected", this.token.start);
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

const EXPECTED: ReadonlyMap<string, readonly [code: string, message: string]> = new Map<
  string,
  readonly [code: string, message: string]
>(Object.entries({
  ";": ["CS1002", "; expected"],
  ")": ["CS1026", ") expected"],
  "}": ["CS1513", "} expected"],
  "{": ["CS1514", "{ expected"],
}));
