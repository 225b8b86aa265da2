/**
 * Primary expressions and what follows them: literals, names, calls, lambdas, tuples.
 * @module
 */
import { KEYWORD_TYPES } from "./keyword_types.ts";
import type {
  Argument,
  ArgumentMode,
  Block,
  Designation,
  Expression,
  InterpolationPart,
  LambdaParameter,
  TypeSyntax,
} from "./ast.ts";
import { error, featureError } from "./errors.ts";
import type { Token } from "./lexer.ts";
import { InitializerParser } from "./initializer_parser.ts";

/** Nesting that the parser, the binder and the closures can walk without running out of stack. */
const MAX_DEPTH = 200;

export abstract class PrimaryParser extends InitializerParser {
  #depth = 0;

  protected abstract unary(): Expression;
  /** An operand that may be a throw expression. */
  protected abstract branch(): Expression;
  protected abstract designation(): Designation;
  /** Whether a query expression starts here. */
  protected abstract queryAhead(): boolean;
  protected abstract query(): Expression;

  protected abstract block(): Block;

  protected abstract nested(tokens: readonly Token[]): PrimaryParser;

  protected deeper<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) {
      throw error("CS8078", this.token.start);
    }
    const result = parse();
    this.#depth--;
    return result;
  }

  /** What may follow a primary expression: members, calls, indexes, `?.`, `++`. */
  protected postfix(target: Expression): Expression {
    const { start } = target;
    for (;;) {
      if (this.is(".")) {
        this.take();
        const { text: name, start: nameStart } = this.identifier();
        const typeArguments = this.typeArgumentsHere() ? this.typeArguments() : null;
        target = {
          kind: "member",
          target,
          name,
          nameStart,
          typeArguments,
          start,
          end: this.lastEnd,
        };
      } else if (this.is("(")) {
        const args = this.argumentList("(", ")");
        target = { kind: "call", target, args, start, end: this.lastEnd };
      } else if (this.is("[")) {
        const args = this.argumentList("[", "]");
        target = { kind: "index", target, args, start, end: this.lastEnd };
      } else if (this.is("++") || this.is("--")) {
        const operator = this.take().text as "++";
        target = { kind: "postfix", operator, operand: target, start, end: this.lastEnd };
      } else if (this.is("?") && this.#conditionalAccessHere()) {
        this.take();
        const binding: Expression = {
          kind: "binding",
          start: this.token.start,
          end: this.token.start,
        };
        const whenNotNull = this.deeper(() => this.postfix(binding));
        return { kind: "conditionalAccess", target, whenNotNull, start, end: this.lastEnd };
      } else if (this.is("!") && !["(", "!"].includes(this.peek().text)) {
        throw featureError("nullable reference types", "8.0", this.token.start);
      } else if (this.is("->")) {
        throw error("CS0214", this.token.start);
      } else return target;
    }
  }

  #conditionalAccessHere(): boolean {
    const next = this.peek();
    if (next.kind !== "sign" || next.start !== this.token.end) return false;
    return next.text === "." || next.text === "[";
  }

  override argumentList(open: string, close: string): Argument[] {
    this.expect(open);
    const args: Argument[] = [];
    if (this.accept(close)) return args;
    do {
      if (this.is(close)) {
        throw error("CS1525", this.token.start, close);
      }
      args.push(this.#argument());
    } while (this.accept(","));
    this.expect(close);
    return args;
  }

  #argument(): Argument {
    const { start } = this.token;
    let name: string | null = null;
    if (
      this.token.kind === "identifier" && this.peek().text === ":" && this.peek().kind === "sign"
    ) {
      name = this.take().text;
      this.take();
    }
    let mode: ArgumentMode = "value";
    if (this.is("ref") || this.is("out") || this.is("in")) mode = this.take().text as ArgumentMode;
    const expression = mode === "out" ? this.#outArgument() : this.expression();
    return { name, mode, expression, start, end: this.lastEnd };
  }

  #outArgument(): Expression {
    return this.#declarationHere() ?? this.expression();
  }

  /** `int x` or `var (a, b)` where an expression could stand. */
  #declarationHere(): Expression | null {
    const { start } = this.token;
    const after = this.afterType(this.at);
    if (after < 0) return null;
    const next = this.tokens[after];
    const isVar = this.isWord("var") && after === this.at + 1;
    const last = this.tokens[after + 1];
    const names = next.kind === "identifier" && last?.kind === "sign" &&
      [",", ")"].includes(last.text);
    if (!names && !(isVar && next.text === "(")) return null;
    const type = this.type();
    const designation = this.designation();
    return {
      kind: "declaration",
      type: isVar ? null : type,
      designation,
      start,
      end: this.lastEnd,
    };
  }

  protected primary(): Expression {
    const { token } = this;
    const { start } = token;
    switch (token.kind) {
      case "literal":
        this.take();
        return { kind: "literal", ...token.literal!, start, end: this.lastEnd };
      case "interpolated":
        this.take();
        return { kind: "interpolated", parts: this.#parts(token), start, end: this.lastEnd };
      case "identifier":
        return this.#name();
      case "keyword":
        return this.#keyword();
      case "sign":
        if (token.text === "(") return this.#lambdaAhead() ? this.#lambda() : this.#parenthesized();
    }
    if (token.text === "[") throw featureError("collection expressions", "12.0", start);
    throw error("CS1525", start, token.text || ";");
  }

  #parts(token: Token): InterpolationPart[] {
    return token.parts!.map((part) => {
      if ("text" in part) return part;
      const inner = this.nested(part.tokens);
      return this.deeper(() => inner.hole(part.format));
    });
  }

  /** The whole of an interpolation's hole. */
  protected hole(format: string | null): InterpolationPart {
    if (this.atEnd) {
      throw error("CS1733", this.token.start);
    }
    const expression = this.expression();
    const alignment = this.accept(",") ? this.expression() : null;
    if (format === "") throw error("CS8089", this.lastEnd);
    if (format !== null && format.trimEnd() !== format) {
      throw error("CS8088", this.lastEnd);
    }
    if (!this.atEnd) {
      throw error("CS1003", this.token.start, "}");
    }
    return { expression, alignment, format };
  }

  #name(): Expression {
    const { text: name, start } = this.token;
    const next = this.peek();
    if (next.text === "=>" && next.kind === "sign") return this.#lambda();
    if (name === "async" && this.#asyncAhead()) {
      throw error("CS4010", start);
    }
    if (name === "from" && this.queryAhead()) return this.query();
    if (name === "global" && next.text === "::") {
      this.take();
      this.take();
      return this.#name();
    }
    this.take();
    const typeArguments = this.typeArgumentsHere() ? this.typeArguments() : null;
    return { kind: "name", name, typeArguments, start, end: this.lastEnd };
  }

  #asyncAhead(): boolean {
    const next = this.peek();
    if (next.kind === "identifier") return this.peek(2).text === "=>";
    if (next.text === "delegate") return true;
    if (next.text !== "(") return false;
    const after = this.afterClosing(this.at + 1);
    return after > 0 && this.tokens[after].text === "=>";
  }

  #lambdaAhead(): boolean {
    const after = this.afterClosing(this.at);
    return after > 0 && this.tokens[after]?.kind === "sign" && this.tokens[after].text === "=>";
  }

  #lambda(): Expression {
    const { start } = this.token;
    const parameters = this.is("(") ? this.#lambdaParameters() : [this.#implicitParameter()];
    this.expect("=>");
    const body = this.deeper(() => this.is("{") ? this.block() : this.branch());
    return { kind: "lambda", parameters, body, start, end: this.lastEnd };
  }

  #implicitParameter(): LambdaParameter {
    const { start, end, text } = this.identifier();
    return { name: text, type: null, mode: "value", start, end };
  }

  #lambdaParameters(): LambdaParameter[] {
    this.expect("(");
    const parameters: LambdaParameter[] = [];
    if (this.accept(")")) return parameters;
    do {
      const { start } = this.token;
      let mode: ArgumentMode = "value";
      if (this.is("ref") || this.is("out") || this.is("in")) {
        mode = this.take().text as ArgumentMode;
      }
      const implicit = this.token.kind === "identifier" && [",", ")"].includes(this.peek().text);
      const type: TypeSyntax | null = implicit ? null : this.type();
      const name = this.identifier().text;
      if (this.is("=")) throw featureError("lambda optional parameters", "12.0", this.token.start);
      parameters.push({ name, type, mode, start, end: this.lastEnd });
    } while (this.accept(","));
    this.expect(")");
    const odd = parameters.find(({ type }) => (type === null) !== (parameters[0].type === null));
    if (odd) {
      throw error("CS0748", odd.start);
    }
    return parameters;
  }

  #keyword(): Expression {
    const { text, start } = this.token;
    switch (text) {
      case "true":
      case "false":
        this.take();
        return { kind: "literal", type: "bool", value: text === "true", start, end: this.lastEnd };
      case "null":
        this.take();
        return { kind: "literal", type: "null", value: null, start, end: this.lastEnd };
      case "new":
        return this.creation();
      case "typeof": {
        this.take();
        const type = this.#parenthesizedType();
        return { kind: "typeof", type, start, end: this.lastEnd };
      }
      case "default": {
        this.take();
        const type = this.is("(") ? this.#parenthesizedType() : null;
        return { kind: "default", type, start, end: this.lastEnd };
      }
      case "checked":
      case "unchecked": {
        this.take();
        this.expect("(");
        const operand = this.expression();
        this.expect(")");
        return { kind: "checked", checked: text === "checked", operand, start, end: this.lastEnd };
      }
      case "delegate":
        return this.#anonymousMethod();
      case "this":
        throw error("CS0026", start);
      case "base":
        throw error("CS1511", start);
      case "sizeof": {
        this.take();
        const type = this.#parenthesizedType();
        return { kind: "sizeof", type, start, end: this.lastEnd };
      }
      case "stackalloc":
        throw error("CS0214", start);
      case "static":
        throw featureError("static anonymous function", "9.0", start);
    }
    if (KEYWORD_TYPES.has(text) && text !== "void") {
      const name = this.take().text;
      const type: TypeSyntax = { kind: "keyword", name, start, end: this.lastEnd };
      if (!this.is(".")) {
        throw error("CS1525", start, text);
      }
      return { kind: "typeName", type, start, end: this.lastEnd };
    }
    throw error("CS1525", start, text);
  }

  #parenthesizedType(): TypeSyntax {
    this.expect("(");
    const type = this.type();
    this.expect(")");
    return type;
  }

  #anonymousMethod(): Expression {
    const { start } = this.take();
    const parameters = this.is("(") ? this.#lambdaParameters() : null;
    const body = this.block();
    return { kind: "lambda", parameters, body, start, end: this.lastEnd };
  }

  #parenthesized(): Expression {
    const { start } = this.take();
    const elements: { name: string | null; value: Expression }[] = [];
    do {
      let name: string | null = null;
      if (
        this.token.kind === "identifier" && this.peek().text === ":" && this.peek().kind === "sign"
      ) {
        name = this.take().text;
        this.take();
      }
      elements.push({ name, value: this.#declarationHere() ?? this.expression() });
    } while (this.accept(","));
    this.expect(")");
    if (elements.length > 1) return { kind: "tuple", elements, start, end: this.lastEnd };
    const [{ name, value }] = elements;
    if (name !== null) {
      throw error("CS8124", start);
    }
    if (value.kind === "declaration") {
      throw error("CS8185", start);
    }
    return { kind: "parenthesized", operand: value, start, end: this.lastEnd };
  }
}
