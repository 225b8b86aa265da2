/**
 * `new`: objects, arrays, anonymous types, and their initializers.
 * @module
 */
import type {
  Argument,
  ArrayInitializer,
  Expression,
  Initializer,
  InitializerElement,
} from "./ast.ts";
import { error, featureError } from "./errors.ts";
import { TypeParser } from "./type_parser.ts";

export abstract class InitializerParser extends TypeParser {
  protected abstract expression(): Expression;
  protected abstract argumentList(open: string, close: string): Argument[];

  /** An expression that begins with `new`. */
  protected creation(): Expression {
    const { start } = this.take();
    if (this.is("{")) return this.#anonymous(start);
    if (this.is("(")) throw featureError("target-typed object creation", "9.0", start);
    if (this.is("[")) return this.#implicitArray(start);
    let type = this.type();
    if (this.is("?") && this.peek().text === "(") {
      this.take();
      type = { kind: "nullable", element: type, start: type.start, end: this.lastEnd };
    }
    if (type.kind === "array") {
      if (!this.is("{")) {
        throw error("CS1586", start);
      }
      const initializer = this.arrayInitializer();
      const { element: elementType, rank } = type;
      return {
        kind: "newArray",
        elementType,
        sizes: [],
        rank,
        initializer,
        start,
        end: this.lastEnd,
      };
    }
    if (this.is("[")) return this.#sizedArray(type, start);
    if (!this.is("(") && !this.is("{")) {
      throw error("CS1526", this.token.start);
    }
    const args = this.is("(") ? this.argumentList("(", ")") : [];
    const initializer = this.is("{") ? this.#initializer() : null;
    return { kind: "new", type, args, initializer, start, end: this.lastEnd };
  }

  #sizedArray(element: ReturnType<InitializerParser["type"]>, start: number): Expression {
    const sizes = this.argumentList("[", "]").map((argument) => argument.expression);
    let elementType = element;
    // new int[2][] makes an array of int[]
    while (this.is("[") && (this.peek().text === "]" || this.peek().text === ",")) {
      const end = this.afterClosing(this.at);
      const rank = end - this.at - 1;
      this.at = end;
      elementType = {
        kind: "array",
        element: elementType,
        rank,
        start: element.start,
        end: this.lastEnd,
      };
    }
    if (this.is("[")) {
      throw error("CS0178", this.token.start);
    }
    const initializer = this.is("{") ? this.arrayInitializer() : null;
    return {
      kind: "newArray",
      elementType,
      sizes,
      rank: sizes.length,
      initializer,
      start,
      end: this.lastEnd,
    };
  }

  #implicitArray(start: number): Expression {
    this.expect("[");
    let rank = 1;
    while (this.accept(",")) rank++;
    this.expect("]");
    const initializer = this.arrayInitializer();
    return {
      kind: "newArray",
      elementType: null,
      sizes: [],
      rank,
      initializer,
      start,
      end: this.lastEnd,
    };
  }

  protected arrayInitializer(): ArrayInitializer {
    const { start } = this.token;
    const elements = this.#list(() => this.is("{") ? this.arrayInitializer() : this.expression());
    return { kind: "arrayInitializer", elements, start, end: this.lastEnd };
  }

  /** `{ a, b, }` */
  #list<T>(element: () => T): T[] {
    this.expect("{");
    const elements: T[] = [];
    while (!this.is("}")) {
      elements.push(element());
      if (!this.accept(",")) break;
    }
    this.expect("}");
    return elements;
  }

  #anonymous(start: number): Expression {
    const members = this.#list(() => {
      const named = this.token.kind === "identifier" && this.peek().text === "=" &&
        this.peek().kind === "sign";
      if (!named) return { name: null, value: this.expression() };
      const name = this.take().text;
      this.take();
      return { name, value: this.expression() };
    });
    return { kind: "anonymous", members, start, end: this.lastEnd };
  }

  #initializer(): Initializer {
    const { start } = this.token;
    const elements = this.#list(() => this.#element());
    return { elements, start, end: this.lastEnd };
  }

  #element(): InitializerElement {
    const { start } = this.token;
    if (this.is("[")) {
      const args = this.argumentList("[", "]");
      this.expect("=");
      const value = this.#value();
      return { kind: "index", args, value, start, end: this.lastEnd };
    }
    if (
      this.token.kind === "identifier" && this.peek().text === "=" && this.peek().kind === "sign"
    ) {
      const name = this.take().text;
      this.take();
      const value = this.#value();
      return { kind: "member", name, value, start, end: this.lastEnd };
    }
    const args = this.is("{") ? this.#list(() => this.expression()) : [this.expression()];
    return { kind: "element", args, start, end: this.lastEnd };
  }

  #value(): Expression | Initializer {
    return this.is("{") ? this.#initializer() : this.expression();
  }
}
