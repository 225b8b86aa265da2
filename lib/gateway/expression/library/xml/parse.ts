/**
 * Text to XDocument and XElement, with .NET's error messages where they are common.
 * @module
 */
import { SaxesParser } from "saxes";
import { allocate, spend } from "../../runtime/budget.ts";
import { CsException } from "../../runtime/exception.ts";
import { argumentNull } from "../errors.ts";
import { xmlException, XName, XNamespace } from "./names.ts";
import {
  XAttribute,
  XCData,
  XComment,
  type XContainer,
  XDeclaration,
  XDocument,
  XDocumentType,
  XElement,
  XProcessingInstruction,
  XText,
} from "./tree.ts";

/** LoadOptions.PreserveWhitespace. */
export const PRESERVE_WHITESPACE = 1;

/** XDocument.Parse. @throws CsException System.Xml.XmlException */
export function parseDocument(text: string | null, options = 0): XDocument {
  if (text === null) throw argumentNull("s");
  allocate(text.length);
  return new DocumentReader(text, (options & PRESERVE_WHITESPACE) !== 0).read();
}

/** XElement.Parse. @throws CsException System.Xml.XmlException */
export function parseElement(text: string | null, options = 0): XElement {
  const root = parseDocument(text, options).root!;
  root.remove();
  return root;
}

const MAX_DEPTH = 500;

interface OpenElement {
  readonly name: string;
  readonly line: number;
  readonly position: number;
}

class DocumentReader {
  readonly #document = new XDocument();
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #open: OpenElement[] = [];
  #container: XContainer = this.#document;
  #startedAt = { line: 1, position: 1 };

  constructor(private readonly text: string, private readonly keepsSpace: boolean) {}

  read(): XDocument {
    const parser = this.#parser;
    parser.on("error", (error) => {
      throw this.#failure(error.message);
    });
    parser.on("xmldecl", ({ version, encoding, standalone }) => {
      this.#document.declaration = new XDeclaration(
        version ?? null,
        encoding ?? null,
        standalone ?? null,
      );
    });
    parser.on("doctype", (text) => this.#document.addNode(documentType(text)));
    parser.on("opentagstart", ({ name }) => {
      this.#startedAt = { line: parser.line, position: parser.column - name.length };
      if (this.#open.length === 0 && this.#document.root !== null) {
        throw xmlException("There are multiple root elements.", parser.line, parser.column);
      }
    });
    parser.on("opentag", (tag) => this.#start(tag));
    parser.on("closetag", (tag) => this.#end(tag.isSelfClosing));
    parser.on("text", (text) => this.#text(text));
    parser.on("cdata", (text) => this.#container.addNode(new XCData(text)));
    parser.on("comment", (text) => this.#container.addNode(new XComment(text)));
    parser.on("processinginstruction", ({ target, body }) => {
      this.#container.addNode(new XProcessingInstruction(target, body));
    });
    this.#checkStart();
    parser.write(this.text.replaceAll("\r\n", "\n")).close();
    return this.#document;
  }

  #checkStart(): void {
    const first = this.text.search(/\S/);
    if (first < 0) throw xmlException("Root element is missing.");
    if (this.text[first] === "<") return;
    const before = this.text.slice(0, first).split("\n");
    throw xmlException(
      "Data at the root level is invalid.",
      before.length,
      before.at(-1)!.length + 1,
    );
  }

  #start(tag: {
    name: string;
    local: string;
    uri: string;
    attributes: Record<string, { local: string; uri: string; prefix: string; value: string }>;
  }): void {
    spend();
    if (this.#open.length >= MAX_DEPTH) {
      throw xmlException(`Elements are nested deeper than ${MAX_DEPTH}.`, this.#parser.line, 1);
    }
    const element = new XElement(XNamespace.get(tag.uri).name(tag.local));
    for (const { local, uri, prefix, value } of Object.values(tag.attributes)) {
      const name = prefix === "" && local === "xmlns"
        ? XName.get("xmlns")
        : XNamespace.get(uri).name(local);
      element.addAttribute(new XAttribute(name, value));
    }
    this.#container.addNode(element);
    this.#container = element;
    this.#open.push({ name: tag.name, ...this.#startedAt });
  }

  #end(selfClosing: boolean): void {
    this.#open.pop();
    const element = this.#container;
    if (!selfClosing) element.content ??= [];
    this.#container = element.parent!;
  }

  #text(text: string): void {
    if (this.#container === this.#document) return;
    if (!this.keepsSpace && /^[ \t\r\n]*$/.test(text) && !this.#preserves()) return;
    this.#container.addNode(new XText(text));
  }

  /** Whether `xml:space="preserve"` is in force. */
  #preserves(): boolean {
    const name = XNamespace.xml.name("space");
    for (let at: XContainer | null = this.#container; at instanceof XElement; at = at.parent) {
      const space = at.attribute(name);
      if (space) return space.value === "preserve";
    }
    return false;
  }

  /** What .NET says where saxes says `message`. */
  #failure(message: string): CsException {
    const { line, column } = this.#parser;
    const open = this.#open.at(-1);
    const at = (text: string, position = column) => xmlException(text, line, position);
    if (/unclosed tag|unexpected end/.test(message) && open) {
      const names = this.#open.map(({ name }) => name).reverse().join(", ");
      return at(
        `Unexpected end of file has occurred. The following elements are not closed: ${names}.`,
        column + 1,
      );
    }
    if (/unmatched closing tag|unexpected close tag/.test(message)) {
      const closing = /: (.*?)\.?$/.exec(message.replace(/^\d+:\d+: /, ""))?.[1] ?? "";
      if (!open) return at("Unexpected end tag.", column - closing.length);
      return at(
        `The '${open.name}' start tag on line ${open.line} position ${open.position} ` +
          `does not match the end tag of '${closing}'.`,
        column - closing.length,
      );
    }
    if (/must contain a root element/.test(message)) {
      return xmlException("Root element is missing.");
    }
    if (/text data outside of root node/.test(message)) {
      return at("Data at the root level is invalid.");
    }
    const prefix = /unbound namespace prefix: "(.*?)"/.exec(message);
    if (prefix) return at(`'${prefix[1]}' is an undeclared prefix.`, this.#startedAt.position);
    if (/undefined entity/.test(message)) {
      return at(`Reference to undeclared entity.`);
    }
    return at(sentence(message));
  }
}

/** A message of the parser's without its place, as a sentence. */
function sentence(message: string): string {
  const text = message.replace(/^\d+:\d+: /, "");
  return text[0].toUpperCase() + text.slice(1) + (text.endsWith(".") ? "" : ".");
}

function documentType(text: string): XDocumentType {
  const match =
    /^\s*(\S+?)(?:\s+PUBLIC\s+"([^"]*)"(?:\s+"([^"]*)")?|\s+SYSTEM\s+"([^"]*)")?\s*(?:\[([^]*)\])?\s*$/
      .exec(text);
  const [, name, publicId, publicSystem, system, subset] = match ?? ["", text.trim()];
  return new XDocumentType(name, publicId ?? null, publicSystem ?? system ?? null, subset ?? null);
}
