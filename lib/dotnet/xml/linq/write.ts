/**
 * XML text as XmlWriter writes it for System.Xml.Linq.
 * @module
 */
import { allocate, spend } from "../../../csharp/runtime/budget.ts";
import { argument } from "../../../csharp/runtime/errors.ts";
import { type XName, XNamespace } from "./names.ts";
import { WriterNamespaces } from "./writer_namespaces.ts";
import { NodeType } from "./node_type.ts";

const NEW_LINE = "\n";
const STEP = "  ";

/** What writing needs of the nodes of a tree (tree.ts). */
interface XmlNode {
  readonly nodeType: number;
  readonly parentElement: XmlElement | null;
}

interface XmlAttribute extends XmlNode {
  readonly name: XName;
  readonly value: string;
  readonly isNamespaceDeclaration: boolean;
}

interface XmlContainer extends XmlNode {
  readonly nodes: readonly XmlNode[];
}

interface XmlElement extends XmlContainer {
  readonly name: XName;
  readonly attributes: readonly XmlAttribute[];
  /** null: nothing, not even empty text, was ever put in. */
  readonly content: readonly XmlNode[] | null;
}

type XmlText = XmlNode & { readonly value: string };
type XmlInstruction = XmlNode & { readonly target: string; readonly data: string };
type XmlDocumentType = XmlNode & {
  readonly name: string;
  readonly publicId: string | null;
  readonly systemId: string | null;
  readonly internalSubset: string | null;
};

/** `node.ToString()`, indented, or with SaveOptions.DisableFormatting. */
export function nodeText(node: XmlNode, indented: boolean): string {
  if (node.nodeType === NodeType.Attribute) return attributeAlone(node as XmlAttribute);
  const writer = new Writer(indented, declarationsAround(node));
  writer.write(node as XmlNode);
  allocate(writer.text.length);
  return writer.text;
}

/** A namespace declaration of the tree. */
interface Declaration {
  readonly prefix: string;
  readonly uri: string;
}

function declarationsOf(element: XmlElement): Declaration[] {
  return element.attributes.filter((attribute) => attribute.isNamespaceDeclaration).map(
    ({ name, value }) => ({
      prefix: name.namespace === XNamespace.none ? "" : name.local,
      uri: value,
    }),
  );
}

/** The declarations of the elements around a node: the last is asked first. */
function declarationsAround(node: XmlNode): Declaration[] {
  const found: Declaration[] = [];
  for (let at = node.parentElement; at !== null; at = at.parentElement) {
    found.push(...declarationsOf(at));
  }
  return found.reverse();
}

/** The URI of each prefix in force; "" is the default namespace's prefix. */
type Prefixes = ReadonlyMap<string, string>;

const ROOT_SCOPE: Prefixes = new Map([
  ["", ""],
  ["xml", XNamespace.xml.uri],
  ["xmlns", XNamespace.xmlns.uri],
]);

/** Prefixes in scope inside an element, with their URIs, outermost first. */
export function namespacesInScope(element: XmlElement): ReadonlyMap<string, string> {
  return scopeOf(element);
}

function scopeOf(element: XmlElement): Prefixes {
  const outer = element.parentElement;
  return declared(element, outer === null ? ROOT_SCOPE : scopeOf(outer));
}

function declared(element: XmlElement, outer: Prefixes): Prefixes {
  if (!element.attributes.some((attribute) => attribute.isNamespaceDeclaration)) return outer;
  const scope = new Map(outer);
  for (const attribute of element.attributes) {
    if (!attribute.isNamespaceDeclaration) continue;
    const { namespace, local } = attribute.name;
    scope.set(namespace === XNamespace.none ? "" : local, attribute.value);
  }
  return scope;
}

/** The innermost prefix for that URI; undefined when there is none. */
function prefixFor(uri: string, scope: Prefixes, allowDefault: boolean): string | undefined {
  let found: string | undefined;
  for (const [prefix, own] of scope) {
    if (own === uri && (allowDefault || prefix !== "")) found = prefix;
  }
  return found;
}

function escapeText(text: string): string {
  return checked(text).replace(/[&<>]|\r\n?/g, (found) => ENTITIES.get(found) ?? NEW_LINE);
}

function escapeValue(text: string): string {
  return checked(text).replace(
    /[&<>"\t\n\r]/g,
    (char) => ENTITIES.get(char) ?? charReference(char),
  );
}

// deno-lint-ignore no-control-regex -- the characters that XML forbids
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** @throws CsException System.ArgumentException for a character that XML has no form for */
function checked(text: string): string {
  const bad = FORBIDDEN.exec(text)?.[0];
  if (bad === undefined) return text;
  const hex = bad.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
  const shown = bad === "\0" ? "." : bad;
  throw argument(`'${shown}', hexadecimal value 0x${hex}, is an invalid character.`);
}

const ENTITIES: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
}));

function charReference(char: string): string {
  return `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`;
}

/** The name as it is written, with the prefix that is in force. */
export function qualifiedName(node: XmlElement | XmlAttribute): string {
  const { namespace, local } = node.name;
  if (node.nodeType === NodeType.Attribute && local === "xmlns" && namespace === XNamespace.none) {
    return local;
  }
  const isElement = node.nodeType === NodeType.Element;
  const element = isElement ? node as XmlElement : (node as XmlAttribute).parentElement;
  const scope = element === null ? ROOT_SCOPE : scopeOf(element);
  const prefix = namespace.uri === "" ? "" : prefixFor(namespace.uri, scope, isElement) ?? "";
  return prefix === "" ? local : `${prefix}:${local}`;
}

function attributeAlone(attribute: XmlAttribute): string {
  const { namespace, local } = attribute.name;
  const scope = attribute.parentElement === null ? ROOT_SCOPE : scopeOf(attribute.parentElement);
  const uri = namespace.uri;
  const prefix = uri === "" ? "" : prefixFor(uri, scope, false) ?? "p0";
  const name = prefix === "" ? local : `${prefix}:${local}`;
  return `${name}="${escapeValue(attribute.value)}"`;
}

class Writer {
  text = "";
  #level = 0;
  /** Whether text was written in an element that is open: then nothing inside is indented. */
  #mixed = false;
  readonly #namespaces = new WriterNamespaces();

  constructor(
    private readonly indented: boolean,
    /** The declarations of the tree that are in force, innermost last. */
    private readonly declarations: Declaration[],
  ) {}

  write(node: XmlNode): void {
    spend();
    switch (node.nodeType) {
      case NodeType.Element:
        return this.#element(node as XmlElement);
      case NodeType.Text:
        this.text += escapeText((node as XmlText).value);
        this.#mixed = true;
        return;
      case NodeType.CDATA:
        this.text += `<![CDATA[${(node as XmlText).value.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
        this.#mixed = true;
        return;
      case NodeType.Comment:
        this.#indent();
        this.text += `<!--${(node as XmlText).value}-->`;
        return;
      case NodeType.XmlDeclaration:
      case NodeType.ProcessingInstruction: {
        const { target, data } = node as XmlInstruction;
        this.#indent();
        this.text += data === "" ? `<?${target}?>` : `<?${target} ${data}?>`;
        return;
      }
      case NodeType.Document:
        for (const child of (node as XmlContainer).nodes) this.write(child);
        return;
      default:
        this.#indent();
        this.text += documentType(node as XmlDocumentType);
    }
  }

  #indent(): void {
    if (!this.indented || this.#mixed || this.text === "") return;
    this.text += NEW_LINE + STEP.repeat(this.#level);
  }

  #element(element: XmlElement): void {
    this.#indent();
    const outer = this.#namespaces.enter();
    const outerDeclarations = this.declarations.length;
    this.declarations.push(...declarationsOf(element));
    const { namespace, local } = element.name;
    const name = joined(
      this.#namespaces.forElement(this.#prefix(namespace.uri, true), namespace.uri),
      local,
    );
    this.text += `<${name}`;
    for (const attribute of element.attributes) this.#attribute(attribute);
    for (const { prefix, uri } of this.#namespaces.undeclared()) {
      this.#assign(prefix === "" ? "xmlns" : `xmlns:${prefix}`, uri);
    }
    if (element.content === null) this.text += " />";
    else {
      this.text += ">";
      this.#inside(element);
      this.text += `</${name}>`;
    }
    this.declarations.length = outerDeclarations;
    this.#namespaces.leave(outer);
  }

  #inside(element: XmlContainer): void {
    const outerMixed = this.#mixed;
    this.#level++;
    const start = this.text.length;
    for (const node of element.nodes) this.write(node);
    this.#level--;
    if (this.text.length !== start) this.#indent();
    this.#mixed = outerMixed;
  }

  #attribute(attribute: XmlAttribute): void {
    const { namespace, local } = attribute.name;
    if (attribute.isNamespaceDeclaration) {
      const prefix = namespace === XNamespace.none ? "" : local;
      this.#namespaces.declare(prefix, attribute.value);
      this.#assign(prefix === "" ? "xmlns" : `xmlns:${prefix}`, attribute.value);
      return;
    }
    const { uri } = namespace;
    const prefix = this.#namespaces.forAttribute(this.#prefix(uri, false), uri);
    this.#assign(joined(prefix, local), attribute.value);
  }

  #assign(name: string, value: string): void {
    this.text += ` ${name}="${escapeValue(value)}"`;
  }

  /** The prefix that the tree has for that URI; null when it has none. */
  #prefix(uri: string, allowDefault: boolean): string | null {
    if (uri === "") return "";
    for (let i = this.declarations.length - 1; i >= 0; i--) {
      const { prefix, uri: own } = this.declarations[i];
      if (own !== uri || (prefix === "" && !allowDefault)) continue;
      const isHidden = this.declarations.slice(i + 1).some((inner) => inner.prefix === prefix);
      if (!isHidden) return prefix;
    }
    return uri === XNamespace.xml.uri ? "xml" : null;
  }
}

function joined(prefix: string, local: string): string {
  return prefix === "" ? local : `${prefix}:${local}`;
}

function documentType({ name, publicId, systemId, internalSubset }: XmlDocumentType): string {
  const external = publicId !== null
    ? ` PUBLIC "${publicId}" "${systemId ?? ""}"`
    : systemId !== null
    ? ` SYSTEM "${systemId}"`
    : " ";
  return `<!DOCTYPE ${name}${external}${internalSubset === null ? "" : `[${internalSubset}]`}>`;
}
