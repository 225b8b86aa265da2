/**
 * XPath 1.0: text to a syntax tree.
 * @see https://www.w3.org/TR/1999/REC-xpath-19991116/
 * @module
 */
import { CsException } from "../../../csharp/runtime/exception.ts";

export type XPath =
  | { readonly kind: "binary"; readonly sign: string; readonly left: XPath; readonly right: XPath }
  | { readonly kind: "negate"; readonly of: XPath }
  | { readonly kind: "literal"; readonly value: string | number }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly XPath[] }
  | { readonly kind: "filter"; readonly of: XPath; readonly predicates: readonly XPath[] }
  /** `from` null starts at the context node. */
  | {
    readonly kind: "path";
    readonly from: XPath | "root" | null;
    readonly steps: readonly Step[];
  };

export interface Step {
  readonly axis: string;
  readonly test: NodeTest;
  readonly predicates: readonly XPath[];
}

export type NodeTest =
  | { readonly kind: "name"; readonly prefix: string; readonly local: string }
  | {
    readonly kind: "type";
    readonly type: "node" | "text" | "comment" | "processing-instruction";
  };

const TOKEN =
  /\s*(\/\/|::|\.\.|!=|<=|>=|[()[\]@,/|+\-=<>*$]|"[^"]*"|'[^']*'|\d+(?:\.\d*)?|\.\d+|\.|[\p{L}_][\p{L}\p{N}_.-]*(?::(?!:)(?:[\p{L}_][\p{L}\p{N}_.-]*|\*))?)/uy;

const AXES = new Set([
  "ancestor",
  "ancestor-or-self",
  "attribute",
  "child",
  "descendant",
  "descendant-or-self",
  "following",
  "following-sibling",
  "parent",
  "preceding",
  "preceding-sibling",
  "self",
]);

/** Binary operators, loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ["or"],
  ["and"],
  ["=", "!="],
  ["<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "div", "mod"],
];

const ANY_NODE: NodeTest = { kind: "type", type: "node" };
const DESCEND: Step = { axis: "descendant-or-self", test: ANY_NODE, predicates: [] };

/** @throws CsException System.Xml.XPath.XPathException */
export function parseXPath(text: string): XPath {
  const parser = new Parser(text);
  const path = parser.expression(0);
  parser.end();
  return path;
}

class Parser {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(private readonly text: string) {
    let index = 0;
    const end = text.trimEnd().length;
    while (index < end) {
      TOKEN.lastIndex = index;
      const match = TOKEN.exec(text);
      if (!match) this.#fail();
      this.#tokens.push(match[1]);
      index = TOKEN.lastIndex;
    }
  }

  #fail(): never {
    throw new CsException(
      "System.Xml.XPath.XPathException",
      `'${this.text}' has an invalid token.`,
    );
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail();
  }

  #peek(ahead = 0): string {
    return this.#tokens[this.#at + ahead] ?? "";
  }

  #accept(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#accept(token)) this.#fail();
  }

  expression(level: number): XPath {
    if (level === LEVELS.length) return this.#unary();
    let left = this.expression(level + 1);
    while (LEVELS[level].includes(this.#peek())) {
      const sign = this.#tokens[this.#at++];
      left = { kind: "binary", sign, left, right: this.expression(level + 1) };
    }
    return left;
  }

  #unary(): XPath {
    if (this.#accept("-")) return { kind: "negate", of: this.#unary() };
    let left = this.#path();
    while (this.#accept("|")) left = { kind: "binary", sign: "|", left, right: this.#path() };
    return left;
  }

  #path(): XPath {
    const token = this.#peek();
    if (token === "/" || token === "//") return this.#absolute();
    if (!this.#startsPrimary(token)) {
      return { kind: "path", from: null, steps: this.#steps() };
    }
    let primary = this.#primary();
    const predicates = this.#predicates();
    if (predicates.length > 0) primary = { kind: "filter", of: primary, predicates };
    if (this.#accept("/")) return { kind: "path", from: primary, steps: this.#steps() };
    if (!this.#accept("//")) return primary;
    return { kind: "path", from: primary, steps: [DESCEND, ...this.#steps()] };
  }

  #absolute(): XPath {
    if (this.#accept("//")) {
      return { kind: "path", from: "root", steps: [DESCEND, ...this.#steps()] };
    }
    this.#at++;
    const more = /^[@.*\p{L}_]/u.test(this.#peek());
    return { kind: "path", from: "root", steps: more ? this.#steps() : [] };
  }

  #startsPrimary(token: string): boolean {
    if (/^["'\d(]/.test(token) || /^\.\d/.test(token)) return true;
    return this.#peek(1) === "(" && /^[\p{L}_]/u.test(token) && !isNodeType(token);
  }

  #primary(): XPath {
    const token = this.#tokens[this.#at++];
    if (token === "(") {
      const inner = this.expression(0);
      this.#expect(")");
      return inner;
    }
    if (/^["']/.test(token)) return { kind: "literal", value: token.slice(1, -1) };
    if (/^[\d.]/.test(token)) return { kind: "literal", value: Number(token) };
    this.#expect("(");
    const args: XPath[] = [];
    if (!this.#accept(")")) {
      do args.push(this.expression(0)); while (this.#accept(","));
      this.#expect(")");
    }
    return { kind: "call", name: token, args };
  }

  #steps(): Step[] {
    const steps = [this.#step()];
    for (;;) {
      if (this.#accept("/")) steps.push(this.#step());
      else if (this.#accept("//")) steps.push(DESCEND, this.#step());
      else return steps;
    }
  }

  #step(): Step {
    if (this.#accept(".")) return { axis: "self", test: ANY_NODE, predicates: [] };
    if (this.#accept("..")) return { axis: "parent", test: ANY_NODE, predicates: [] };
    let axis = "child";
    if (this.#accept("@")) axis = "attribute";
    else if (this.#peek(1) === "::") {
      axis = this.#peek();
      if (!AXES.has(axis)) this.#fail();
      this.#at += 2;
    }
    return { axis, test: this.#test(), predicates: this.#predicates() };
  }

  #test(): NodeTest {
    const token = this.#tokens[this.#at++] ?? "";
    if (token === "*") return { kind: "name", prefix: "", local: "*" };
    if (!/^[\p{L}_]/u.test(token)) this.#fail();
    if (isNodeType(token) && this.#peek() === "(") {
      this.#at++;
      if (this.#peek() !== ")") this.#at++;
      this.#expect(")");
      return { kind: "type", type: token };
    }
    const colon = token.indexOf(":");
    return {
      kind: "name",
      prefix: token.slice(0, Math.max(colon, 0)),
      local: token.slice(colon + 1),
    };
  }

  #predicates(): XPath[] {
    const predicates: XPath[] = [];
    while (this.#accept("[")) {
      predicates.push(this.expression(0));
      this.#expect("]");
    }
    return predicates;
  }
}

function isNodeType(
  token: string,
): token is "node" | "text" | "comment" | "processing-instruction" {
  return ["node", "text", "comment", "processing-instruction"].includes(token);
}
