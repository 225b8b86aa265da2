/**
 * XPath over System.Xml.Linq, and the namespaces of its prefixes.
 * @module
 */
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { CsException } from "../../../csharp/runtime/exception.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { Box, type CsObject } from "../../../csharp/runtime/values.ts";
import { Sequence } from "../../../csharp/runtime/sequence.ts";
import {
  argument,
  argumentNull,
  invalidOperation,
  notNull,
} from "../../../csharp/runtime/errors.ts";
import { XNamespace } from "../linq/names.ts";
import { elementSequence } from "../linq/node_members.ts";
import { XElement, type XNode, type XObject } from "../linq/tree.ts";
import { evaluateXPath, type Namespaces, selectNodes } from "./evaluate.ts";

export const types = new Declarations();

const OBJECT = typeOf("System.Object");
const DOUBLE = typeOf("System.Double");
const STRING = typeOf("System.String");

/** XmlNamespaceManager: scopes of prefixes. */
export class NamespaceManager implements CsObject {
  readonly csType = typeOf("System.Xml.XmlNamespaceManager");
  readonly elementType = STRING;
  #scopes: Map<string, string>[] = [
    new Map([["", ""], ["xml", XNamespace.xml.uri], ["xmlns", XNamespace.xmlns.uri]]),
  ];

  csParts(): Iterable<unknown> {
    return this.#scopes;
  }

  *[Symbol.iterator](): IterableIterator<string> {
    yield* new Set(this.#scopes.flatMap((scope) => [...scope.keys()]));
  }

  add(prefix: string | null, uri: string | null): void {
    if (uri === null) throw argumentNull("uri");
    if (prefix === null) throw argumentNull("prefix");
    if (prefix === "xmlns" || (prefix === "xml" && uri !== XNamespace.xml.uri)) {
      throw argument(
        `Prefix "${prefix}" is reserved for use by XML${
          prefix === "xml"
            ? ' and can be mapped only to namespace name "http://www.w3.org/XML/1998/namespace"'
            : ""
        }.`,
        "prefix",
      );
    }
    this.#scopes.at(-1)!.set(prefix, uri);
  }

  uriOf(prefix: string | null): string | undefined {
    if (prefix === null) return undefined;
    return this.#scopes.findLast((scope) => scope.has(prefix))?.get(prefix);
  }

  prefixOf(uri: string | null): string | null {
    for (const scope of this.#scopes.toReversed()) {
      for (const [prefix, own] of scope) if (own === uri) return prefix;
    }
    return null;
  }

  remove(prefix: string, uri: string): void {
    const scope = this.#scopes.at(-1)!;
    if (scope.get(prefix) === uri) scope.delete(prefix);
  }

  push(): void {
    this.#scopes.push(new Map());
  }

  pop(): boolean {
    if (this.#scopes.length === 1) return false;
    this.#scopes.pop();
    return true;
  }
}

/** What a path's prefixes mean to a manager; without one a prefix is an error. */
export function namespacesOf(manager: NamespaceManager | null): Namespaces | null {
  return manager === null ? null : (prefix) => manager.uriOf(prefix);
}

function select(node: XNode | null, path: string | null, manager: NamespaceManager | null) {
  if (node === null) throw argumentNull("node");
  if (path === null) throw new CsException("System.NullReferenceException", NULL_REFERENCE);
  return selectNodes(node, path, namespacesOf(manager)).map(elementOf);
}

const NULL_REFERENCE = "Object reference not set to an instance of an object.";

function elementOf(node: XObject): XElement {
  if (node instanceof XElement) return node;
  throw invalidOperation(`The XPath expression evaluated to unexpected type ${node.csType}.`);
}

function evaluated(
  node: XNode | null,
  path: string | null,
  manager: NamespaceManager | null,
): unknown {
  if (node === null) throw argumentNull("node");
  const value = evaluateXPath(node, path ?? "", namespacesOf(manager));
  if (typeof value === "number") return new Box(DOUBLE, value);
  return typeof value === "object" ? new Sequence(OBJECT, () => value.values()) : value;
}

types.declare({
  type: "static class System.Xml.XPath.Extensions",
  members: {
    "static XElement XPathSelectElement(this XNode node, string expression)": (node, path) =>
      select(node, path, null)[0] ?? null,
    "static XElement XPathSelectElement(this XNode node, string expression, IXmlNamespaceResolver resolver)":
      (node, path, resolver) => select(node, path, resolver)[0] ?? null,
    "static IEnumerable<XElement> XPathSelectElements(this XNode node, string expression)": (
      node,
      path,
    ) => elementSequence(() => select(node, path, null)),
    "static IEnumerable<XElement> XPathSelectElements(this XNode node, string expression, IXmlNamespaceResolver resolver)":
      (node, path, resolver) => elementSequence(() => select(node, path, resolver)),
    "static object XPathEvaluate(this XNode node, string expression)": (node, path) =>
      evaluated(node, path, null),
    "static object XPathEvaluate(this XNode node, string expression, IXmlNamespaceResolver resolver)":
      evaluated,
  },
});

types.declare({ type: "interface System.Xml.IXmlNamespaceResolver" });
types.declare({ type: "abstract class System.Xml.XmlNameTable" });
types.declare({
  type: "class System.Xml.NameTable : XmlNameTable",
  members: { "new()": () => ({ csType: typeOf("System.Xml.NameTable") }) },
});
types.of<NamespaceManager>().declare({
  type:
    "class System.Xml.XmlNamespaceManager : IXmlNamespaceResolver, System.Collections.IEnumerable",
  members: {
    "new(XmlNameTable nameTable)": () => new NamespaceManager(),
    "void AddNamespace(string prefix, string uri)": (self, prefix, uri) => self.add(prefix, uri),
    "void RemoveNamespace(string prefix, string uri)": (self, prefix, uri) =>
      self.remove(notNull(prefix, "prefix"), notNull(uri, "uri")),
    "string LookupNamespace(string prefix)": (self, prefix) => self.uriOf(prefix) ?? null,
    "string LookupPrefix(string uri)": (self, uri) => self.prefixOf(uri),
    "bool HasNamespace(string prefix)": (self, prefix) => self.uriOf(prefix) !== undefined,
    "void PushScope()": (self) => self.push(),
    "bool PopScope()": (self) => self.pop(),
    "string DefaultNamespace { get; }": (self) => self.uriOf("") ?? "",
  },
});
