/**
 * Statements.
 * @module
 */
import type {
  Block,
  CatchClause,
  Expression,
  Statement,
  SwitchLabel,
  SwitchSection,
} from "./ast.ts";
import { error, featureError } from "./errors.ts";
import type { Token } from "./lexer.ts";
import { DeclarationParser } from "./declaration_parser.ts";

const MAX_NESTED_STATEMENTS = 150;

export class Parser extends DeclarationParser {
  #depth = 0;

  protected override nested(tokens: readonly Token[]): Parser {
    return new Parser(tokens);
  }

  /** The whole text as the inside of `@( )`. @throws CompileError */
  wholeExpression(): Expression {
    const expression = this.expression();
    if (this.token.kind !== "end") throw error("CS1002", this.lastEnd);
    return expression;
  }

  /** The whole text as the inside of `@{ }`. @throws CompileError */
  wholeBlock(): Block {
    const statements: Statement[] = [];
    const { start } = this.token;
    while (this.token.kind !== "end") {
      if (this.is("}")) {
        throw error("CS1022", this.token.start);
      }
      statements.push(this.#statement());
    }
    return { kind: "block", statements, start, end: this.lastEnd };
  }

  protected override block(): Block {
    const { start } = this.token;
    this.expect("{");
    const statements: Statement[] = [];
    while (!this.is("}")) {
      if (this.token.kind === "end") throw error("CS1513", this.lastEnd);
      statements.push(this.#statement());
    }
    this.take();
    return { kind: "block", statements, start, end: this.lastEnd };
  }

  #statement(): Statement {
    if (++this.#depth > MAX_NESTED_STATEMENTS) {
      throw error("CS8078", this.token.start);
    }
    const { start } = this.token;
    const statement = this.#bare();
    this.#depth--;
    return { ...statement, start, end: this.lastEnd } as Statement;
  }

  /** A statement where no declaration may stand. */
  #embedded(): Statement {
    const statement = this.#statement();
    if (["local", "localFunction", "label"].includes(statement.kind)) {
      throw error("CS1023", statement.start);
    }
    return statement;
  }

  #bare(): object {
    const { kind, text } = this.token;
    if (kind === "keyword" || kind === "sign") {
      const parse = this.#statements.get(text);
      if (parse) return parse();
    }
    if (kind === "identifier") {
      if (text === "yield" && ["return", "break"].includes(this.peek().text)) return this.#yield();
      if (this.peek().text === ":" && this.peek().kind === "sign") return this.#labelOfStatement();
      if (text === "await" && ["using", "foreach"].includes(this.peek().text)) {
        throw featureError("async streams", "8.0", this.token.start);
      }
    }
    return this.declaration() ?? this.#expressionStatement();
  }

  readonly #statements: ReadonlyMap<string, () => object> = new Map(Object.entries({
    "{": () => this.block(),
    ";": () => {
      this.take();
      return { kind: "empty" };
    },
    if: () => this.#if(),
    while: () => {
      this.take();
      return { kind: "while", condition: this.#condition(), body: this.#embedded() };
    },
    do: () => {
      this.take();
      const body = this.#embedded();
      this.expect("while");
      const condition = this.#condition();
      this.expect(";");
      return { kind: "do", body, condition };
    },
    for: () => this.#for(),
    foreach: () => this.#foreach(),
    return: () => this.#jump("return"),
    throw: () => this.#jump("throw"),
    break: () => this.#plain("break"),
    continue: () => this.#plain("continue"),
    goto: () => this.#goto(),
    try: () => this.#try(),
    switch: () => this.#switch(),
    lock: () => {
      this.take();
      return { kind: "lock", value: this.#condition(), body: this.#embedded() };
    },
    using: () => this.#using(),
    checked: () => this.#checked(),
    unchecked: () => this.#checked(),
    const: () => {
      const declaration = this.local(true);
      this.expect(";");
      return declaration;
    },
    static: () => {
      throw featureError("static local functions", "8.0", this.token.start);
    },
    case: () => this.#unexpected(),
    else: () => this.#unexpected(),
    catch: () => this.#unexpected(),
    finally: () => this.#unexpected(),
    unsafe: () => {
      throw error("CS0227", this.token.start);
    },
  }));

  #unexpected(): never {
    const { text, start } = this.token;
    if (text === "else") {
      throw error("CS8641", start);
    }
    throw error("CS1525", start, text);
  }

  #condition(): Expression {
    this.expect("(");
    const condition = this.expression();
    this.expect(")");
    return condition;
  }

  #if(): object {
    this.take();
    const condition = this.#condition();
    const then = this.#embedded();
    const otherwise = this.accept("else") ? this.#embedded() : null;
    return { kind: "if", condition, then, otherwise };
  }

  #for(): object {
    this.take();
    this.expect("(");
    const declaration = this.is(";") ? null : this.localHere();
    const initializers = declaration || this.is(";") ? [] : this.#expressions();
    this.expect(";");
    const condition = this.is(";") ? null : this.expression();
    this.expect(";");
    const updates = this.is(")") ? [] : this.#expressions();
    this.expect(")");
    for (const one of [...initializers, ...updates]) this.#checkStatementExpression(one);
    return { kind: "for", declaration, initializers, condition, updates, body: this.#embedded() };
  }

  #expressions(): Expression[] {
    const expressions: Expression[] = [];
    do expressions.push(this.expression()); while (this.accept(","));
    return expressions;
  }

  #foreach(): object {
    this.take();
    this.expect("(");
    const { start } = this.token;
    const after = this.afterType(this.at);
    const next = after > 0 ? this.tokens[after] : null;
    const isTuple = this.is("(");
    if (next?.kind === "identifier" && this.tokens[after + 1]?.text === "in") {
      const isVar = this.isWord("var");
      const type = this.type();
      const { text: name, start: nameStart } = this.identifier();
      this.take();
      const source = this.expression();
      this.expect(")");
      return {
        kind: "foreach",
        type: isVar ? null : type,
        name,
        nameStart,
        target: null,
        source,
        body: this.#embedded(),
      };
    }
    const isTypeAlone = next?.text === "in" && next.kind === "keyword" && !isTuple;
    const target = isTypeAlone ? null : this.deconstruction() ?? this.expression();
    if (target?.kind !== "tuple" && target?.kind !== "declaration") {
      throw error("CS0230", start);
    }
    this.expect("in");
    const source = this.expression();
    this.expect(")");
    return {
      kind: "foreach",
      type: null,
      name: "",
      nameStart: start,
      target,
      source,
      body: this.#embedded(),
    };
  }

  #jump(kind: "return" | "throw"): object {
    this.take();
    const value = this.is(";") ? null : this.expression();
    this.expect(";");
    return { kind, value };
  }

  #plain(kind: "break" | "continue"): object {
    this.take();
    this.expect(";");
    return { kind };
  }

  #goto(): object {
    this.take();
    const statement = this.accept("default")
      ? { kind: "gotoCase", target: "default" }
      : this.accept("case")
      ? { kind: "gotoCase", target: this.expression() }
      : { kind: "goto", label: this.identifier().text };
    this.expect(";");
    return statement;
  }

  #labelOfStatement(): object {
    const name = this.take().text;
    this.take();
    if (this.is("}") || this.token.kind === "end") {
      const { text, start } = this.token;
      throw error("CS1525", start, text);
    }
    return { kind: "label", name };
  }

  #yield(): object {
    this.take();
    const isReturn = this.take().text === "return";
    const value = isReturn ? this.expression() : null;
    this.expect(";");
    return { kind: "yield", value };
  }

  #try(): object {
    const { start } = this.take();
    const body = this.block();
    const catches: CatchClause[] = [];
    while (this.is("catch")) catches.push(this.#catch());
    const last = this.accept("finally") ? this.block() : null;
    if (catches.length === 0 && !last) {
      throw error("CS1524", start);
    }
    return { kind: "try", body, catches, finally: last };
  }

  #catch(): CatchClause {
    const { start } = this.take();
    let type = null;
    let name: string | null = null;
    if (this.accept("(")) {
      type = this.type();
      if (this.token.kind === "identifier") name = this.take().text;
      this.expect(")");
    }
    const filter = this.acceptWord("when") ? this.#condition() : null;
    const body = this.block();
    return { type, name, filter, body, start, end: this.lastEnd };
  }

  #switch(): object {
    this.take();
    const value = this.#condition();
    this.expect("{");
    const sections: SwitchSection[] = [];
    while (!this.is("}")) sections.push(this.#section());
    this.take();
    return { kind: "switch", value, sections };
  }

  #section(): SwitchSection {
    const { start } = this.token;
    const labels: SwitchLabel[] = [];
    while (this.is("case") || (this.is("default") && this.peek().text === ":")) {
      labels.push(this.#label());
    }
    if (labels.length === 0) throw error("CS1513", this.token.start);
    const statements: Statement[] = [];
    while (!this.is("case") && !this.is("}") && !(this.is("default") && this.peek().text === ":")) {
      if (this.token.kind === "end") throw error("CS1513", this.lastEnd);
      statements.push(this.#statement());
    }
    return { labels, statements, start, end: this.lastEnd };
  }

  #label(): SwitchLabel {
    const { start } = this.token;
    if (this.accept("default")) {
      this.expect(":");
      return { kind: "default", start, end: this.lastEnd };
    }
    this.take();
    const pattern = this.pattern();
    const when = this.acceptWord("when") ? this.expression() : null;
    this.expect(":");
    return { kind: "case", pattern, when, start, end: this.lastEnd };
  }

  #using(): object {
    const { start } = this.take();
    if (!this.is("(")) throw featureError("using declarations", "8.0", start);
    this.expect("(");
    const resource = this.localHere() ?? this.expression();
    this.expect(")");
    return { kind: "using", resource, body: this.#embedded() };
  }

  #checked(): object {
    if (this.peek().text === "(") return this.#expressionStatement();
    const checked = this.take().text === "checked";
    return { kind: "checkedBlock", checked, body: this.block() };
  }

  #expressionStatement(): object {
    const target = this.deconstructionStatement();
    if (target) return target;
    const expression = this.expression();
    this.expect(";");
    this.#checkStatementExpression(expression);
    return { kind: "expression", expression };
  }

  #checkStatementExpression(expression: Expression): void {
    let last = expression;
    while (last.kind === "conditionalAccess") last = last.whenNotNull;
    const allowed = ["assignment", "call", "new", "postfix"].includes(last.kind) ||
      (last.kind === "prefix" && (last.operator === "++" || last.operator === "--"));
    if (allowed) return;
    throw error("CS0201", expression.start);
  }
}
