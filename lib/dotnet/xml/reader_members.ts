/**
 * The members of XmlReader, and what makes one.
 * @module
 */
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { parseDecimal } from "../system/number/decimal.ts";
import { argument, argumentNull, invalidOperation } from "../../csharp/runtime/errors.ts";
import { INTEGERS } from "../../csharp/runtime/number/integers.ts";
import { parseAs } from "../system/number/integers.ts";
import { NumberStyles as S } from "../../csharp/runtime/number/parse.ts";
import { parseRealText } from "../system/number/reals.ts";
import { xmlException } from "./linq/names.ts";
import { parseElement } from "./linq/parse.ts";
import { ReadState, wholeReader, XmlReader } from "./reader.ts";
import { ReaderSettings } from "./reader_settings.ts";
import { NodeType } from "./linq/node_type.ts";
import type { XNode } from "./linq/tree.ts";
import { parseXmlBoolean, parseXsdDateTime, realSource } from "./xml_convert.ts";

export const types = new Declarations();

/** A TextReader, of which the rest is read. */
interface TextSource {
  readToEnd(): string;
}

function create(input: TextSource | null, settings: ReaderSettings | null = null): XmlReader {
  if (input === null) throw argumentNull("input");
  return new XmlReader(() => (settings ?? new ReaderSettings()).read(input.readToEnd()));
}

/** XmlConvert's reading of the types that have a Read method. */
const READ: ReadonlyMap<string, { keyword: string; parse: (text: string) => unknown }> = new Map<
  string,
  { keyword: string; parse: (text: string) => unknown }
>(Object.entries({
  Boolean: { keyword: "bool", parse: parseXmlBoolean },
  Double: { keyword: "double", parse: (text) => parseRealText(realSource(text), S.Float) },
  Float: { keyword: "float", parse: (text) => parseRealText(realSource(text), S.Float, true) },
  Decimal: {
    keyword: "decimal",
    parse: (text) => parseDecimal(text.trim(), S.AllowLeadingSign | S.AllowDecimalPoint),
  },
  DateTime: { keyword: "DateTime", parse: parseXsdDateTime },
  Int: { keyword: "int", parse: integer("Int32") },
  Long: { keyword: "long", parse: integer("Int64") },
  String: { keyword: "string", parse: (text) => text },
}));

function integer(name: string): (text: string) => unknown {
  const type = INTEGERS.find((one) => one.name === name)!;
  return (text) => parseAs(type, text.trim(), S.AllowLeadingSign);
}

/** @throws CsException XmlException where the text is no such value; FormatException where there is none */
function converted(name: string, text: string, isEmpty: boolean): unknown {
  try {
    return READ.get(name)!.parse(text);
  } catch (error) {
    if (isEmpty || !(error instanceof CsException)) throw error;
    if (error.typeName === "System.OverflowException") throw error;
    throw xmlException(`Content cannot be converted to the type ${name}.`);
  }
}

const typed: Record<string, Implementation> = {};
for (const [name, { keyword }] of READ) {
  const method = `ReadElementContentAs${name}`;
  const readElement = (self: XmlReader) =>
    self.readElementContent(method, (text, isEmpty) => converted(name, text, isEmpty));
  typed[`${keyword} ${method}()`] = readElement;
  typed[`${keyword} ${method}(string localName, string namespaceURI)`] = (self, local, uri) => {
    checkElement(self, local, uri);
    return readElement(self);
  };
  const content = `ReadContentAs${name}`;
  typed[`${keyword} ${content}()`] = (self: XmlReader) =>
    converted(name, self.readContent(content), false);
}

function checkElement(self: XmlReader, local: string, uri: string): void {
  if (self.localName === local && self.uri === uri) return;
  throw xmlException(`Element '${local}' with namespace name '${uri}' was not found.`);
}

function nameFits(name: string | null): (reader: XmlReader) => boolean {
  if (name === null) throw argumentNull("name");
  if (name === "") throw argument("The value cannot be an empty string.", "name");
  return (reader) => reader.name === name;
}

function expandedFits(local: string | null, uri: string | null): (reader: XmlReader) => boolean {
  if (local === null) throw argumentNull("localName");
  if (local === "") {
    throw argument("The value cannot be an empty string.", "localName");
  }
  if (uri === null) throw argumentNull("namespaceURI");
  return (reader) => reader.localName === local && reader.uri === uri;
}

types.declare({ type: "enum System.Xml.ReadState", values: ReadState });
types.of<XmlReader>().declare({
  type: "abstract class System.Xml.XmlReader : IDisposable",
  members: {
    ...typed,
    "static XmlReader Create(TextReader input)": (input) => create(input),
    "static XmlReader Create(TextReader input, XmlReaderSettings settings)": create,
    "XmlNodeType NodeType { get; }": (self) => self.nodeType,
    "string Name { get; }": (self) => self.name,
    "string LocalName { get; }": (self) => self.localName,
    "string Prefix { get; }": (self) => self.prefix,
    "string NamespaceURI { get; }": (self) => self.uri,
    "string BaseURI { get; }": () => "",
    "string Value { get; }": (self) => self.value,
    "bool HasValue { get; }": (self) => self.hasValue,
    "int Depth { get; }": (self) => self.depth,
    "bool EOF { get; }": (self) => self.isAtEnd,
    "bool IsEmptyElement { get; }": (self) => self.isEmptyElement,
    "bool HasAttributes { get; }": (self) => self.attributes.length > 0,
    "int AttributeCount { get; }": (self) => self.attributes.length,
    "ReadState ReadState { get; }": (self) => self.state,
    "string this[int i] { get; }": (self, index) => self.attributeAt(index).value,
    "string this[string name] { get; }": (self, name) => self.attributeNamed(name)?.value ?? null,
    "string this[string name, string namespaceURI] { get; }": (self, local, uri) =>
      self.attributeOf(local, uri)?.value ?? null,
    "string GetAttribute(int i)": (self, index) => self.attributeAt(index).value,
    "string GetAttribute(string name)": (self, name) => self.attributeNamed(name)?.value ?? null,
    "string GetAttribute(string name, string namespaceURI)": (self, local, uri) =>
      self.attributeOf(local, uri)?.value ?? null,
    "bool MoveToAttribute(string name)": (self, name) => self.moveTo(self.attributeNamed(name)),
    "bool MoveToAttribute(string name, string ns)": (self, local, uri) =>
      self.moveTo(self.attributeOf(local, uri)),
    "void MoveToAttribute(int i)": (self, index) => void self.moveTo(self.attributeAt(index)),
    "bool MoveToFirstAttribute()": (self) => self.moveTo(self.attributes[0]),
    "bool MoveToNextAttribute()": (self) => self.moveToNextAttribute(),
    "bool MoveToElement()": (self) => self.moveToElement(),
    "XmlNodeType MoveToContent()": (self) => self.moveToContent(),
    "bool Read()": (self) => self.read(),
    "void Skip()": (self) => self.skip(),
    "bool ReadToFollowing(string name)": (self, name) => self.readToFollowing(nameFits(name)),
    "bool ReadToFollowing(string localName, string namespaceURI)": (self, local, uri) =>
      self.readToFollowing(expandedFits(local, uri)),
    "bool ReadToDescendant(string name)": (self, name) => self.readToDescendant(nameFits(name)),
    "bool ReadToDescendant(string localName, string namespaceURI)": (self, local, uri) =>
      self.readToDescendant(expandedFits(local, uri)),
    "bool ReadToNextSibling(string name)": (self, name) => self.readToNextSibling(nameFits(name)),
    "bool ReadToNextSibling(string localName, string namespaceURI)": (
      self,
      local,
      uri,
    ) => self.readToNextSibling(expandedFits(local, uri)),
    "bool IsStartElement()": (self) => self.isStart(),
    "bool IsStartElement(string name)": (self, name) => self.isStart() && self.name === name,
    "bool IsStartElement(string localname, string ns)": (self, local, uri) =>
      self.isStart() && self.localName === local && self.uri === uri,
    "void ReadStartElement()": (self) => self.readStart(),
    "void ReadStartElement(string name)": (self, name) =>
      self.readStart((reader) => reader.name === name, name),
    "void ReadStartElement(string localname, string ns)": (self, local, uri) =>
      self.readStart((reader) => reader.localName === local && reader.uri === uri, local),
    "void ReadEndElement()": (self) => self.readEnd(),
    "string ReadElementString()": readElementString,
    "string ReadElementString(string name)": readElementString,
    "string ReadString()": (self) => {
      self.moveToElement();
      if (self.nodeType === 1) {
        if (self.isEmptyElement) return "";
        self.read();
      }
      return self.nodeType === 0 ? "" : textHere(self);
    },
    "string ReadInnerXml()": (self) => self.readInner(),
    "string ReadOuterXml()": (self) => self.readOuter(),
    "XmlReader ReadSubtree()": (self) => self.subtree(),
    "string LookupNamespace(string prefix)": (self, prefix) => self.uriOf(prefix),
    "void Close()": (self) => self.close(),
    "void Dispose()": (self) => self.close(),
  },
});

function textHere(self: XmlReader): string {
  return self.nodeType === 1 ? "" : self.readContent("ReadString");
}

function readElementString(self: XmlReader, name?: unknown): string {
  if (!self.isStart()) throw xmlException("'None' is an invalid XmlNodeType.");
  if (typeof name === "string" && self.name !== name) {
    throw xmlException(`Element '${name}' was not found.`);
  }
  return self.readElementContent("ReadElementString", (text) => text);
}

types.of<XNode>().declare({
  type: "abstract class System.Xml.Linq.XNode",
  members: {
    "XmlReader CreateReader()": (self) => wholeReader(self),
    "static XNode ReadFrom(XmlReader reader)": (reader: XmlReader | null) => {
      if (reader === null) throw argumentNull("reader");
      return reader.take();
    },
  },
});

function loadElement(reader: XmlReader | null): XNode {
  if (reader === null) throw argumentNull("reader");
  if (reader.moveToContent() === NodeType.Element) return reader.take();
  throw invalidOperation(
    `The XmlReader must be on a node of type Element instead of a node of type ${
      Object.keys(NodeType)[reader.nodeType]
    }.`,
  );
}

function loadText(input: TextSource | null, options = 0): XNode {
  if (input === null) throw argumentNull("input");
  return parseElement(input.readToEnd(), options);
}

types.declare({
  type: "class System.Xml.Linq.XElement",
  members: {
    "static XElement Load(XmlReader reader)": loadElement,
    "static XElement Load(TextReader textReader)": (input) => loadText(input),
    "static XElement Load(TextReader textReader, LoadOptions options)": loadText,
  },
});
