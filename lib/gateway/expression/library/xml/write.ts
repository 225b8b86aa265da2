/**
 * XML text as XmlWriter writes it for System.Xml.Linq.
 * @module
 */
import { allocate, spend } from "../../runtime/budget.ts";
import { XNamespace } from "./names.ts";
import type {
  XAttribute,
  XComment,
  XContainer,
  XDocument,
  XDocumentType,
  XElement,
  XNode,
  XObject,
  XProcessingInstruction,
  XText,
} from "./tree.ts";

const NEW_LINE = "\n";
const STEP = "  ";
// the numbers of XmlNodeType, whose table tree.ts has
const ELEMENT = 1;
const ATTRIBUTE = 2;
const TEXT = 3;
const CDATA = 4;
const INSTRUCTION = 7;
const COMMENT = 8;
const DOCUMENT = 9;

/** `node.ToString()`, indented, or with SaveOptions.DisableFormatting. */
export function nodeText(node: XObject, indented: boolean): string {
  if (node.nodeType === ATTRIBUTE) return attributeAlone(node as XAttribute);
  const writer = new Writer(indented);
  const element = node.parentElement;
  writer.write(node as XNode, element === null ? ROOT_SCOPE : scopeOf(element));
  allocate(writer.text.length);
  return writer.text;
}

/** The URI of each prefix in force; "" is the default namespace's prefix. */
type Scope = ReadonlyMap<string, string>;

const ROOT_SCOPE: Scope = new Map([
  ["", ""],
  ["xml", XNamespace.xml.uri],
  ["xmlns", XNamespace.xmlns.uri],
]);

/** Prefixes in scope inside an element, with their URIs, outermost first. */
export function namespacesInScope(element: XElement): ReadonlyMap<string, string> {
  return scopeOf(element);
}

function scopeOf(element: XElement): Scope {
  const outer = element.parentElement;
  return declared(element, outer === null ? ROOT_SCOPE : scopeOf(outer));
}

function declared(element: XElement, outer: Scope): Scope {
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
function prefixFor(uri: string, scope: Scope, allowDefault: boolean): string | undefined {
  let found: string | undefined;
  for (const [prefix, own] of scope) {
    if (own === uri && (allowDefault || prefix !== "")) found = prefix;
  }
  return found;
}

function escapeText(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex -- the characters that XML escapes or forbids
    /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f]/g,
    (char) => ENTITIES[char] ?? charReference(char),
  );
}

function escapeValue(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex -- the same, and what attribute values normalise
    /[&<>"\u0000-\u001f]/g,
    (char) => ENTITIES[char] ?? charReference(char),
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function charReference(char: string): string {
  return `&#x${char.charCodeAt(0).toString(16).toUpperCase()};`;
}

/** The name as it is written, with the prefix that is in force. */
export function qualifiedName(node: XElement | XAttribute): string {
  const { namespace, local } = node.name;
  if (node.nodeType === ATTRIBUTE && local === "xmlns" && namespace === XNamespace.none) {
    return local;
  }
  const isElement = node.nodeType === ELEMENT;
  const element = isElement ? node as XElement : (node as XAttribute).owner;
  const scope = element === null ? ROOT_SCOPE : scopeOf(element);
  const prefix = namespace.uri === "" ? "" : prefixFor(namespace.uri, scope, isElement) ?? "";
  return prefix === "" ? local : `${prefix}:${local}`;
}

function attributeAlone(attribute: XAttribute): string {
  const { namespace, local } = attribute.name;
  const scope = attribute.owner === null ? ROOT_SCOPE : scopeOf(attribute.owner);
  const uri = namespace.uri;
  const prefix = uri === "" ? "" : prefixFor(uri, scope, false) ?? "p0";
  const name = prefix === "" ? local : `${prefix}:${local}`;
  const undeclared = prefix === "p0" ? ` xmlns:p0="${escapeValue(uri)}"` : "";
  return `${name}="${escapeValue(attribute.value)}"${undeclared}`;
}

class Writer {
  text = "";
  #level = 0;
  /** Whether text was written in an element that is open: then nothing inside is indented. */
  #mixed = false;

  constructor(private readonly indented: boolean) {}

  write(node: XNode, scope: Scope): void {
    spend();
    switch (node.nodeType) {
      case ELEMENT:
        return this.#element(node as XElement, scope);
      case TEXT:
        this.text += escapeText((node as XText).value);
        this.#mixed = true;
        return;
      case CDATA:
        this.text += `<![CDATA[${(node as XText).value.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
        this.#mixed = true;
        return;
      case COMMENT:
        this.#indent();
        this.text += `<!--${(node as XComment).value}-->`;
        return;
      case INSTRUCTION: {
        const { target, data } = node as XProcessingInstruction;
        this.#indent();
        this.text += data === "" ? `<?${target}?>` : `<?${target} ${data}?>`;
        return;
      }
      case DOCUMENT:
        for (const child of (node as XDocument).nodes) this.write(child, scope);
        return;
      default:
        this.#indent();
        this.text += documentType(node as XDocumentType);
    }
  }

  #indent(): void {
    if (!this.indented || this.#mixed || this.text === "") return;
    this.text += NEW_LINE + STEP.repeat(this.#level);
  }

  #element(element: XElement, outer: Scope): void {
    this.#indent();
    const scope = new Map(declared(element, outer));
    const extra: string[] = [];
    const name = this.#elementName(element, scope, extra);
    this.text += `<${name}`;
    for (const attribute of element.attributes) {
      this.text += ` ${this.#attributeName(attribute, scope, extra)}="${
        escapeValue(attribute.value)
      }"`;
    }
    this.text += extra.join("");
    if (element.content === null) {
      this.text += " />";
      return;
    }
    this.text += ">";
    this.#inside(element, scope);
    this.text += `</${name}>`;
  }

  #inside(element: XContainer, scope: Scope): void {
    const outerMixed = this.#mixed;
    this.#level++;
    const start = this.text.length;
    for (const node of element.nodes) this.write(node, scope);
    this.#level--;
    if (this.text.length !== start) this.#indent();
    this.#mixed = outerMixed;
  }

  #elementName({ name }: XElement, scope: Map<string, string>, extra: string[]): string {
    const { uri } = name.namespace;
    const prefix = uri === "" ? "" : prefixFor(uri, scope, true);
    if (prefix === undefined || (uri === "" && scope.get("") !== "")) {
      scope.set("", uri);
      extra.push(` xmlns="${escapeValue(uri)}"`);
      return name.local;
    }
    return prefix === "" ? name.local : `${prefix}:${name.local}`;
  }

  #attributeName({ name }: XAttribute, scope: Map<string, string>, extra: string[]): string {
    const { uri } = name.namespace;
    if (uri === "") return name.local;
    let prefix = prefixFor(uri, scope, false);
    if (prefix === undefined) {
      prefix = `p${this.#level + 1}`;
      scope.set(prefix, uri);
      extra.push(` xmlns:${prefix}="${escapeValue(uri)}"`);
    }
    return `${prefix}:${name.local}`;
  }
}

function documentType({ name, publicId, systemId, internalSubset }: XDocumentType): string {
  const external = publicId !== null
    ? ` PUBLIC "${publicId}" "${systemId ?? ""}"`
    : systemId !== null
    ? ` SYSTEM "${systemId}"`
    : "";
  return `<!DOCTYPE ${name}${external}${internalSubset ? `[${internalSubset}]` : ""}>`;
}
