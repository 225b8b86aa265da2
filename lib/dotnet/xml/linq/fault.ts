/**
 * What is wrong with a text that is not well-formed, in the words and at the places of .NET's XmlReader. Looked for
 * only after the parser has refused the text.
 * @module
 */
import type { CsException } from "../../../csharp/runtime/exception.ts";
import { xmlException } from "./names.ts";

const NAME = /[\p{L}_:][\p{L}\p{N}\p{M}_:.\-\u00b7]*/uy;
/** What an error shows of a word that has no business there. */
const TOKEN = /[\p{L}\p{N}\p{M}_.\-\u00b7]+/uy;
const SPACE = /[ \t\r\n]*/y;
const REFERENCE = /&(?:#(\d+)|#x([\da-fA-F]+)|([\p{L}_:][\p{L}\p{N}\p{M}_:.\-\u00b7]*));/uy;
// deno-lint-ignore no-control-regex -- the characters that XML forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

const PREDEFINED = ["amp", "lt", "gt", "quot", "apos"];

interface Open {
  readonly name: string;
  readonly at: number;
  /** Prefixes in scope. */
  readonly prefixes: ReadonlySet<string>;
}

interface Attribute {
  readonly name: string;
  readonly at: number;
}

/**
 * The first fault of a text, whose line ends are LF.
 * @param entities names that the document type declares
 */
export function faultOf(text: string, entities: Iterable<string> = []): CsException | null {
  try {
    new Reader(text, new Set([...PREDEFINED, ...entities])).read();
    return null;
  } catch (error) {
    if (error instanceof Fault) return error.exception;
    throw error;
  }
}

class Fault extends Error {
  constructor(readonly exception: CsException) {
    super(exception.message);
  }
}

class Reader {
  #at = 0;
  #hasRoot = false;
  readonly #open: Open[] = [];

  constructor(readonly text: string, readonly entities: ReadonlySet<string>) {}

  read(): void {
    while (this.#at < this.text.length) {
      if (this.text[this.#at] === "<") this.#markup();
      else this.#characters();
    }
    if (this.#open.length > 0) this.#end();
    if (!this.#hasRoot) throw new Fault(xmlException("Root element is missing."));
  }

  #fail(message: string, at = this.#at): never {
    const before = this.text.slice(0, at).split("\n");
    throw new Fault(xmlException(message, before.length, before.at(-1)!.length + 1));
  }

  #end(): never {
    const names = this.#open.map(({ name }) => name).reverse().join(", ");
    const which = names === "" ? "" : ` The following elements are not closed: ${names}.`;
    this.#fail(`Unexpected end of file has occurred.${which}`, this.text.length);
  }

  #unexpected(expected: string): never {
    if (this.#at >= this.text.length) this.#end();
    const at = this.#at;
    const token = this.#match(TOKEN)?.[0] ?? this.text[at];
    this.#fail(`'${token}' is an unexpected token. ${expected}`, at);
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match !== null) this.#at = pattern.lastIndex;
    return match;
  }

  #markup(): void {
    const { text } = this;
    if (text.startsWith("<!--", this.#at)) return this.#comment();
    if (text.startsWith("<![CDATA[", this.#at)) {
      if (this.#open.length === 0) this.#fail("Data at the root level is invalid.");
      return this.#skipTo("]]>");
    }
    if (text.startsWith("<!DOCTYPE", this.#at)) return this.#documentType();
    if (text.startsWith("<?", this.#at)) return this.#instruction();
    this.#at++;
    if (text[this.#at] === "/") this.#endTag();
    else this.#startTag();
  }

  /** Moves behind `end`, past characters that XML has. */
  #skipTo(end: string): void {
    const found = this.text.indexOf(end, this.#at);
    this.#checkCharacters(this.#at, found < 0 ? this.text.length : found);
    if (found < 0) this.#end();
    this.#at = found + end.length;
  }

  #checkCharacters(from: number, to: number): void {
    const bad = FORBIDDEN.exec(this.text.slice(from, to));
    if (bad === null) return;
    const hex = hexOf(bad[0]);
    const shown = bad[0] === "\0" ? "." : bad[0];
    this.#fail(
      `'${shown}', hexadecimal value 0x${hex}, is an invalid character.`,
      from + bad.index,
    );
  }

  #comment(): void {
    this.#at += 4;
    const dashes = this.text.indexOf("--", this.#at);
    if (dashes >= 0 && this.text[dashes + 2] !== ">") {
      this.#checkCharacters(this.#at, dashes);
      const message = "An XML comment cannot contain '--', and '-' cannot be the last character.";
      this.#fail(message, dashes);
    }
    this.#skipTo("-->");
  }

  #documentType(): void {
    if (this.#hasRoot) this.#fail("Unexpected DTD declaration.", this.#at + 2);
    let depth = 0;
    for (; this.#at < this.text.length; this.#at++) {
      const char = this.text[this.#at];
      if (char === "[") depth++;
      else if (char === "]") depth--;
      else if (char === ">" && depth === 0) return void this.#at++;
    }
    this.#end();
  }

  #instruction(): void {
    const start = this.#at;
    this.#at += 2;
    const target = this.#match(NAME)?.[0] ?? this.#badName();
    if (target === "xml" && start > 0) {
      this.#fail(
        "Unexpected XML declaration. The XML declaration must be the first node in the document, and no " +
          "white space characters are allowed to appear before it.",
        start + 2,
      );
    }
    this.#skipTo("?>");
  }

  #badName(): never {
    if (this.#at >= this.text.length) this.#end();
    const char = this.text[this.#at];
    this.#fail(
      `Name cannot begin with the '${char}' character, hexadecimal value 0x${hexOf(char)}.`,
    );
  }

  #endTag(): void {
    const at = ++this.#at;
    const name = this.#match(NAME)?.[0] ?? this.#badName();
    const open = this.#open.pop();
    if (open === undefined) this.#fail("Unexpected end tag.", at);
    if (open.name !== name) {
      const before = this.text.slice(0, open.at).split("\n");
      const place = `line ${before.length} position ${before.at(-1)!.length + 1}`;
      this.#fail(
        `The '${open.name}' start tag on ${place} does not match the end tag of '${name}'.`,
        at,
      );
    }
    this.#match(SPACE);
    if (this.text[this.#at] !== ">") this.#unexpected("The expected token is '>'.");
    this.#at++;
  }

  #startTag(): void {
    const at = this.#at;
    const name = this.#match(NAME)?.[0] ?? this.#badName();
    if (this.#open.length === 0 && this.#hasRoot) {
      this.#fail("There are multiple root elements.", at);
    }
    this.#hasRoot = true;
    const attributes: Attribute[] = [];
    for (;;) {
      const space = this.#match(SPACE)![0];
      const char = this.text[this.#at];
      if (char === ">" || char === "/") break;
      if (this.#at >= this.text.length) this.#end();
      if (space === "") this.#unexpected("Expecting white space.");
      this.#attribute(attributes);
    }
    const prefixes = this.#prefixes({ name, at }, attributes);
    if (this.text[this.#at] === ">") {
      this.#open.push({ name, at, prefixes });
    } else {
      this.#at++;
      if (this.text[this.#at] !== ">") this.#unexpected("The expected token is '>'.");
    }
    this.#at++;
  }

  #attribute(attributes: Attribute[]): void {
    const at = this.#at;
    const name = this.#match(NAME)?.[0] ?? this.#badName();
    this.#match(SPACE);
    if (this.text[this.#at] !== "=") this.#unexpected("The expected token is '='.");
    this.#at++;
    this.#match(SPACE);
    const quote = this.text[this.#at];
    if (quote !== '"' && quote !== "'") {
      this.#unexpected(`The expected token is '"' or '''.`);
    }
    for (this.#at++; this.text[this.#at] !== quote; this.#at++) {
      const char = this.text[this.#at];
      if (char === undefined) this.#end();
      if (char === "<") {
        this.#fail("'<', hexadecimal value 0x3C, is an invalid attribute character.");
      }
      if (char === "&") this.#reference();
      else this.#checkCharacters(this.#at, this.#at + 1);
    }
    this.#at++;
    if (attributes.some((other) => other.name === name)) {
      this.#fail(`'${name}' is a duplicate attribute name.`, at);
    }
    attributes.push({ name, at });
  }

  /** The prefixes in scope inside an element. */
  #prefixes(element: Attribute, attributes: readonly Attribute[]): ReadonlySet<string> {
    const outer = this.#open.at(-1)?.prefixes ?? new Set(["xml", "xmlns"]);
    const own = attributes.flatMap(({ name }) =>
      name.startsWith("xmlns:") ? [name.slice("xmlns:".length)] : []
    );
    const prefixes = own.length === 0 ? outer : new Set([...outer, ...own]);
    for (const { name, at } of [element, ...attributes]) {
      const colon = name.indexOf(":");
      const prefix = name.slice(0, Math.max(0, colon));
      if (prefix !== "" && !prefixes.has(prefix)) {
        this.#fail(`'${prefix}' is an undeclared prefix.`, at);
      }
    }
    return prefixes;
  }

  #characters(): void {
    const isInside = this.#open.length > 0;
    if (!isInside) {
      this.#match(SPACE);
      if (this.#at < this.text.length && this.text[this.#at] !== "<") {
        this.#fail("Data at the root level is invalid.");
      }
      return;
    }
    for (; this.#at < this.text.length && this.text[this.#at] !== "<"; this.#at++) {
      if (this.text[this.#at] === "&") this.#reference();
      else this.#checkCharacters(this.#at, this.#at + 1);
      if (this.text.startsWith("]]>", this.#at)) {
        this.#fail("']]>' is not allowed in character data.");
      }
    }
  }

  /** Ends on the reference's last character. */
  #reference(): void {
    const at = this.#at;
    const match = this.#match(REFERENCE);
    if (match === null) this.#fail("An error occurred while parsing EntityName.", at + 1);
    const [, decimal, hex, name] = match;
    if (name !== undefined) {
      if (!this.entities.has(name)) {
        this.#fail(`Reference to undeclared entity '${name}'.`, at + 1);
      }
    } else {
      const point = decimal !== undefined ? Number(decimal) : parseInt(hex, 16);
      const char = point <= 0x10ffff ? String.fromCodePoint(point) : "\0";
      if (FORBIDDEN.test(char) || point >= 0xd800 && point <= 0xdfff) {
        const value = point.toString(16).toUpperCase().padStart(2, "0");
        const shown = point === 0 ? "." : char;
        this.#fail(`'${shown}', hexadecimal value 0x${value}, is an invalid character.`, at + 2);
      }
    }
    this.#at--;
  }
}

function hexOf(char: string): string {
  return char.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}
