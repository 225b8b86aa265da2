/**
 * Text to XDocument and XElement, with .NET's error messages where they are common.
 * @module
 */
import { SaxesParser } from "saxes";
import { allocate, spend } from "../../../csharp/runtime/budget.ts";
import { CsException } from "../../../csharp/runtime/exception.ts";
import { argumentNull } from "../../../csharp/runtime/errors.ts";
import { faultOf } from "./fault.ts";
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

class DocumentReader {
  readonly document = new XDocument();
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  #depth = 0;
  #container: XContainer = this.document;
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
    parser.on("error", () => {
      throw this.#failure();
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
    parser.on("opentagstart", () => {
      if (this.#depth === 0 && this.document.root !== null) throw this.#failure();
    });
    parser.on("opentag", (tag) => this.#start(tag));
    parser.on("closetag", (tag) => this.#end(tag.isSelfClosing));
    parser.on("text", (text) => this.#text(text));
    parser.on("cdata", (text) => this.#container.addNode(new XCData(text)));
    parser.on("comment", (text) => this.#container.addNode(new XComment(text)));
    parser.on("processinginstruction", ({ target, body }) => {
      this.#container.addNode(new XProcessingInstruction(target, body));
    });
    if (!/^[ \t\n\r]*</.test(this.#source)) throw this.#failure();
    parser.write(this.#source).close();
    return this.document;
  }

  #start(tag: {
    name: string;
    local: string;
    uri: string;
    attributes: Record<string, { local: string; uri: string; prefix: string; value: string }>;
  }): void {
    spend();
    if (this.#depth >= MAX_DEPTH) {
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
    this.#depth++;
  }

  #end(selfClosing: boolean): void {
    this.#depth--;
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

  /** What .NET says about a text that saxes refuses. */
  #failure(): CsException {
    const { line, column, ENTITIES } = this.#parser;
    return faultOf(this.#source, Object.keys(ENTITIES)) ??
      xmlException("The document is not well-formed.", line, column);
  }
}

/** The declaration of an entity that stands for plain text. */
const ENTITY = /<!ENTITY\s+([\p{L}_][\p{L}\p{N}_.-]*)\s+["']([^"'&<%]*)["']\s*>/gu;

function documentType(text: string): XDocumentType {
  const match =
    /^\s*(\S+?)(?:\s+PUBLIC\s+"([^"]*)"(?:\s+"([^"]*)")?|\s+SYSTEM\s+"([^"]*)")?\s*(?:\[([^]*)\])?\s*$/
      .exec(text);
  const [, name, publicId, publicSystem, system, subset] = match ?? ["", text.trim()];
  return new XDocumentType(name, publicId ?? null, publicSystem ?? system ?? null, subset ?? "");
}
