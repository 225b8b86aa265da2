/**
 * The tree of System.Xml.Linq.
 * @module
 */
import { chargeFor, chargeForElements, grow, hold, spend } from "../../../csharp/runtime/budget.ts";
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import type { CsObject } from "../../../csharp/runtime/values.ts";
import { argument, invalidOperation } from "../../../csharp/runtime/errors.ts";
import { XName, XNamespace } from "./names.ts";
import { NodeType } from "./node_type.ts";
import { nodeText } from "./write.ts";

const linq = (name: string) => typeOf(`System.Xml.Linq.${name}`);
export const XELEMENT = linq("XElement");
export const XATTRIBUTE = linq("XAttribute");
export const XNODE = linq("XNode");

/** Of a node without its text. */
const NODE_BYTES = 256;

export abstract class XObject implements CsObject {
  abstract readonly csType: CsType;
  abstract readonly nodeType: number;
  parent: XContainer | null = null;

  constructor() {
    hold(NODE_BYTES);
    spend(5);
  }

  get document(): XDocument | null {
    // deno-lint-ignore no-this-alias -- the walk starts here
    let at: XObject = this;
    while (at.parent !== null) at = at.parent;
    return at instanceof XDocument ? at : null;
  }

  /** The parent where it is an element. */
  get parentElement(): XElement | null {
    return this.parent instanceof XElement ? this.parent : null;
  }
}

export abstract class XNode extends XObject {
  abstract clone(): XNode;

  csToString(): string {
    return nodeText(this, true);
  }

  /** @throws CsException when there is no parent */
  remove(): void {
    if (this.parent === null) throw invalidOperation("The parent is missing.");
    this.parent.removeNode(this);
  }

  /** The node so many places on among its siblings. */
  sibling(distance: number): XNode | null {
    const siblings = this.parent?.nodes ?? [];
    chargeForElements(siblings.length);
    return siblings[siblings.indexOf(this) + distance] ?? null;
  }
}

export class XText extends XNode {
  readonly csType: CsType = linq("XText");
  readonly nodeType: number = NodeType.Text;

  constructor(public value: string) {
    super();
  }

  clone(): XText {
    return new XText(this.value);
  }
}

export class XCData extends XText {
  override readonly csType = linq("XCData");
  override readonly nodeType = NodeType.CDATA;

  override clone(): XCData {
    return new XCData(this.value);
  }
}

export class XComment extends XNode {
  readonly csType = linq("XComment");
  readonly nodeType = NodeType.Comment;

  constructor(public value: string) {
    super();
  }

  clone(): XComment {
    return new XComment(this.value);
  }
}

export class XProcessingInstruction extends XNode {
  readonly csType = linq("XProcessingInstruction");
  readonly nodeType: number = NodeType.ProcessingInstruction;

  constructor(public target: string, public data: string) {
    super();
  }

  clone(): XProcessingInstruction {
    return new XProcessingInstruction(this.target, this.data);
  }
}

export class XDocumentType extends XNode {
  readonly csType = linq("XDocumentType");
  readonly nodeType = NodeType.DocumentType;

  constructor(
    public name: string,
    public publicId: string | null,
    public systemId: string | null,
    public internalSubset: string | null,
  ) {
    super();
  }

  clone(): XDocumentType {
    return new XDocumentType(this.name, this.publicId, this.systemId, this.internalSubset);
  }
}

export class XDeclaration implements CsObject {
  readonly csType = linq("XDeclaration");

  constructor(
    public version: string | null,
    public encoding: string | null,
    public standalone: string | null,
  ) {}

  csToString(): string {
    const part = (name: string, value: string | null) =>
      value === null ? "" : ` ${name}="${value}"`;
    return `<?xml${part("version", this.version)}${part("encoding", this.encoding)}${
      part("standalone", this.standalone)
    }?>`;
  }
}

export class XAttribute extends XObject {
  readonly csType = XATTRIBUTE;
  readonly nodeType = NodeType.Attribute;

  constructor(readonly name: XName, public value: string) {
    super();
  }

  get isNamespaceDeclaration(): boolean {
    const { namespace, local } = this.name;
    return namespace === XNamespace.none ? local === "xmlns" : namespace === XNamespace.xmlns;
  }

  get owner(): XElement | null {
    return this.parentElement;
  }

  csToString(): string {
    return nodeText(this, true);
  }

  clone(): XAttribute {
    return new XAttribute(this.name, this.value);
  }

  /** @throws CsException when there is no parent */
  remove(): void {
    if (this.owner === null) throw invalidOperation("The parent is missing.");
    this.owner.attributes.splice(this.owner.attributes.indexOf(this), 1);
    this.parent = null;
  }
}

export abstract class XContainer extends XNode {
  /** null: nothing, not even empty text, was ever put in. */
  content: XNode[] | null = null;

  get nodes(): readonly XNode[] {
    return this.content ?? [];
  }

  /** @throws CsException when a node of that kind may not stand here */
  protected abstract admit(node: XNode, index: number): void;

  /** Inserts a node, or a copy when it has a parent already. */
  insertNode(index: number, node: XNode): void {
    this.admit(node, index);
    const own = node.parent !== null || isAncestor(node, this) ? node.clone() : node;
    own.parent = this;
    (this.content ??= []).splice(index, 0, own);
    grow(this.content.length);
    if (index < this.content.length - 1) chargeFor(this.content);
  }

  addNode(node: XNode): void {
    this.insertNode(this.nodes.length, node);
  }

  /** Adds text to the text at the end, or as a node of its own. */
  addText(text: string): void {
    const last = this.nodes.at(-1);
    if (text === "") this.content ??= [];
    else if (last instanceof XText && !(last instanceof XCData)) last.value += text;
    else this.addNode(new XText(text));
  }

  removeNode(node: XNode): void {
    chargeForElements(this.nodes.length);
    this.content = this.nodes.filter((own) => own !== node);
    if (this.content.length === 0) this.content = null;
    node.parent = null;
  }

  removeNodes(): void {
    for (const node of this.nodes) node.parent = null;
    this.content = null;
  }

  protected copyNodes(copy: XContainer): void {
    if (this.content === null) return;
    copy.content = this.content.map((node) => {
      const own = node.clone();
      own.parent = copy;
      return own;
    });
  }
}

function isAncestor(node: XNode, of: XContainer): boolean {
  for (let at: XObject | null = of; at !== null; at = at.parent) if (at === node) return true;
  return false;
}

export class XElement extends XContainer {
  readonly csType = XELEMENT;
  readonly nodeType = NodeType.Element;
  readonly attributes: XAttribute[] = [];

  constructor(public name: XName) {
    super();
  }

  get value(): string {
    let text = "";
    spend(this.nodes.length);
    for (const node of this.nodes) {
      if (node instanceof XText) text += node.value;
      else if (node instanceof XElement) text += node.value;
    }
    return text;
  }

  set value(text: string) {
    this.removeNodes();
    this.addText(text);
  }

  attribute(name: XName): XAttribute | null {
    spend(this.attributes.length >> 3);
    return this.attributes.find((own) => own.name === name) ?? null;
  }

  /** @throws CsException when there is one of that name */
  addAttribute(attribute: XAttribute): void {
    if (this.attribute(attribute.name)) throw invalidOperation("Duplicate attribute.");
    const own = attribute.parent === null ? attribute : attribute.clone();
    own.parent = this;
    grow(this.attributes.push(own));
  }

  protected admit(node: XNode): void {
    if (node instanceof XDocument || node instanceof XDocumentType) {
      throw argument(`A node of type ${nodeTypeName(node)} cannot be added to content.`);
    }
  }

  clone(): XElement {
    const copy = new XElement(this.name);
    for (const attribute of this.attributes) copy.addAttribute(attribute.clone());
    this.copyNodes(copy);
    return copy;
  }
}

export class XDocument extends XContainer {
  readonly csType = linq("XDocument");
  readonly nodeType = NodeType.Document;
  declaration: XDeclaration | null = null;

  get root(): XElement | null {
    return this.nodes.find((node) => node instanceof XElement) ?? null;
  }

  protected admit(node: XNode): void {
    if (node instanceof XDocument || node instanceof XCData) {
      throw argument(`A node of type ${nodeTypeName(node)} cannot be added to content.`);
    }
    if (node instanceof XText && node.value.trim() !== "") {
      throw argument("Non-whitespace characters cannot be added to content.");
    }
    if (node instanceof XElement && this.root !== null) {
      throw invalidOperation("This operation would create an incorrectly structured document.");
    }
  }

  clone(): XDocument {
    const copy = new XDocument();
    const { declaration } = this;
    copy.declaration = declaration &&
      new XDeclaration(declaration.version, declaration.encoding, declaration.standalone);
    this.copyNodes(copy);
    return copy;
  }
}

function nodeTypeName(node: XNode): string {
  return Object.keys(NodeType)[node.nodeType];
}
