/**
 * XName and XNamespace: interned while they are in use, so that identity is equality.
 * @module
 */
import { CsException } from "../../../csharp/runtime/exception.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import type { CsObject } from "../../../csharp/runtime/values.ts";
import { argument, argumentNull } from "../../../csharp/runtime/errors.ts";
import { WeakTable } from "./weak_table.ts";

export const types = new Declarations();

const XNAMESPACE = typeOf("System.Xml.Linq.XNamespace");
const XNAME = typeOf("System.Xml.Linq.XName");

export class XNamespace implements CsObject {
  readonly csType: CsType = XNAMESPACE;
  readonly #names = new WeakTable<XName>();

  private constructor(readonly uri: string) {}

  static readonly #known = new WeakTable<XNamespace>();

  static get(uri: string | null): XNamespace {
    if (uri === null) throw argumentNull("namespaceName");
    return this.#known.get(uri, () => new XNamespace(uri));
  }

  static readonly none = XNamespace.get("");
  static readonly xml = XNamespace.get("http://www.w3.org/XML/1998/namespace");
  static readonly xmlns = XNamespace.get("http://www.w3.org/2000/xmlns/");

  /** @throws CsException System.Xml.XmlException when it is no name. */
  name(local: string | null): XName {
    if (local === null) throw argumentNull("localName");
    return this.#names.get(local, () => {
      checkName(local);
      return new XName(this, local);
    });
  }

  csToString(): string {
    return this.uri;
  }
}

export class XName implements CsObject {
  readonly csType: CsType = XNAME;

  /** @internal Use XNamespace.name. */
  constructor(readonly namespace: XNamespace, readonly local: string) {}

  /** `local` or `{namespace}local`. @throws CsException ArgumentNull, Argument, XmlException */
  static get(expanded: string | null): XName {
    if (expanded === null) throw argumentNull("expandedName");
    if (expanded === "") throw argument("'' is an invalid expanded name.");
    if (expanded[0] !== "{") return XNamespace.none.name(expanded);
    const end = expanded.lastIndexOf("}");
    if (end <= 1 || end === expanded.length - 1) {
      throw argument(`'${expanded}' is an invalid expanded name.`);
    }
    return XNamespace.get(expanded.slice(1, end)).name(expanded.slice(end + 1));
  }

  csToString(): string {
    return this.namespace.uri === "" ? this.local : `{${this.namespace.uri}}${this.local}`;
  }
}

const NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.\-\u00b7]*$/u;
const NAME_START = /[\p{L}_]/u;
const NAME_PART = /[\p{L}\p{N}\p{M}_.\-\u00b7]/u;

/** @throws CsException System.Xml.XmlException when `text` is no name without colon. */
function checkName(text: string): void {
  if (NAME.test(text)) return;
  if (text === "") {
    throw new CsException(
      "System.ArgumentNullException",
      "The empty string '' is not a valid local name. (Parameter 'name')",
    );
  }
  const bad = NAME_START.test(text[0]) ? [...text].find((char) => !NAME_PART.test(char))! : text[0];
  const hex = `0x${bad.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  throw xmlException(
    bad === text[0] && !NAME_START.test(bad)
      ? `Name cannot begin with the '${bad}' character, hexadecimal value ${hex}.`
      : `The '${bad}' character, hexadecimal value ${hex}, cannot be included in a name.`,
  );
}

/** @param line from 1; with it the message ends as .NET's do. */
export function xmlException(message: string, line = 0, position = 0): CsException {
  const text = line > 0 ? `${message} Line ${line}, position ${position}.` : message;
  return new CsException("System.Xml.XmlException", text, null, {
    LineNumber: line,
    LinePosition: position,
  });
}

const XML_ERROR = "An XML error has occurred.";

types.of<CsException>().declare({
  type: "class System.Xml.XmlException : SystemException",
  members: {
    "new()": () => xmlException(XML_ERROR),
    "new(string message)": (message) => xmlException(message ?? XML_ERROR),
    "new(string message, Exception innerException)": (message, inner) =>
      new CsException("System.Xml.XmlException", message ?? XML_ERROR, inner),
    "int LineNumber { get; }": (self) => self.details.LineNumber ?? 0,
    "int LinePosition { get; }": (self) => self.details.LinePosition ?? 0,
  },
});

types.of<XName>().declare({
  type: "class System.Xml.Linq.XName : IEquatable<XName>",
  members: {
    "static XName Get(string expandedName)": (text) => XName.get(text),
    "static XName Get(string localName, string namespaceName)": (local, uri) =>
      XNamespace.get(uri).name(local),
    "static implicit operator XName(string expandedName)": (text) =>
      text === null ? null : XName.get(text),
    "static bool operator ==(XName left, XName right)": (a, b) => a === b,
    "static bool operator !=(XName left, XName right)": (a, b) => a !== b,
    "string LocalName { get; }": (self) => self.local,
    "XNamespace Namespace { get; }": (self) => self.namespace,
    "string NamespaceName { get; }": (self) => self.namespace.uri,
    "string ToString()": (self) => self.csToString(),
  },
});

types.of<XNamespace>().declare({
  type: "class System.Xml.Linq.XNamespace",
  members: {
    "static XNamespace Get(string namespaceName)": (uri) => XNamespace.get(uri),
    "static XNamespace None { get; }": () => XNamespace.none,
    "static XNamespace Xml { get; }": () => XNamespace.xml,
    "static XNamespace Xmlns { get; }": () => XNamespace.xmlns,
    "static implicit operator XNamespace(string namespaceName)": (uri) =>
      uri === null ? null : XNamespace.get(uri),
    "static XName operator +(XNamespace ns, string localName)": (namespace, local) => {
      if (namespace === null) throw argumentNull("ns");
      return namespace.name(local);
    },
    "static bool operator ==(XNamespace left, XNamespace right)": (a, b) => a === b,
    "static bool operator !=(XNamespace left, XNamespace right)": (a, b) => a !== b,
    "string NamespaceName { get; }": (self) => self.uri,
    "XName GetName(string localName)": (self, local) => self.name(local),
    "string ToString()": (self) => self.uri,
  },
});
