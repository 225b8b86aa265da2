/**
 * Newtonsoft's JSONPath: text to a list of filters.
 * @module
 */
import { CsException } from "../../../csharp/runtime/exception.ts";
import { jsonException } from "../errors.ts";
import type { Comparison, Operand, PathFilter, Query } from "./path.ts";
import { parseToken } from "../linq/load.ts";
import { ESCAPES } from "../text_cursor.ts";
import { JTokenType } from "../linq/token_type.ts";
import { JValue } from "../linq/value.ts";

/** Reads one path. */
export class PathParser {
  #at = 0;
  readonly #filters: PathFilter[] = [];

  constructor(private readonly text: string) {}

  parse(): readonly PathFilter[] {
    this.#skipSpace();
    if (this.#atEnd) return [];
    if (this.#char === "$") {
      if (this.text.length === 1) return [];
      const next = this.text[this.#at + 1];
      // "$.a" and "$[0]" start at the root; "$a" is a field
      if (next === "." || next === "[") this.#at++;
    }
    if (!this.#readPath(this.#filters, this.#at, false)) {
      const last = this.#at;
      this.#skipSpace();
      if (!this.#atEnd) {
        throw jsonException(`Unexpected character while parsing path: ${this.text[last]}`);
      }
    }
    return this.#filters;
  }

  get #char(): string {
    return this.text[this.#at] ?? "\0";
  }

  get #atEnd(): boolean {
    return this.#at >= this.text.length;
  }

  #skipSpace(): void {
    while (this.#char === " ") this.#at++;
  }

  /** Reads fields and indexers; true when the text ended. In a query, stops at what ends an operand. */
  #readPath(filters: PathFilter[], start: number, inQuery: boolean): boolean {
    let scan = false;
    let afterIndexer = false;
    let afterDot = false;
    let ended = false;
    while (!this.#atEnd && !ended) {
      const char = this.#char;
      switch (char) {
        case "[":
        case "(":
          if (this.#at > start) {
            this.#addName(filters, this.text.slice(start, this.#at), scan);
            scan = false;
          }
          filters.push(this.#readIndexer(char, scan));
          scan = false;
          this.#at++;
          start = this.#at;
          afterIndexer = true;
          afterDot = false;
          break;
        case "]":
        case ")":
          ended = true;
          break;
        case " ":
          if (!this.#atEnd) ended = true;
          break;
        case ".":
          if (this.#at > start) {
            this.#addName(filters, this.text.slice(start, this.#at), scan);
            scan = false;
          }
          if (this.text[this.#at + 1] === ".") {
            scan = true;
            this.#at++;
          }
          this.#at++;
          start = this.#at;
          afterIndexer = false;
          afterDot = true;
          break;
        default:
          if (inQuery && "=<!>".includes(char)) {
            ended = true;
            break;
          }
          if (afterIndexer) {
            throw jsonException(`Unexpected character following indexer: ${char}`);
          }
          this.#at++;
      }
    }
    const atEnd = this.#atEnd;
    if (this.#at > start) {
      this.#addName(filters, this.text.slice(start, this.#at).trimEnd(), scan);
    } else if (afterDot && (atEnd || inQuery)) {
      throw jsonException("Unexpected end while parsing path.");
    }
    return atEnd;
  }

  #addName(filters: PathFilter[], text: string, scan: boolean): void {
    const name = text === "*" ? null : text;
    filters.push(scan ? { kind: "scan", name } : { kind: "field", name });
  }

  #readIndexer(open: string, scan: boolean): PathFilter {
    this.#at++;
    const close = open === "[" ? "]" : ")";
    this.#needMore("Path ended with open indexer.");
    this.#skipSpace();
    if (this.#char === "'") return this.#readQuotedFields(close, scan);
    if (this.#char === "?") return this.#readQuery(close, scan);
    return this.#readArrayIndexer(close);
  }

  #needMore(message: string): void {
    if (this.#atEnd) throw jsonException(message);
  }

  #readArrayIndexer(close: string): PathFilter {
    let start = this.#at;
    let end: number | null = null;
    let indexes: number[] | null = null;
    let colons = 0;
    const slice: (number | null)[] = [null, null, null];
    const piece = () => this.text.slice(start, end ?? this.#at);
    while (!this.#atEnd) {
      const char = this.#char;
      if (char === " ") {
        end = this.#at;
        this.#skipSpace();
        continue;
      }
      if (char === close) {
        const text = piece();
        if (indexes !== null) {
          if (text === "") throw jsonException("Array index expected.");
          indexes.push(toIndex(text));
          return { kind: "indexes", indexes };
        }
        if (colons > 0) {
          if (text !== "") slice[colons] = toIndex(text);
          return { kind: "slice", start: slice[0], end: slice[1], step: slice[2] };
        }
        if (text === "") throw jsonException("Array index expected.");
        return { kind: "index", index: toIndex(text) };
      }
      if (char === ",") {
        const text = piece();
        if (text === "") throw jsonException("Array index expected.");
        (indexes ??= []).push(toIndex(text));
        this.#at++;
        this.#skipSpace();
        start = this.#at;
        end = null;
      } else if (char === "*") {
        this.#at++;
        this.#needMore("Path ended with open indexer.");
        this.#skipSpace();
        if (this.#char !== close) {
          throw jsonException(`Unexpected character while parsing path indexer: ${this.#char}`);
        }
        return { kind: "index", index: null };
      } else if (char === ":") {
        const text = piece();
        if (text !== "" && colons < 3) slice[colons] = toIndex(text);
        colons++;
        this.#at++;
        this.#skipSpace();
        start = this.#at;
        end = null;
      } else if (!/[\d-]/.test(char)) {
        throw jsonException(`Unexpected character while parsing path indexer: ${char}`);
      } else {
        if (end !== null) {
          throw jsonException(`Unexpected character while parsing path indexer: ${char}`);
        }
        this.#at++;
      }
    }
    throw jsonException("Path ended with open indexer.");
  }

  #readQuotedFields(close: string, scan: boolean): PathFilter {
    const names: string[] = [];
    while (!this.#atEnd) {
      const name = this.#readQuoted();
      names.push(name);
      this.#skipSpace();
      this.#needMore("Path ended with open indexer.");
      if (this.#char === close) {
        if (names.length === 1) return { kind: scan ? "scan" : "field", name };
        return { kind: scan ? "scanFields" : "fields", names };
      }
      if (this.#char !== ",") {
        throw jsonException(`Unexpected character while parsing path indexer: ${this.#char}`);
      }
      this.#at++;
      this.#skipSpace();
    }
    throw jsonException("Path ended with open indexer.");
  }

  #readQuoted(): string {
    this.#at++;
    let text = "";
    while (!this.#atEnd) {
      const char = this.text[this.#at++];
      if (char === "'") return text;
      if (char !== "\\" || this.#atEnd) {
        text += char;
        continue;
      }
      const escaped = this.text[this.#at++];
      const plain = ESCAPES.get(escaped);
      if (plain === undefined) throw jsonException(`Unknown escape character: \\${escaped}`);
      text += plain;
    }
    throw jsonException("Path ended with an open string.");
  }

  #readQuery(close: string, scan: boolean): PathFilter {
    this.#at++;
    this.#needMore("Path ended with open indexer.");
    if (this.#char !== "(") {
      throw jsonException(`Unexpected character while parsing path indexer: ${this.#char}`);
    }
    this.#at++;
    const query = this.#readCondition();
    this.#at++;
    this.#needMore("Path ended with open indexer.");
    this.#skipSpace();
    if (this.#char !== close) {
      throw jsonException(`Unexpected character while parsing path indexer: ${this.#char}`);
    }
    return { kind: scan ? "scanQuery" : "query", query };
  }

  /** Up to the ")" that ends it. "&&" and "||" nest to the right as Newtonsoft's do. */
  #readCondition(): Query {
    const ored: Query[] = [];
    let anded: Query[] = [];
    for (;;) {
      anded.push(this.#readComparison());
      this.#skipSpace();
      if (this.#char === ")") break;
      if (this.text.startsWith("&&", this.#at)) this.#at += 2;
      else if (this.text.startsWith("||", this.#at)) {
        this.#at += 2;
        ored.push(combine("and", anded));
        anded = [];
      } else this.#unfinished();
    }
    ored.push(combine("and", anded));
    return combine("or", ored);
  }

  #unfinished(): never {
    if (this.#atEnd) throw jsonException("Path ended with open query.");
    throw jsonException(`Unexpected character while parsing path query: ${this.#char}`);
  }

  #readComparison(): Query {
    const left = this.#readOperand();
    this.#skipSpace();
    const end = this.#char === ")" || "&|".includes(this.#char);
    if (end && !this.#atEnd) return { kind: "compare", operator: "exists", left, right: null };
    const operator = this.#readOperator();
    return { kind: "compare", operator, left, right: this.#readOperand() };
  }

  #readOperator(): Comparison {
    const found = OPERATORS.find((sign) => this.text.startsWith(sign, this.#at));
    if (found === undefined || this.#atEnd) throw jsonException("Could not read query operator.");
    this.#at += found.length;
    return found === "<>" ? "!=" : found;
  }

  #readOperand(): Operand {
    this.#skipSpace();
    const char = this.#char;
    if (char === "@" || char === "$") {
      const filters: PathFilter[] = char === "$" ? [{ kind: "root" }] : [];
      this.#at++;
      this.#readPath(filters, this.#at, true);
      return { path: filters };
    }
    return { value: this.#readLiteral() };
  }

  #readLiteral(): JValue {
    const char = this.#char;
    if (char === "'") return literal(this.#readQuoted());
    if (char === "/") return literal(this.#readRegex());
    const match = /[-\d][-+.\deE]*|true|false|null/y;
    match.lastIndex = this.#at;
    const found = match.exec(this.text);
    if (!found) this.#unfinished();
    this.#at = match.lastIndex;
    try {
      return parseToken(found[0]) as JValue;
    } catch (error) {
      if (!(error instanceof CsException)) throw error;
      throw jsonException(`Could not read query value: ${found[0]}`);
    }
  }

  /** `/pattern/flags`, as it is. */
  #readRegex(): string {
    const start = this.#at++;
    for (; !this.#atEnd; this.#at++) {
      const char = this.#char;
      if (char === "\\") this.#at++;
      else if (char === "/") {
        this.#at++;
        while (/[a-zA-Z]/.test(this.#char)) this.#at++;
        return this.text.slice(start, this.#at);
      }
    }
    throw jsonException("Path ended with an open regex.");
  }
}

const OPERATORS = ["===", "!==", "==", "!=", "<>", "<=", ">=", "=~", "<", ">"] as const;

function combine(kind: "and" | "or", parts: readonly Query[]): Query {
  return parts.length === 1 ? parts[0] : { kind, parts };
}

function literal(text: string): JValue {
  return new JValue(text, JTokenType.String);
}

function toIndex(text: string): number {
  const index = Number(text);
  if (/^-?\d+$/.test(text) && index === (index | 0)) return index;
  throw new CsException(
    /^-?\d+$/.test(text) ? "System.OverflowException" : "System.FormatException",
    /^-?\d+$/.test(text)
      ? "Value was either too large or too small for an Int32."
      : `The input string '${text}' was not in a correct format.`,
  );
}
