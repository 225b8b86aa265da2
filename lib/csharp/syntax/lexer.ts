/**
 * C# text into tokens.
 * @module
 */
import type { LiteralType } from "./ast.ts";
import { error, featureError } from "./errors.ts";
import { readNumber } from "./numbers.ts";
import { readEscape } from "./escapes.ts";

export type TokenKind = "identifier" | "keyword" | "literal" | "interpolated" | "sign" | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The identifier, keyword or sign itself. */
  readonly text: string;
  readonly literal?: { readonly type: LiteralType; readonly value: string | number | bigint };
  readonly parts?: readonly InterpolatedPart[];
}

/** A piece of text, or the tokens of a hole (ending with an "end" token) and its format. */
export type InterpolatedPart =
  | { readonly text: string }
  | { readonly tokens: readonly Token[]; readonly format: string | null; readonly start: number };

const KEYWORDS = new Set(
  `abstract as base bool break byte case catch char checked class const continue decimal default delegate do double
  else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is
  lock long namespace new null object operator out override params private protected public readonly ref return sbyte
  sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe
  ushort using virtual void volatile while`.split(/\s+/),
);

const SIGNS =
  /<<=|\?\?=|\.\.|=>|==|!=|<=|<<|>=|&&|\|\||\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|\?\?|::|->|[-+*/%&|^!~<>=?:.,;()[\]{}]/y;
const IDENTIFIER = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Pc}\p{Mn}\p{Mc}\p{Cf}]*/uy;
const BLANK = /(?:[\s\uFEFF]|\/\/[^\r\n]*)+/y;

/** What ends a run of tokens: the end of the text, or of an interpolation's hole. */
type Until = "end" | "hole";

export class Lexer {
  #at: number;

  constructor(readonly text: string, at = 0) {
    this.#at = at;
  }

  get position(): number {
    return this.#at;
  }

  /** All tokens up to the end, or to the `}` or `:` that ends a hole (not consumed). @throws CompileError */
  tokens(until: Until = "end"): Token[] {
    const found: Token[] = [];
    const closers: string[] = [];
    for (;;) {
      this.#skipBlank();
      const start = this.#at;
      if (start >= this.text.length) {
        if (until === "hole") {
          throw error("CS8076", start);
        }
        found.push({ kind: "end", start, end: start, text: "" });
        return found;
      }
      if (until === "hole" && closers.length === 0) {
        const c = this.text[start];
        const ends = c === "}" || (c === ":" && this.text[start + 1] !== ":");
        if (ends) {
          found.push({ kind: "end", start, end: start, text: c });
          return found;
        }
      }
      const token = this.#token();
      if (token.kind === "sign") {
        if ("([{".includes(token.text)) closers.push(token.text);
        else if (")]}".includes(token.text)) closers.pop();
      }
      found.push(token);
    }
  }

  #skipBlank(): void {
    for (;;) {
      BLANK.lastIndex = this.#at;
      if (BLANK.test(this.text)) this.#at = BLANK.lastIndex;
      if (!this.text.startsWith("/*", this.#at)) return;
      const end = this.text.indexOf("*/", this.#at + 2);
      if (end < 0) throw error("CS1035", this.#at);
      this.#at = end + 2;
    }
  }

  #token(): Token {
    const { text } = this;
    const start = this.#at;
    const c = text[start];
    const next = text[start + 1];
    if (c === '"') return this.#string(start);
    if (c === "'") return this.#char(start);
    if (c === "@" && next === '"') return this.#verbatim(start);
    if (c === "$" && (next === '"' || (next === "@" && text[start + 2] === '"'))) {
      return this.#interpolated(start, next === "@", start + (next === "@" ? 3 : 2));
    }
    if (c === "@" && next === "$" && text[start + 2] === '"') {
      throw featureError("alternative interpolated verbatim strings", "8.0", start);
    }
    if ((c >= "0" && c <= "9") || (c === "." && next >= "0" && next <= "9")) {
      const { end, type, value } = readNumber(text, start);
      this.#at = end;
      return {
        kind: "literal",
        start,
        end,
        text: text.slice(start, end),
        literal: { type, value },
      };
    }
    const verbatim = c === "@";
    IDENTIFIER.lastIndex = verbatim ? start + 1 : start;
    const identifier = IDENTIFIER.exec(text);
    if (identifier) {
      this.#at = IDENTIFIER.lastIndex;
      const name = identifier[0];
      const kind = !verbatim && KEYWORDS.has(name) ? "keyword" : "identifier";
      return { kind, start, end: this.#at, text: name };
    }
    SIGNS.lastIndex = start;
    const sign = SIGNS.exec(text);
    if (sign) {
      this.#at = SIGNS.lastIndex;
      return { kind: "sign", start, end: this.#at, text: sign[0] };
    }
    if (c === "#") {
      throw error("CS1040", start);
    }
    throw error("CS1056", start, String.fromCodePoint(text.codePointAt(start)!));
  }

  #string(start: number): Token {
    const { text } = this;
    if (text.startsWith('"""', start)) throw featureError("raw string literals", "11.0", start);
    let value = "";
    let at = start + 1;
    for (;;) {
      const c = text[at];
      if (c === undefined || c === "\n" || c === "\r") {
        throw error("CS1010", start);
      }
      if (c === '"') break;
      if (c === "\\") {
        const escape = readEscape(text, at);
        value += escape.text;
        at = escape.end;
      } else {
        value += c;
        at++;
      }
    }
    this.#at = at + 1;
    return { kind: "literal", start, end: this.#at, text: "", literal: { type: "string", value } };
  }

  #verbatim(start: number): Token {
    let at = start + 2;
    for (;;) {
      const quote = this.text.indexOf('"', at);
      if (quote < 0) throw error("CS1039", start);
      if (this.text[quote + 1] !== '"') {
        const value = this.text.slice(start + 2, quote).replaceAll('""', '"');
        this.#at = quote + 1;
        return {
          kind: "literal",
          start,
          end: this.#at,
          text: "",
          literal: { type: "string", value },
        };
      }
      at = quote + 2;
    }
  }

  #char(start: number): Token {
    const { text } = this;
    let at = start + 1;
    const c = text[at];
    if (c === "'") throw error("CS1011", start);
    if (c === undefined || c === "\n" || c === "\r") {
      throw error("CS1010", start);
    }
    let value = c;
    if (c === "\\") {
      const escape = readEscape(text, at);
      value = escape.text;
      at = escape.end;
    } else {
      at++;
    }
    if (value.length !== 1 || text[at] !== "'") {
      throw error("CS1012", start);
    }
    this.#at = at + 1;
    const literal = { type: "char" as const, value: value.charCodeAt(0) };
    return { kind: "literal", start, end: this.#at, text: text.slice(start, this.#at), literal };
  }

  #interpolated(start: number, verbatim: boolean, open: number): Token {
    const { text } = this;
    const parts: InterpolatedPart[] = [];
    let piece = "";
    let at = open;
    for (;;) {
      const c = text[at];
      if (c === undefined || (!verbatim && (c === "\n" || c === "\r"))) {
        throw verbatim ? error("CS1039", start) : error("CS1010", start);
      }
      if (c === '"') {
        if (!verbatim || text[at + 1] !== '"') break;
        piece += '"';
        at += 2;
      } else if (c === "{" || c === "}") {
        if (text[at + 1] === c) {
          piece += c;
          at += 2;
          continue;
        }
        if (c === "}") {
          throw error("CS8086", at);
        }
        if (piece !== "") parts.push({ text: piece });
        piece = "";
        const hole = this.#hole(at, verbatim);
        parts.push(hole.part);
        at = hole.end;
      } else if (c === "\\" && !verbatim) {
        const escape = readEscape(text, at);
        piece += escape.text;
        at = escape.end;
      } else {
        piece += c;
        at++;
      }
    }
    if (piece !== "") parts.push({ text: piece });
    this.#at = at + 1;
    return { kind: "interpolated", start, end: this.#at, text: "", parts };
  }

  /** `{expression,alignment:format}` from its brace. */
  #hole(start: number, verbatim: boolean): { part: InterpolatedPart; end: number } {
    const inner = new Lexer(this.text, start + 1);
    const tokens = inner.tokens("hole");
    let at = inner.position;
    if (!verbatim && /[\r\n]/.test(this.text.slice(start, at))) {
      throw featureError("newlines in interpolations", "11.0", start);
    }
    let format: string | null = null;
    if (this.text[at] === ":") {
      format = "";
      for (at++;;) {
        const c = this.text[at];
        if (c === undefined || c === '"') {
          throw error("CS8076", start);
        }
        if (c === "}" && this.text[at + 1] !== "}") break;
        if (c === "\\" && !verbatim) {
          const escape = readEscape(this.text, at);
          format += escape.text;
          at = escape.end;
        } else {
          format += c;
          at += c === "}" || (c === "{" && this.text[at + 1] === "{") ? 2 : 1;
        }
      }
    }
    return { part: { tokens, format, start: start + 1 }, end: at + 1 };
  }
}
