/**
 * Types, and the look-ahead that tells types from expressions.
 * @module
 */
import { KEYWORD_TYPES } from "./keyword_types.ts";
import type { NamePart, TypeSyntax } from "./ast.ts";
import { CompileError, error, featureError } from "./errors.ts";
import { TokenReader } from "./token_reader.ts";

/** After `name<...>`, these say that it was a list of type arguments (C# 7.3, section 7.6.4.2). */
const AFTER_TYPE_ARGUMENTS = new Set(
  [
    "(",
    ")",
    "]",
    "}",
    ":",
    ";",
    ",",
    ".",
    "?",
    "==",
    "!=",
    "|",
    "^",
    "&&",
    "||",
    "&",
    "[",
    "=>",
    ">",
    "",
  ],
);

export class TypeParser extends TokenReader {
  /** A type. `allowNullable: false` leaves a `?` where it may begin a conditional. */
  protected type(): TypeSyntax {
    const start = this.token.start;
    let type = this.#elementType();
    for (;;) {
      if (this.is("?") && this.#nullableHere()) {
        this.take();
        type = { kind: "nullable", element: type, start, end: this.lastEnd };
      } else if (this.is("*")) {
        throw error("CS0214", start);
      } else break;
    }
    // int[][,] is an array of int[,]: the ranks apply from the last to the first
    const ranks: number[] = [];
    while (this.is("[") && this.#rankAt(this.at) > 0) {
      ranks.push(this.#rankAt(this.at));
      this.at = this.afterClosing(this.at);
    }
    for (const rank of ranks.reverse()) {
      type = { kind: "array", element: type, rank, start, end: this.lastEnd };
    }
    if (ranks.length > 0 && this.is("?") && this.#nullableHere()) {
      throw featureError("nullable reference types", "8.0", this.token.start);
    }
    return type;
  }

  #elementType(): TypeSyntax {
    const { start } = this.token;
    if (this.token.kind === "keyword" && KEYWORD_TYPES.has(this.token.text)) {
      const name = this.take().text;
      return { kind: "keyword", name, start, end: this.lastEnd };
    }
    if (this.is("(")) return this.#tupleType();
    if (this.token.kind !== "identifier") {
      throw error("CS1031", start);
    }
    const parts: NamePart[] = [];
    do {
      const name = this.identifier();
      if (name.text === "global" && this.accept("::")) {
        parts.push(this.#namePart(this.identifier()));
      } else parts.push(this.#namePart(name));
    } while (this.accept("."));
    return { kind: "named", parts, start, end: this.lastEnd };
  }

  #namePart({ text: name, start }: { text: string; start: number }): NamePart {
    if (!this.is("<")) return { name, typeArguments: null, start, end: this.lastEnd };
    if (this.peek().text === "," || this.peek().text === ">") {
      this.take();
      let openArity = 1;
      while (this.accept(",")) openArity++;
      this.expect(">");
      return { name, typeArguments: null, openArity, start, end: this.lastEnd };
    }
    return { name, typeArguments: this.typeArguments(), start, end: this.lastEnd };
  }

  protected typeArguments(): TypeSyntax[] {
    this.expect("<");
    const types: TypeSyntax[] = [];
    do types.push(this.type()); while (this.accept(","));
    this.expect(">");
    return types;
  }

  #tupleType(): TypeSyntax {
    const { start } = this.take();
    const elements: { type: TypeSyntax; name: string | null }[] = [];
    do {
      const type = this.type();
      elements.push({ type, name: this.token.kind === "identifier" ? this.take().text : null });
    } while (this.accept(","));
    this.expect(")");
    if (elements.length < 2) {
      throw error("CS8124", start);
    }
    return { kind: "tuple", elements, start, end: this.lastEnd };
  }

  /** Number of dimensions of the empty brackets at `index`; 0 when they are not empty. */
  #rankAt(index: number): number {
    let rank = 1;
    for (let i = index + 1;; i++) {
      const { kind, text } = this.tokens[i];
      if (kind !== "sign") return 0;
      if (text === "]") return rank;
      if (text !== ",") return 0;
      rank++;
    }
  }

  /** Whether the `?` here makes the type before it nullable: what follows starts no expression. */
  #nullableHere(): boolean {
    const next = this.peek();
    if (next.kind === "literal" || next.kind === "interpolated") return false;
    if (next.kind === "identifier") {
      // `int? x =` declares; `x is int ? y : z` does not
      const after = this.peek(2);
      return after.kind === "sign" && ["=", ";", ",", ")", "("].includes(after.text) &&
        !(after.text === "(" && !this.#declaresFunction());
    }
    if (next.kind === "keyword") return ["in", "is", "as"].includes(next.text);
    return !["(", "-", "+", "!", "~", "++", "--", "{"].includes(next.text);
  }

  #declaresFunction(): boolean {
    const after = this.afterClosing(this.at + 2);
    return after > 0 && ["{", "=>"].includes(this.tokens[after]?.text);
  }

  /** Index of the token after the type that starts at `index`; -1 where there is none. Takes nothing. */
  protected afterType(index: number): number {
    const before = this.at;
    this.at = index;
    try {
      if (!this.#mayStartType()) return -1;
      this.type();
      return this.at;
    } catch (error) {
      if (error instanceof CompileError) return -1;
      throw error;
    } finally {
      this.at = before;
    }
  }

  #mayStartType(): boolean {
    const { kind, text } = this.token;
    return kind === "identifier" || (kind === "keyword" && KEYWORD_TYPES.has(text)) || text === "(";
  }

  /** Whether `<` here opens type arguments of the name before it, and not a comparison. */
  protected typeArgumentsHere(): boolean {
    if (!this.is("<")) return false;
    const before = this.at;
    try {
      this.typeArguments();
      const { kind, text } = this.token;
      return kind === "end" || (kind === "sign" && AFTER_TYPE_ARGUMENTS.has(text));
    } catch (error) {
      if (error instanceof CompileError) return false;
      throw error;
    } finally {
      this.at = before;
    }
  }
}
