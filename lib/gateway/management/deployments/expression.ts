/**
 * The expressions of ARM templates: `[format('{0}/x', parameters('name'))]`.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 * @module
 */
import { TemplateError } from "./template_error.ts";

export type Expression =
  | { readonly kind: "literal"; readonly value: string | number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[] }
  | {
    readonly kind: "member";
    readonly target: Expression;
    readonly key: Expression;
    /** `.?` and `[?`: null where there is no such member. */
    readonly safe: boolean;
  };

const TOKEN = /\s*(?:'((?:[^']|'')*)'|(-?\d+)|([A-Za-z_$][\w$]*)|(\.\?|\[\?|[()[\],.]))/y;

/** Calls in calls: deeper than anybody writes. */
const MAX_DEPTH = 100;

interface Token {
  readonly kind: "text" | "number" | "name" | "mark" | "end";
  readonly value: string;
}

/** Whether a template's text is an expression: `[[` begins a plain text with a bracket. */
export function isExpression(text: string): boolean {
  return text.startsWith("[") && !text.startsWith("[[") && text.endsWith("]");
}

const parsed = new Map<string, Expression>();
const MAX_KEPT = 5_000;

/** @param text with its brackets @throws TemplateError */
export function parseExpression(text: string): Expression {
  const known = parsed.get(text);
  if (known) return known;
  const expression = new Parser(text.slice(1, -1)).whole();
  if (parsed.size >= MAX_KEPT) parsed.clear();
  parsed.set(text, expression);
  return expression;
}

class Parser {
  readonly #tokens: Token[];
  #at = 0;

  constructor(readonly source: string) {
    this.#tokens = this.#tokenize();
  }

  whole(): Expression {
    const expression = this.#expression(0);
    if (this.#peek().kind !== "end") throw this.#unexpected();
    return expression;
  }

  #expression(depth: number): Expression {
    if (depth > MAX_DEPTH) {
      throw new TemplateError(`an expression is nested deeper than ${MAX_DEPTH} levels`);
    }
    let expression = this.#primary(depth);
    for (;;) {
      const { kind, value } = this.#peek();
      if (kind !== "mark") return expression;
      if (value === "." || value === ".?") {
        this.#at++;
        const name = this.#next("name");
        const key: Expression = { kind: "literal", value: name.value };
        expression = { kind: "member", target: expression, key, safe: value === ".?" };
      } else if (value === "[" || value === "[?") {
        this.#at++;
        const key = this.#expression(depth + 1);
        this.#mark("]");
        expression = { kind: "member", target: expression, key, safe: value === "[?" };
      } else return expression;
    }
  }

  #primary(depth: number): Expression {
    const token = this.#tokens[this.#at++];
    if (token.kind === "text") return { kind: "literal", value: token.value };
    if (token.kind === "number") return { kind: "literal", value: Number(token.value) };
    if (token.kind !== "name") {
      this.#at--;
      throw this.#unexpected();
    }
    let name = token.value;
    if (this.#isMark(".")) { // a function of a namespace of the template's own
      this.#at++;
      name += `.${this.#next("name").value}`;
    }
    this.#mark("(");
    const args: Expression[] = [];
    while (!this.#isMark(")")) {
      if (args.length > 0) this.#mark(",");
      args.push(this.#expression(depth + 1));
    }
    this.#at++;
    return { kind: "call", name, args };
  }

  #peek(): Token {
    return this.#tokens[this.#at];
  }

  #isMark(value: string): boolean {
    const token = this.#peek();
    return token.kind === "mark" && token.value === value;
  }

  #next(kind: Token["kind"]): Token {
    if (this.#peek().kind !== kind) throw this.#unexpected();
    return this.#tokens[this.#at++];
  }

  #mark(value: string): void {
    if (!this.#isMark(value)) throw this.#unexpected(`'${value}'`);
    this.#at++;
  }

  #unexpected(expected?: string): TemplateError {
    const { kind, value } = this.#peek();
    const found = kind === "end" ? "its end" : `'${value}'`;
    const want = expected === undefined ? "" : `: expected ${expected}`;
    return new TemplateError(
      `the language expression '${shortened(this.source)}' is not valid at ${found}${want}`,
    );
  }

  #tokenize(): Token[] {
    const tokens: Token[] = [];
    const text = this.source.trimEnd();
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
      const match = TOKEN.exec(text);
      if (!match) {
        throw new TemplateError(`the language expression '${shortened(text)}' cannot be read`);
      }
      const [, literal, number, name, mark] = match;
      if (literal !== undefined) {
        tokens.push({ kind: "text", value: literal.replaceAll("''", "'") });
      } else if (number !== undefined) tokens.push({ kind: "number", value: number });
      else if (name !== undefined) tokens.push({ kind: "name", value: name });
      else tokens.push({ kind: "mark", value: mark });
    }
    tokens.push({ kind: "end", value: "" });
    return tokens;
  }
}

function shortened(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
