/**
 * System.Xml.XmlReader: forward over the stops of a document (reader_events.ts). The text is parsed at the first
 * Read; an error in it shows when the reader comes to it.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import type { CsException } from "../../csharp/runtime/exception.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { argumentNull, invalidOperation, outOfRange } from "../../csharp/runtime/errors.ts";
import { xmlException } from "./linq/names.ts";
import type { Readable } from "./linq/parse.ts";
import { type ReaderAttribute, type ReaderEvent, readerEvents } from "./reader_events.ts";
import { NodeType } from "./linq/node_type.ts";
import type { XElement, XNode } from "./linq/tree.ts";
import { namespacesInScope, nodeText } from "./linq/write.ts";

/** ReadState. */
export const ReadState = { Initial: 0, Interactive: 1, Error: 2, EndOfFile: 3, Closed: 4 } as const;

const CONTENT = new Set<number>([
  NodeType.Element,
  NodeType.EndElement,
  NodeType.Text,
  NodeType.CDATA,
  NodeType.EntityReference,
]);
const TEXT = new Set<number>([
  NodeType.Text,
  NodeType.CDATA,
  NodeType.Whitespace,
  NodeType.SignificantWhitespace,
]);

export class XmlReader implements CsObject {
  readonly csType: CsType = typeOf("System.Xml.XmlReader");
  #events: readonly ReaderEvent[] | null = null;
  #failure: CsException | null = null;
  #at = -1;
  /** Index of the attribute that the reader stands on; -1 on the node itself. */
  #attribute = -1;
  #state: number = ReadState.Initial;

  /** @param source gives the tree to read. @throws CsException XmlException at the first Read */
  constructor(private readonly source: () => Readable) {}

  get state(): number {
    return this.#state;
  }

  get isAtEnd(): boolean {
    return this.#state === ReadState.EndOfFile;
  }

  /** The node, past its attributes; null before the first and behind the last. */
  get #event(): ReaderEvent | null {
    return this.#state === ReadState.Interactive ? this.#events![this.#at] : null;
  }

  get #onAttribute(): ReaderAttribute | null {
    return this.#attribute < 0 ? null : this.#event?.attributes[this.#attribute] ?? null;
  }

  get nodeType(): number {
    if (this.#onAttribute) return NodeType.Attribute;
    return this.#event?.type ?? NodeType.None;
  }

  get name(): string {
    return (this.#onAttribute ?? this.#event)?.name ?? "";
  }

  get localName(): string {
    return (this.#onAttribute ?? this.#event)?.local ?? "";
  }

  get prefix(): string {
    const { name } = this;
    return name.includes(":") ? name.slice(0, name.indexOf(":")) : "";
  }

  get uri(): string {
    return (this.#onAttribute ?? this.#event)?.uri ?? "";
  }

  get value(): string {
    return (this.#onAttribute ?? this.#event)?.value ?? "";
  }

  get hasValue(): boolean {
    return this.#onAttribute !== null || (this.#event?.hasValue ?? false);
  }

  get depth(): number {
    const event = this.#event;
    return event === null ? 0 : event.depth + (this.#onAttribute ? 1 : 0);
  }

  get isEmptyElement(): boolean {
    return this.#onAttribute === null && this.nodeType === NodeType.Element && this.#event!.isEmpty;
  }

  get attributes(): readonly ReaderAttribute[] {
    return this.#event?.attributes ?? [];
  }

  attributeNamed(name: string | null): ReaderAttribute | undefined {
    return this.attributes.find((attribute) => attribute.name === name);
  }

  attributeOf(local: string | null, uri: string | null): ReaderAttribute | undefined {
    return this.attributes.find((one) => one.local === local && one.uri === (uri ?? ""));
  }

  attributeAt(index: number): ReaderAttribute {
    const attribute = this.attributes[index];
    if (!attribute) throw outOfRange("i");
    return attribute;
  }

  /** Stands on an attribute of the node. */
  moveTo(attribute: ReaderAttribute | undefined): boolean {
    if (!attribute) return false;
    this.#attribute = this.attributes.indexOf(attribute);
    return true;
  }

  moveToNextAttribute(): boolean {
    return this.moveTo(this.attributes[this.#attribute + 1]);
  }

  /** Back from an attribute; false where the reader was on none. */
  moveToElement(): boolean {
    const moved = this.#attribute >= 0;
    this.#attribute = -1;
    return moved;
  }

  read(): boolean {
    if (this.#state === ReadState.Closed) return false;
    this.#load();
    return this.#goTo(this.#at + 1);
  }

  #load(): void {
    if (this.#events) return;
    const readable = this.source();
    this.#failure = readable.failure;
    this.#events = readerEvents(readable);
  }

  #goTo(index: number): boolean {
    spend();
    this.#attribute = -1;
    const { length } = this.#events!;
    this.#at = Math.min(index, length);
    if (this.#at < length) {
      this.#state = ReadState.Interactive;
      return true;
    }
    this.#state = this.#failure ? ReadState.Error : ReadState.EndOfFile;
    if (this.#failure) throw this.#failure;
    return false;
  }

  close(): void {
    this.#state = ReadState.Closed;
    this.#attribute = -1;
  }

  /** Past everything that is neither an element nor text. */
  moveToContent(): number {
    this.moveToElement();
    if (this.#state === ReadState.Initial) this.read();
    while (this.#event !== null && !CONTENT.has(this.nodeType)) this.read();
    return this.nodeType;
  }

  /** Past the element that the reader stands on, and all in it. */
  skip(): void {
    this.moveToElement();
    const event = this.#event;
    if (event?.type === NodeType.Element) this.#goTo(event.end);
    this.read();
  }

  readToFollowing(fits: (reader: XmlReader) => boolean): boolean {
    while (this.read()) if (this.nodeType === NodeType.Element && fits(this)) return true;
    return false;
  }

  readToDescendant(fits: (reader: XmlReader) => boolean): boolean {
    this.moveToElement();
    if (this.#state === ReadState.Initial) return this.readToFollowing(fits);
    const event = this.#event;
    if (event?.type !== NodeType.Element || event.isEmpty) return false;
    while (this.read() && this.#at < event.end) {
      if (this.nodeType === NodeType.Element && fits(this)) return true;
    }
    return false;
  }

  readToNextSibling(fits: (reader: XmlReader) => boolean): boolean {
    if (this.#state === ReadState.Initial) {
      this.read();
      if (this.nodeType === NodeType.Element && fits(this)) return true;
    }
    while (this.#event !== null) {
      this.skip();
      const { nodeType } = this;
      if (nodeType === NodeType.Element && fits(this)) return true;
      if (nodeType === NodeType.EndElement) return false;
    }
    return false;
  }

  isStart(): boolean {
    return this.moveToContent() === NodeType.Element;
  }

  /** Past a start tag. @throws CsException XmlException */
  readStart(fits: ((reader: XmlReader) => boolean) | null = null, name: string | null = ""): void {
    if (!this.isStart()) throw this.#unexpected();
    if (fits !== null && !fits(this)) {
      throw xmlException(`Element '${name ?? ""}' was not found.`);
    }
    this.read();
  }

  /** Past an end tag. @throws CsException XmlException */
  readEnd(): void {
    if (this.moveToContent() !== NodeType.EndElement) throw this.#unexpected();
    this.read();
  }

  #unexpected(): CsException {
    return xmlException(`'${this.#typeName}' is an invalid XmlNodeType.`);
  }

  /** The text from here to the next tag, past comments; or an attribute's value. */
  readContent(method: string): string {
    if (this.#onAttribute) return this.value;
    if (this.nodeType === NodeType.EndElement) return "";
    if (this.#event === null || this.nodeType === NodeType.Element) throw this.#unsupported(method);
    return this.#text();
  }

  #text(): string {
    let text = "";
    for (; this.#event !== null; this.read()) {
      const { nodeType } = this;
      if (TEXT.has(nodeType)) text += this.value;
      else if (nodeType === NodeType.Element || nodeType === NodeType.EndElement) break;
    }
    return text;
  }

  /**
   * What `convert` makes of the text of an element that holds nothing else; past its end.
   * @throws CsException
   */
  readElementContent<T>(method: string, convert: (text: string, isEmpty: boolean) => T): T {
    const event = this.#event;
    if (this.#onAttribute || event?.type !== NodeType.Element) throw this.#unsupported(method);
    this.read();
    if (event.isEmpty) return convert("", true);
    if (this.#at === event.end) {
      this.read();
      return convert("", true);
    }
    if (this.nodeType === NodeType.Element) {
      throw xmlException(
        "ReadElementContentAs() methods cannot be called on an element that has child elements.",
      );
    }
    const value = convert(this.#text(), false);
    this.readEnd();
    return value;
  }

  get #typeName(): string {
    return Object.keys(NodeType)[this.nodeType];
  }

  #unsupported(method: string): CsException {
    const cure = this.nodeType === NodeType.Element
      ? " If you want to read typed content of an element, use the ReadElementContentAs method."
      : "";
    return invalidOperation(
      `The ${method} method is not supported on node type ${this.#typeName}.${cure}`,
    );
  }

  /** Takes a copy of the node and goes past it: XNode.ReadFrom. */
  take(): XNode {
    this.moveToElement();
    if (this.#state !== ReadState.Interactive) {
      throw invalidOperation("The XmlReader state should be Interactive.");
    }
    const event = this.#event!;
    if (event.node === null || event.type === NodeType.EndElement) {
      throw invalidOperation(`The XmlReader should not be on a node of type ${this.#typeName}.`);
    }
    const copy = event.node.clone();
    this.skip();
    return copy;
  }

  /** What an element holds, as text; past its end. */
  readInner(): string {
    if (this.#onAttribute) return this.value;
    const event = this.#event;
    if (event?.type !== NodeType.Element) {
      if (event !== null) this.read();
      return "";
    }
    const text = (event.node as XElement).nodes.map((node) => nodeText(node, false)).join("");
    this.skip();
    return text;
  }

  /** The node as text; past its end. */
  readOuter(): string {
    const attribute = this.#onAttribute;
    if (attribute) return `${attribute.name}="${attribute.value}"`;
    const event = this.#event;
    if (event === null) return "";
    const text = event.type === NodeType.Element ? nodeText(event.node!, false) : "";
    this.skip();
    return text;
  }

  /** A reader of the element alone; this one goes on behind it. */
  subtree(): XmlReader {
    const event = this.#event;
    if (event?.type !== NodeType.Element) {
      throw invalidOperation(
        "ReadSubtree() can be called only if the reader is on an element node.",
      );
    }
    this.#goTo(event.end);
    return wholeReader(event.node!);
  }

  uriOf(prefix: string | null): string | null {
    if (prefix === null) throw argumentNull("prefix");
    const node = this.#event?.node ?? null;
    if (node === null) return null;
    const element = node.nodeType === NodeType.Element ? node as XElement : node.parentElement;
    return element === null ? null : namespacesInScope(element).get(prefix) ?? null;
  }
}

/** A reader of a tree that is there already. */
export function wholeReader(root: XNode): XmlReader {
  return new XmlReader(() => ({ root, failure: null, open: new Set() }));
}
