/**
 * Expressions by precedence climbing.
 * @module
 */
import type { Expression } from "./ast.ts";
import { error, featureError } from "./errors.ts";
import { PatternParser } from "./pattern_parser.ts";

const BINARY: ReadonlyMap<string, number> = new Map<string, number>(Object.entries({
  "*": 10,
  "/": 10,
  "%": 10,
  "+": 9,
  "-": 9,
  "<<": 8,
  ">>": 8,
  "<": 7,
  ">": 7,
  "<=": 7,
  ">=": 7,
  is: 7,
  as: 7,
  "==": 6,
  "!=": 6,
  "&": 5,
  "^": 4,
  "|": 3,
  "&&": 2,
  "||": 1,
}));

const ASSIGNMENTS = new Set(
  ["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="],
);

export abstract class ExpressionParser extends PatternParser {
  /** One expression. @throws CompileError */
  override expression(): Expression {
    return this.deeper(() => this.#assignment());
  }

  #assignment(): Expression {
    const left = this.#conditional();
    const sign = this.operatorSign();
    if (sign.text === "??=") {
      throw featureError("coalescing assignment", "8.0", this.token.start);
    }
    if (this.token.kind !== "sign" || !ASSIGNMENTS.has(sign.text)) return left;
    this.at += sign.count;
    const right = this.expression();
    const operator = sign.text.slice(0, -1);
    return { kind: "assignment", operator, left, right, start: left.start, end: this.lastEnd };
  }

  #conditional(): Expression {
    const condition = this.#coalesce();
    if (!this.accept("?")) return condition;
    const whenTrue = this.branch();
    this.expect(":");
    const whenFalse = this.branch();
    const { start } = condition;
    return { kind: "conditional", condition, whenTrue, whenFalse, start, end: this.lastEnd };
  }

  /** An operand that may be a throw expression. */
  protected branch(): Expression {
    return this.is("throw") ? this.throwing() : this.expression();
  }

  /** `throw e` as an expression. */
  protected throwing(): Expression {
    const { start } = this.take();
    const operand = this.#coalesce();
    return { kind: "throw", operand, start, end: this.lastEnd };
  }

  #coalesce(): Expression {
    const left = this.binary(1);
    if (!this.accept("??")) return left;
    const right = this.deeper(() => this.is("throw") ? this.throwing() : this.#coalesce());
    return { kind: "binary", operator: "??", left, right, start: left.start, end: this.lastEnd };
  }

  protected binary(minimum: number): Expression {
    let left = this.unary();
    for (;;) {
      const { text, count } = this.operatorSign();
      const precedence = this.token.kind === "sign" || this.token.kind === "keyword"
        ? BINARY.get(text)
        : undefined;
      if (precedence === undefined || precedence < minimum) return left;
      this.at += count;
      const { start } = left;
      if (text === "is") left = this.isExpression(left);
      else if (text === "as") {
        const type = this.type();
        left = { kind: "as", operand: left, type, start, end: this.lastEnd };
      } else {
        const right = this.binary(precedence + 1);
        left = { kind: "binary", operator: text, left, right, start, end: this.lastEnd };
      }
    }
  }

  protected unary(): Expression {
    const { kind, start, text } = this.token;
    if (kind === "sign") {
      if (["+", "-", "!", "~", "++", "--"].includes(text)) return this.#prefix();
      if (text === "&" || text === "*") {
        throw error("CS0214", start);
      }
      if (text === "^") throw featureError("index operator", "8.0", start);
      if (text === "..") throw featureError("range operator", "8.0", start);
      if (text === "(" && this.#castHere()) {
        this.take();
        const type = this.type();
        this.expect(")");
        const operand = this.deeper(() => this.unary());
        return { kind: "cast", type, operand, start, end: this.lastEnd };
      }
    }
    if (kind === "identifier" && text === "await" && this.peek().kind === "identifier") {
      throw error("CS4032", start);
    }
    const operand = this.postfix(this.primary());
    if (this.is("switch") && this.peek().text === "{") {
      throw featureError("recursive patterns", "8.0", this.token.start);
    }
    if (this.is("..")) throw featureError("range operator", "8.0", this.token.start);
    if (this.isWord("with") && this.peek().text === "{") {
      throw featureError("with", "9.0", this.token.start);
    }
    return operand;
  }

  #prefix(): Expression {
    const { start, text: operator } = this.take();
    const number = this.token;
    // the one literal that is in range only with its sign
    if (operator === "-" && number.kind === "literal" && /^[\d_]+[lL]?$/.test(number.text)) {
      const digits = number.text.replace(/[_lL]/g, "");
      const isLong = /[lL]$/.test(number.text);
      const least = digits === "2147483648" && !isLong
        ? { type: "int" as const, value: -2147483648 }
        : digits === "9223372036854775808"
        ? { type: "long" as const, value: -9223372036854775808n }
        : null;
      if (least && this.peek().text !== ".") {
        this.take();
        return { kind: "literal", ...least, start, end: this.lastEnd };
      }
    }
    const operand = this.deeper(() => this.unary());
    return { kind: "prefix", operator, operand, start, end: this.lastEnd };
  }

  /** Whether the `(` here opens a cast (C# 7.3, section 7.7.6). */
  #castHere(): boolean {
    const after = this.afterType(this.at + 1);
    if (after < 0 || this.tokens[after].text !== ")" || this.tokens[after].kind !== "sign") {
      return false;
    }
    const next = this.tokens[after + 1];
    const first = this.peek();
    const last = this.tokens[after - 1];
    const surelyType =
      (first.kind === "keyword" && first.text !== "this" && after === this.at + 2) ||
      last.text === "?" || last.text === "]";
    if (surelyType) return !(next.kind === "sign" && next.text === ".") || last.text === "?";
    switch (next.kind) {
      case "literal":
      case "interpolated":
        return true;
      case "identifier":
        return !this.isQueryWord(next) && next.text !== "when";
      case "keyword":
        return !["is", "as", "in", "switch"].includes(next.text);
      case "sign":
        return ["(", "~", "!"].includes(next.text);
      default:
        return false;
    }
  }
}
