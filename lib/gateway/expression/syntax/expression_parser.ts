/**
 * Expressions by precedence climbing.
 * @module
 */
import { KEYWORD_TYPES } from "../runtime/symbols.ts";
import type {
  Argument,
  ArgumentMode,
  Block,
  Designation,
  Expression,
  InterpolationPart,
  LambdaParameter,
  Pattern,
  QueryClause,
  TypeSyntax,
} from "./ast.ts";
import { CompileError, featureError } from "./errors.ts";
import { InitializerParser } from "./initializer_parser.ts";
import type { Token } from "./lexer.ts";

const BINARY: Readonly<Record<string, number>> = {
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
};

const ASSIGNMENTS = new Set(
  ["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="],
);

const QUERY_WORDS = new Set(
  "where select group into orderby join let on equals by ascending descending".split(" "),
);

/** Nesting that the parser, the binder and the closures can walk without running out of stack. */
const MAX_DEPTH = 200;

export abstract class ExpressionParser extends InitializerParser {
  #depth = 0;
  #queries = 0;

  protected abstract block(): Block;
  protected abstract nested(tokens: readonly Token[]): ExpressionParser;

  /** One expression. @throws CompileError */
  override expression(): Expression {
    if (++this.#depth > MAX_DEPTH) {
      throw new CompileError(
        "CS8078",
        "An expression is too long or complex to compile",
        this.token.start,
      );
    }
    const left = this.#conditional();
    const sign = this.operatorSign();
    if (sign.text === "??=") {
      throw featureError("coalescing assignment", "8.0", this.token.start);
    }
    if (this.token.kind !== "sign" || !ASSIGNMENTS.has(sign.text)) {
      this.#depth--;
      return left;
    }
    this.at += sign.count;
    const right = this.expression();
    this.#depth--;
    const operator = sign.text.slice(0, -1);
    return { kind: "assignment", operator, left, right, start: left.start, end: this.lastEnd };
  }

  #conditional(): Expression {
    const condition = this.#coalesce();
    if (!this.accept("?")) return condition;
    const whenTrue = this.#branch();
    this.expect(":");
    const whenFalse = this.#branch();
    const { start } = condition;
    return { kind: "conditional", condition, whenTrue, whenFalse, start, end: this.lastEnd };
  }

  /** An operand that may be a throw expression. */
  #branch(): Expression {
    return this.is("throw") ? this.throwing() : this.expression();
  }

  /** `throw e` as an expression. */
  protected throwing(): Expression {
    const { start } = this.take();
    const operand = this.#coalesce();
    return { kind: "throw", operand, start, end: this.lastEnd };
  }

  #coalesce(): Expression {
    const left = this.#binary(1);
    if (!this.accept("??")) return left;
    if (++this.#depth > MAX_DEPTH) {
      throw new CompileError(
        "CS8078",
        "An expression is too long or complex to compile",
        this.token.start,
      );
    }
    const right = this.is("throw") ? this.throwing() : this.#coalesce();
    this.#depth--;
    return { kind: "binary", operator: "??", left, right, start: left.start, end: this.lastEnd };
  }

  #binary(minimum: number): Expression {
    let left = this.unary();
    for (;;) {
      const { text, count } = this.operatorSign();
      const precedence = this.token.kind === "sign" || this.token.kind === "keyword"
        ? BINARY[text]
        : undefined;
      if (precedence === undefined || precedence < minimum) return left;
      this.at += count;
      const { start } = left;
      if (text === "is") left = this.#is(left);
      else if (text === "as") {
        const type = this.type();
        left = { kind: "as", operand: left, type, start, end: this.lastEnd };
      } else {
        const right = this.#binary(precedence + 1);
        left = { kind: "binary", operator: text, left, right, start, end: this.lastEnd };
      }
    }
  }

  #is(operand: Expression): Expression {
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
    return token.kind === "identifier" && token.text !== "when" && !this.#isQueryWord(token);
  }

  #isQueryWord(token: Token): boolean {
    return this.#queries > 0 && token.kind === "identifier" && QUERY_WORDS.has(token.text);
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
    const expression = this.#binary(8);
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

  protected unary(): Expression {
    const { kind, start, text } = this.token;
    if (kind === "sign") {
      if (["+", "-", "!", "~", "++", "--"].includes(text)) return this.#prefix();
      if (text === "&" || text === "*") {
        throw new CompileError(
          "CS0214",
          "Pointers and fixed size buffers may only be used in an unsafe context",
          start,
        );
      }
      if (text === "^") throw featureError("index operator", "8.0", start);
      if (text === "..") throw featureError("range operator", "8.0", start);
      if (text === "(" && this.#castHere()) {
        this.take();
        const type = this.type();
        this.expect(")");
        const operand = this.#deeper(() => this.unary());
        return { kind: "cast", type, operand, start, end: this.lastEnd };
      }
    }
    if (kind === "identifier" && text === "await" && this.peek().kind === "identifier") {
      throw new CompileError(
        "CS4032",
        "The 'await' operator can only be used within an async method.",
        start,
      );
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

  #deeper<T>(parse: () => T): T {
    if (++this.#depth > MAX_DEPTH) {
      throw new CompileError(
        "CS8078",
        "An expression is too long or complex to compile",
        this.token.start,
      );
    }
    const result = parse();
    this.#depth--;
    return result;
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
    const operand = this.#deeper(() => this.unary());
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
        return !this.#isQueryWord(next) && next.text !== "when";
      case "keyword":
        return !["is", "as", "in", "switch"].includes(next.text);
      case "sign":
        return ["(", "~", "!"].includes(next.text);
      default:
        return false;
    }
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
        const whenNotNull = this.#deeper(() => this.postfix(binding));
        return { kind: "conditionalAccess", target, whenNotNull, start, end: this.lastEnd };
      } else if (this.is("!") && !["(", "!"].includes(this.peek().text)) {
        throw featureError("nullable reference types", "8.0", this.token.start);
      } else if (this.is("->")) {
        throw new CompileError(
          "CS0214",
          "Pointers and fixed size buffers may only be used in an unsafe context",
          this.token.start,
        );
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
        throw new CompileError("CS1525", `Invalid expression term '${close}'`, this.token.start);
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
    throw new CompileError("CS1525", `Invalid expression term '${token.text || ";"}'`, start);
  }

  #parts(token: Token): InterpolationPart[] {
    return token.parts!.map((part) => {
      if ("text" in part) return part;
      const inner = this.nested(part.tokens);
      return this.#deeper(() => inner.hole(part.format));
    });
  }

  /** The whole of an interpolation's hole. */
  protected hole(format: string | null): InterpolationPart {
    if (this.atEnd) {
      throw new CompileError("CS1733", "Expected expression", this.token.start);
    }
    const expression = this.expression();
    const alignment = this.accept(",") ? this.expression() : null;
    if (!this.atEnd) {
      throw new CompileError("CS1003", "Syntax error, '}' expected", this.token.start);
    }
    return { expression, alignment, format };
  }

  #name(): Expression {
    const { text: name, start } = this.token;
    const next = this.peek();
    if (next.text === "=>" && next.kind === "sign") return this.#lambda();
    if (name === "async" && this.#asyncAhead()) {
      throw new CompileError(
        "CS4010",
        "Asynchronous functions cannot be used in policy expressions",
        start,
      );
    }
    if (name === "from" && this.#queryAhead()) return this.#query();
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
    const body = this.#deeper(() => this.is("{") ? this.block() : this.#branch());
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
        throw new CompileError(
          "CS0026",
          "Keyword 'this' is not valid in a static property, static method, or static field initializer",
          start,
        );
      case "base":
        throw new CompileError(
          "CS1511",
          "Keyword 'base' is not available in a static method",
          start,
        );
      case "sizeof":
      case "stackalloc":
        throw new CompileError(
          "CS0214",
          "Pointers and fixed size buffers may only be used in an unsafe context",
          start,
        );
      case "static":
        throw featureError("static anonymous function", "9.0", start);
    }
    if (KEYWORD_TYPES.has(text) && text !== "void") {
      const name = this.take().text;
      const type: TypeSyntax = { kind: "keyword", name, start, end: this.lastEnd };
      if (!this.is(".")) {
        throw new CompileError("CS1525", `Invalid expression term '${text}'`, start);
      }
      return { kind: "typeName", type, start, end: this.lastEnd };
    }
    throw new CompileError("CS1525", `Invalid expression term '${text}'`, start);
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
      throw new CompileError("CS8124", "Tuple must contain at least two elements.", start);
    }
    if (value.kind === "declaration") {
      throw new CompileError("CS8185", "A declaration is not allowed in this context.", start);
    }
    return { kind: "parenthesized", operand: value, start, end: this.lastEnd };
  }

  // Queries

  #queryAhead(): boolean {
    if (this.peek().kind === "identifier" && this.peek(2).text === "in") return true;
    const after = this.afterType(this.at + 1);
    return after > 0 && this.tokens[after].kind === "identifier" &&
      this.tokens[after + 1]?.text === "in";
  }

  #query(): Expression {
    const { start } = this.token;
    this.#queries++;
    const clauses: QueryClause[] = [];
    for (;;) {
      const clause = this.#clause();
      clauses.push(clause);
      if (clause.kind !== "select" && clause.kind !== "group") continue;
      const { start: into } = this.token;
      if (!this.acceptWord("into")) break;
      clauses.push({ kind: "into", name: this.identifier().text, start: into, end: this.lastEnd });
    }
    this.#queries--;
    return { kind: "query", clauses, start, end: this.lastEnd };
  }

  #clause(): QueryClause {
    const { start } = this.token;
    const at = <T extends object>(clause: T) => ({ ...clause, start, end: this.lastEnd });
    if (this.acceptWord("from")) return at(this.#rangeVariable("from"));
    if (this.acceptWord("where")) {
      return at({ kind: "where" as const, condition: this.expression() });
    }
    if (this.acceptWord("select")) return at({ kind: "select" as const, value: this.expression() });
    if (this.acceptWord("let")) {
      const name = this.identifier().text;
      this.expect("=");
      return at({ kind: "let" as const, name, value: this.expression() });
    }
    if (this.acceptWord("group")) {
      const value = this.expression();
      this.expectWord("by");
      return at({ kind: "group" as const, value, by: this.expression() });
    }
    if (this.acceptWord("orderby")) {
      const keys: { value: Expression; descending: boolean }[] = [];
      do {
        const value = this.expression();
        const descending = this.acceptWord("descending");
        if (!descending) this.acceptWord("ascending");
        keys.push({ value, descending });
      } while (this.accept(","));
      return at({ kind: "orderby" as const, keys });
    }
    if (this.acceptWord("join")) {
      const { type, name, source } = this.#rangeVariable("from");
      this.expectWord("on");
      const left = this.expression();
      this.expectWord("equals");
      const right = this.expression();
      const into = this.acceptWord("into") ? this.identifier().text : null;
      return at({ kind: "join" as const, type, name, source, left, right, into });
    }
    throw new CompileError(
      "CS0742",
      "A query body must end with a select clause or a group clause",
      start,
    );
  }

  #rangeVariable(kind: "from") {
    const untyped = this.token.kind === "identifier" && this.peek().text === "in";
    const type = untyped ? null : this.type();
    const name = this.identifier().text;
    this.expect("in");
    return { kind, type, name, source: this.expression() };
  }
}
