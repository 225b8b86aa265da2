/**
 * The namespaces that an XmlWriter has declared, and the prefixes that System.Xml.Linq asks it for.
 * @module
 */
import { argument } from "../../../csharp/runtime/errors.ts";
import { xmlException, XNamespace } from "./names.ts";

/** How a binding came to be: `needed` ones are written at the end of their start tag. */
type Kind = "special" | "implied" | "needed" | "written";

interface Binding {
  readonly prefix: string;
  readonly uri: string;
  kind: Kind;
}

/** Where the bindings of an element start: what {@link WriterNamespaces.leave} goes back to. */
export type Scope = number;

/** The stack of bindings of XmlWellFormedWriter, innermost last. */
export class WriterNamespaces {
  readonly #bindings: Binding[] = [
    { prefix: "xmlns", uri: XNamespace.xmlns.uri, kind: "special" },
    { prefix: "xml", uri: XNamespace.xml.uri, kind: "special" },
    { prefix: "", uri: "", kind: "implied" },
  ];
  #start: Scope = this.#bindings.length;

  /** Starts an element. */
  enter(): Scope {
    const outer = this.#start;
    this.#start = this.#bindings.length;
    return outer;
  }

  leave(outer: Scope): void {
    this.#bindings.length = this.#start;
    this.#start = outer;
  }

  /** The prefix to write an element with, `wanted` where somebody has one. */
  forElement(wanted: string | null, uri: string): string {
    const prefix = wanted ?? this.#prefixOf(uri) ?? "";
    this.#imply(prefix, uri);
    return prefix;
  }

  /** The prefix to write an attribute with. */
  forAttribute(wanted: string | null, uri: string): string {
    if (uri === "") return "";
    let prefix = wanted ?? this.#prefixOf(uri) ?? "";
    if (prefix === "xml") return prefix;
    if (prefix === "") prefix = this.#prefixOf(uri) || this.#newPrefix();
    else {
      const index = this.#indexOf(prefix);
      if (index >= this.#start && this.#bindings[index].uri !== uri) prefix = this.#newPrefix();
    }
    this.#imply(prefix, uri);
    return prefix;
  }

  /** Takes note of a declaration that is written as an attribute. @throws CsException */
  declare(prefix: string, uri: string): void {
    if (prefix !== "" && uri === "") {
      throw argument("Cannot use a prefix with an empty namespace.");
    }
    const index = this.#indexOf(prefix);
    if (index >= this.#start) {
      this.#checkSame(this.#bindings[index], uri);
      this.#bindings[index].kind = "written";
    } else this.#bindings.push({ prefix, uri, kind: "written" });
  }

  /** What the start tag has still to declare, in the order in which that is written. */
  *undeclared(): IterableIterator<Binding> {
    for (let i = this.#bindings.length - 1; i >= this.#start; i--) {
      if (this.#bindings[i].kind === "needed") yield this.#bindings[i];
    }
  }

  #imply(prefix: string, uri: string): void {
    const index = this.#indexOf(prefix);
    if (index >= this.#start) return this.#checkSame(this.#bindings[index], uri);
    const isBound = index >= 0 && this.#bindings[index].uri === uri;
    this.#bindings.push({ prefix, uri, kind: isBound ? "implied" : "needed" });
  }

  #checkSame({ prefix, uri }: Binding, other: string): void {
    if (uri === other) return;
    throw xmlException(
      `The prefix '${prefix}' cannot be redefined from '${uri}' to '${other}' within the same start element tag.`,
    );
  }

  #indexOf(prefix: string): number {
    return this.#bindings.findLastIndex((binding) => binding.prefix === prefix);
  }

  /** The prefix of the innermost binding to that URI, where nothing further in hides it. */
  #prefixOf(uri: string): string | null {
    const index = this.#bindings.findLastIndex((binding) => binding.uri === uri);
    if (index < 0) return null;
    const { prefix } = this.#bindings[index];
    return this.#indexOf(prefix) === index ? prefix : null;
  }

  /** A prefix that nothing is bound to. */
  #newPrefix(): string {
    const base = `p${this.#bindings.length - 3}`;
    let prefix = base;
    for (let i = 0; this.#indexOf(prefix) >= 0; i++) prefix = `${base}${i}`;
    return prefix;
  }
}
