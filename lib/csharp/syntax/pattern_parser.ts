/**
 * `is`, patterns and designations.
 * @module
 */
import type { Designation, Expression, Pattern } from "./ast.ts";
import { featureError } from "./errors.ts";
import type { Token } from "./lexer.ts";
import { QueryParser } from "./query_parser.ts";

export abstract class PatternParser extends QueryParser {
  /** Binary operators that bind at least so tightly. */
  protected abstract binary(minimum: number): Expression;

  protected isExpression(operand: Expression): Expression {
    const { start } = operand;
    if (this.isWord("not") && !["sign", "end"].includes(this.peek().kind)) return this.#not();
    const after = this.afterType(this.at);
    const isType = after > 0 && !this.#isDesignator(this.tokens[after]) &&
      !(this.tokens[after].kind === "sign" && "([{".includes(this.tokens[after].text || "x"));
    if (isType && !(this.isWord("var") && after === this.at + 1)) {
      const type = this.type();
      return { kind: "is", operand, type, start, end: this.lastEnd };
    }
    const pattern = this.pattern();
    return { kind: "isPattern", operand, pattern, start, end: this.lastEnd };
  }

  #not(): never {
    throw featureError("not pattern", "9.0", this.token.start);
  }

  #isDesignator(token: Token): boolean {
    return token.kind === "identifier" && token.text !== "when" && !this.isQueryWord(token);
  }

  /** A pattern after `is` or `case`. */
  protected pattern(): Pattern {
    const { start } = this.token;
    if (["<", ">", "<=", ">="].some((sign) => this.is(sign))) {
      throw featureError("relational pattern", "9.0", start);
    }
    if (this.is("{")) throw featureError("recursive patterns", "8.0", start);
    if (this.isWord("not") && this.peek().kind !== "sign") this.#not();
    if (this.isWord("var") && (this.peek().kind === "identifier" || this.peek().text === "(")) {
      this.take();
      const designation = this.designation();
      return { kind: "var", designation, start, end: this.lastEnd };
    }
    const after = this.afterType(this.at);
    if (after > 0 && this.#isDesignator(this.tokens[after])) {
      const type = this.type();
      if (this.isWord("and")) throw featureError("and pattern", "9.0", start);
      if (this.isWord("or")) throw featureError("or pattern", "9.0", start);
      const designation = this.designation();
      return { kind: "declaration", type, designation, start, end: this.lastEnd };
    }
    const expression = this.binary(8);
    if (this.isWord("or") || this.isWord("and")) {
      throw featureError(`${this.token.text} pattern`, "9.0", this.token.start);
    }
    return { kind: "constant", expression, start, end: this.lastEnd };
  }

  /** `x`, `_`, `(a, b)`. */
  protected designation(): Designation {
    const { start } = this.token;
    if (this.accept("(")) {
      const elements: Designation[] = [];
      do elements.push(this.designation()); while (this.accept(","));
      this.expect(")");
      return { kind: "list", elements, start, end: this.lastEnd };
    }
    const name = this.identifier().text;
    return name === "_"
      ? { kind: "discard", start, end: this.lastEnd }
      : { kind: "name", name, start, end: this.lastEnd };
  }
}
