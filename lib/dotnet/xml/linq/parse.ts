/**
 * Text to XDocument and XElement, with .NET's error messages where they are common.
 * @module
 */
import { SaxesParser } from "saxes";
import { allocate, spend } from "../../../csharp/runtime/budget.ts";
import { CsException } from "../../../csharp/runtime/exception.ts";
import { argumentNull } from "../../../csharp/runtime/errors.ts";
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
  type XNode,
  XProcessingInstruction,
  XText,
} from "./tree.ts";

/** LoadOptions.PreserveWhitespace. */
const PRESERVE_WHITESPACE = 1;

/** XDocument.Parse. @throws CsException System.Xml.XmlException */
export function parseDocument(text: string | null, options = 0): XDocument {
  if (text === null) throw argumentNull("s");
  allocate(text.length);
  return new DocumentReader(text, (options & PRESERVE_WHITESPACE) !== 0).read();
}

/** A text as far as it is well-formed. */
export interface Readable {
  readonly root: XNode;
  /** What is wrong with the rest; null for nothing. */
  readonly failure: CsException | null;
  /** The elements that the failure leaves open. */
  readonly open: ReadonlySet<XNode>;
}

/** The document as far as it goes, for who reads it step by step. */
export function parseSteps(text: string, options: number): Readable {
  allocate(text.length);
  const reader = new DocumentReader(text, (options & PRESERVE_WHITESPACE) !== 0);
  try {
    return { root: reader.read(), failure: null, open: new Set() };
  } catch (error) {
    if (!(error instanceof CsException)) throw error;
    return { root: reader.document, failure: error, open: new Set(reader.openElements()) };
  }
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
  readonly document = new XDocument();
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #open: OpenElement[] = [];
  #container: XContainer = this.document;
  #lastClosed: OpenElement | null = null;
  #startedAt = { line: 1, position: 1 };
  /** Line ends are LF. */
  readonly #source: string;

  constructor(text: string, private readonly keepsSpace: boolean) {
    this.#source = text.replaceAll("\r\n", "\n");
  }

  *openElements(): IterableIterator<XElement> {
    for (let at = this.#container; at instanceof XElement; at = at.parent!) yield at;
  }

  read(): XDocument {
    const parser = this.#parser;
    parser.on("error", (error) => {
      throw this.#failure(error.message);
    });
    parser.on("xmldecl", ({ version, encoding, standalone }) => {
      if (version !== undefined && version !== "1.0") {
        throw xmlException(`Version number '${version}' is invalid.`, parser.line, parser.column);
      }
      this.document.declaration = new XDeclaration(
        version ?? null,
        encoding ?? null,
        standalone ?? null,
      );
    });
    parser.on("doctype", (text) => {
      const type = documentType(text);
      this.document.addNode(type);
      for (const [, name, value] of (type.internalSubset ?? "").matchAll(ENTITY)) {
        parser.ENTITIES[name] ??= value;
      }
    });
    parser.on("opentagstart", ({ name }) => {
      this.#startedAt = { line: parser.line, position: parser.column - name.length };
      if (this.#open.length === 0 && this.document.root !== null) {
        const { line, position } = this.#startedAt;
        throw xmlException("There are multiple root elements.", line, position);
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
    parser.write(this.#source).close();
    return this.document;
  }

  #checkStart(): void {
    const first = this.#source.search(/[^ \t\n\r]/);
    if (first < 0) throw xmlException("Root element is missing.");
    if (this.#source[first] === "<") return;
    const before = this.#source.slice(0, first).split("\n");
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
    this.#lastClosed = this.#open.pop()!;
    const element = this.#container;
    if (!selfClosing) element.content ??= [];
    this.#container = element.parent!;
  }

  #text(text: string): void {
    if (this.#container === this.document) return;
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

  /** What .NET says where saxes says `message`, which starts with the place. */
  #failure(message: string): CsException {
    const { line, column } = this.#parser;
    const text = message.replace(/^\d+:\d+: /, "");
    const last = this.#read.at(-1) ?? "";
    const at = (what: string, position = column) => xmlException(what, line, position);
    if (/^(unclosed tag|unexpected end)/.test(text)) return this.#unclosed();
    if (/^(unmatched closing tag|unexpected close tag)/.test(text)) return this.#wrongEnd();
    if (/root element/.test(text)) return xmlException("Root element is missing.");
    if (/outside of root/.test(text)) return at("Data at the root level is invalid.");
    if (/entity/.test(text)) return this.#badEntity();
    const name = /^(?:unbound namespace prefix|duplicate attribute): "?(.*?)"?\.$/.exec(text)?.[1];
    if (/^unbound/.test(text)) {
      return at(`'${name}' is an undeclared prefix.`, this.#startedAt.position);
    }
    if (/^duplicate/.test(text)) {
      const again = this.#read.lastIndexOf(` ${name}`) + 2;
      return at(`'${name}' is a duplicate attribute name.`, column - this.#read.length + again);
    }
    if (/^unquoted/.test(text)) {
      return at(`'${last}' is an unexpected token. The expected token is '"' or '''.`);
    }
    if (/^attribute without value/.test(text)) {
      return at(`'${last}' is an unexpected token. The expected token is '='.`);
    }
    if (/^disallowed character in tag name/.test(text)) {
      const hex = last.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
      return at(`Name cannot begin with the '${last}' character, hexadecimal value 0x${hex}.`);
    }
    return at(sentence(text));
  }

  /** What was read so far. */
  get #read(): string {
    return this.#source.slice(0, this.#parser.position);
  }

  #unclosed(): CsException {
    const bare = /&(?!#?[\w.-]+;)/.exec(this.#source);
    if (bare) {
      const before = this.#source.slice(0, bare.index).split("\n");
      const position = before.at(-1)!.length + 2;
      return xmlException("An error occurred while parsing EntityName.", before.length, position);
    }
    const names = this.#open.map(({ name }) => name).reverse().join(", ");
    const { line, column } = this.#parser;
    const which = names === "" ? "" : ` The following elements are not closed: ${names}.`;
    return xmlException(`Unexpected end of file has occurred.${which}`, line, column + 1);
  }

  #wrongEnd(): CsException {
    const { line, column } = this.#parser;
    const closing = /<\/([^\s>]*)\s*>?$/.exec(this.#read)?.[1] ?? "";
    const position = column - closing.length;
    const open = this.#lastClosed;
    if (open === null) return xmlException("Unexpected end tag.", line, position);
    return xmlException(
      `The '${open.name}' start tag on line ${open.line} position ${open.position} ` +
        `does not match the end tag of '${closing}'.`,
      line,
      position,
    );
  }

  #badEntity(): CsException {
    const { line, column } = this.#parser;
    const start = this.#read.lastIndexOf("&") + 1;
    const position = column - this.#read.length + start + 1;
    const name = /^([\p{L}_][\p{L}\p{N}_.-]*);/u.exec(this.#source.slice(start))?.[1];
    return name
      ? xmlException(`Reference to undeclared entity '${name}'.`, line, position)
      : xmlException("An error occurred while parsing EntityName.", line, position);
  }
}

/** The declaration of an entity that stands for plain text. */
const ENTITY = /<!ENTITY\s+([\p{L}_][\p{L}\p{N}_.-]*)\s+["']([^"'&<%]*)["']\s*>/gu;

/** A message of the parser's as a sentence. */
function sentence(text: string): string {
  return text[0].toUpperCase() + text.slice(1) + (text.endsWith(".") ? "" : ".");
}

function documentType(text: string): XDocumentType {
  const match =
    /^\s*(\S+?)(?:\s+PUBLIC\s+"([^"]*)"(?:\s+"([^"]*)")?|\s+SYSTEM\s+"([^"]*)")?\s*(?:\[([^]*)\])?\s*$/
      .exec(text);
  const [, name, publicId, publicSystem, system, subset] = match ?? ["", text.trim()];
  return new XDocumentType(name, publicId ?? null, publicSystem ?? system ?? null, subset ?? "");
}
