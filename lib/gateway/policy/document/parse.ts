/**
 * Text of a policy document to its tree: named values in, expressions out, then XML.
 * @module
 */
import { NOT_WELL_FORMED } from "../../contracts/texts/findings.ts";
import { xmlFault } from "../../expression/xml_fault.ts";
import { SaxesParser } from "saxes";
import { type Diagnostic, LineMap, type Position } from "../../../core/diagnostic.ts";
import { unendedString } from "./code.ts";
import { substituteNamedValues, type Substitution } from "./named_values.ts";
import { segment, type Segmentation } from "./segments.ts";
import type { Attribute, Content, Element } from "./tree.ts";

/** UTF-16 units that a document may have: the service's limit of 256 KiB. */
export const MAX_DOCUMENT_LENGTH = 262_144;
/** Elements that may stand inside each other. Assumption: the service documents none. */
export const MAX_DEPTH = 200;

export interface ParseOptions {
  readonly format: "xml" | "rawxml";
  /** By display name in lower case. */
  readonly namedValues: ReadonlyMap<string, string>;
}

export interface ParsedDocument {
  /** null when the text is no XML even without its expressions. */
  readonly root: Element | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Lower-case names of the named values that were put in. */
  readonly usedNamedValues: ReadonlySet<string>;
  /** References to named values that do not exist, outside comments. */
  readonly unknownNamedValues: readonly {
    readonly name: string;
    readonly offset: number;
    readonly position: Position;
  }[];
}

/** Parses without throwing: what is wrong comes as diagnostics. */
export function parseDocument(written: string, options: ParseOptions): ParsedDocument {
  const places = new LineMap(written.length > MAX_DOCUMENT_LENGTH ? "" : written);
  const nothing = { root: null, usedNamedValues: new Set<string>(), unknownNamedValues: [] };
  const refuse = (code: string, message: string, position: Position) => ({
    ...nothing,
    diagnostics: [diagnostic(code, message, position)],
  });
  const start = places.position(0);
  if (written.length > MAX_DOCUMENT_LENGTH) {
    return refuse("document-too-large", tooLarge(written.length), start);
  }
  const substitution = substituteNamedValues(written, options.namedValues);
  const { text } = substitution;
  if (text.length > MAX_DOCUMENT_LENGTH) {
    return refuse("document-too-large", `With its named values: ${tooLarge(text.length)}`, start);
  }
  const at = (offset: number) => places.position(substitution.written(offset));

  const segmentation = segment(text);
  const { unclosed } = segmentation;
  if (unclosed !== null) {
    const open = text.slice(unclosed, unclosed + 2);
    const message = `The policy expression that starts with "${open}" is not closed.`;
    const refused = refuse("expression-not-closed", message, at(unclosed));
    const string = unendedString(text, unclosed);
    if (string === null) return refused;
    const newline = diagnostic("CS1010", "Newline in constant", at(string));
    return { ...refused, diagnostics: [...refused.diagnostics, newline] };
  }
  const illFormed = options.format === "xml" ? wellFormedness(text) : null;
  if (illFormed !== null) {
    return refuse(NOT_WELL_FORMED, illFormed.message, at(illFormed.offset));
  }
  const built = buildTree(text, segmentation, at);
  return {
    root: built.root,
    diagnostics: built.diagnostics,
    usedNamedValues: substitution.used,
    unknownNamedValues: unknownOutside(segmentation, substitution)
      .map(({ name, offset }) => ({ name, offset, position: at(offset) })),
  };
}

function tooLarge(length: number): string {
  return `The document has ${length} characters, and ${MAX_DOCUMENT_LENGTH} are allowed.`;
}

/** Both lists are in the order of the text. */
function unknownOutside({ comments }: Segmentation, { unknown }: Substitution) {
  let next = 0;
  return unknown.filter(({ offset }) => {
    while (next < comments.length && comments[next].end <= offset) next++;
    return next === comments.length || offset < comments[next].start;
  });
}

function diagnostic(code: string, message: string, { line, column }: Position): Diagnostic {
  return { code, severity: "error", message, line, column };
}

// An expression is replaced by as many characters as it had, so that offsets stay the same: a mark, its number
// in base 4096, then filling. They come from the private use area, which XML allows.
const MARK = "\ue000";
const FILLING = "\ue001";
const DIGIT = 0xe100;
const BASE = 4096;
const MARKED = /^\s*\ue000([\ue100-\uf0ff])([\ue100-\uf0ff])\ue001*\s*$/;

/** The text with its expressions marked and its comments blank: XML, if the rest of it is. */
function lift(text: string, { segments, comments }: Segmentation): string {
  const pieces = [
    ...segments.map(({ start, end }, index) => ({
      start,
      end,
      put: MARK + String.fromCharCode(DIGIT + Math.floor(index / BASE), DIGIT + index % BASE) +
        FILLING.repeat(end - start - 3),
    })),
    ...comments.map(({ start, end }) => ({ start, end, put: " ".repeat(end - start) })),
  ].sort((a, b) => a.start - b.start);
  let result = "";
  let copied = 0;
  for (const { start, end, put } of pieces) {
    result += text.slice(copied, start) + put;
    copied = end;
  }
  return result + text.slice(copied);
}

/** The text without what may be in expressions and comments, its lines as they were. */
function blank(text: string, { segments, comments }: Segmentation): string {
  const places = [...segments, ...comments].sort((a, b) => a.start - b.start);
  let result = "";
  let copied = 0;
  for (const { start, end } of places) {
    result += text.slice(copied, start) + text.slice(start, end).replace(/[^\n]/g, " ");
    copied = end;
  }
  return result + text.slice(copied);
}

/** The first place at which `text` is not well-formed. */
function wellFormedness(text: string): { message: string; offset: number } | null {
  const parser = new SaxesParser({ position: false }); // its messages then bring no place of their own
  let found: { message: string; offset: number } | null = null;
  parser.on("error", (error) => {
    found ??= {
      message: xmlFault(text) ?? notWellFormed(error),
      offset: clamp(parser.position - 1, text),
    };
  });
  parser.write(text).close();
  return found;
}

const clamp = (offset: number, text: string) => Math.max(0, Math.min(offset, text.length - 1));

function notWellFormed({ message }: Error): string {
  return `The document is not well-formed XML: ${message}`;
}

function mixed(position: Position): Diagnostic {
  const message = "A policy expression must be the whole value: no text may stand beside it.";
  return diagnostic("mixed-expression", message, position);
}

interface OpenElement {
  name: string;
  position: Position;
  attributes: Map<string, Attribute>;
  children: Element[];
  text: string;
  textOffset: number;
  start: number;
  innerStart: number;
}

/** Thrown to leave the parser early. */
class Refusal extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.message);
  }
}

function buildTree(
  source: string,
  segmentation: Segmentation,
  at: (offset: number) => Position,
): { root: Element | null; diagnostics: Diagnostic[] } {
  const { segments } = segmentation;
  const text = lift(source, segmentation);
  const parser = new SaxesParser({ position: false });
  const open: OpenElement[] = [];
  const diagnostics: Diagnostic[] = [];
  let root: Element | null = null;

  const content = (value: string, offset: number): Content => {
    const marked = MARKED.exec(value);
    const found = marked === null
      ? undefined
      : segments[(marked[1].charCodeAt(0) - DIGIT) * BASE + marked[2].charCodeAt(0) - DIGIT];
    if (found === undefined) {
      if (value.includes(MARK)) diagnostics.push(mixed(at(offset)));
      return { kind: "literal", text: value, position: at(offset) };
    }
    const { code, block, start, offsets } = found;
    const position = (offset: number) =>
      at(offsets[Math.max(0, Math.min(offset, offsets.length - 1))]);
    return { kind: "expression", source: { text: code, block, position }, position: at(start) };
  };

  parser.on("error", (error) => {
    const place = at(clamp(parser.position - 1, text));
    const message = xmlFault(blank(source, segmentation)) ?? notWellFormed(error);
    throw new Refusal(diagnostic(NOT_WELL_FORMED, message, place));
  });
  parser.on("opentagstart", ({ name }) => {
    const start = text.lastIndexOf("<", parser.position - 1);
    const position = at(start + 1);
    if (open.length === MAX_DEPTH) {
      const message = `Elements are nested more than ${MAX_DEPTH} deep.`;
      throw new Refusal(diagnostic("nested-too-deep", message, position));
    }
    open.push({
      name,
      position,
      attributes: new Map(),
      children: [],
      text: "",
      textOffset: -1,
      start,
      innerStart: start,
    });
  });
  parser.on("opentag", () => void (open.at(-1)!.innerStart = parser.position));
  parser.on("attribute", ({ name, value }) => {
    const close = parser.position - 1;
    const quote = text.lastIndexOf(text[close], close - 1);
    const position = at(text.lastIndexOf(name, quote - 1));
    open.at(-1)!.attributes.set(name, { name, content: content(value, quote + 1), position });
  });
  const addText = (value: string, offset: number) => {
    const element = open.at(-1);
    if (element === undefined) return;
    if (element.textOffset === -1 && value.trim() !== "") element.textOffset = offset;
    element.text += value;
  };
  parser.on("text", (value) => addText(value, text.lastIndexOf(">", parser.position - 2) + 1));
  parser.on("cdata", (value) => addText(value, text.lastIndexOf("<![CDATA[", parser.position) + 9));
  parser.on("closetag", ({ isSelfClosing }) => {
    const { text: written, textOffset, start, innerStart, ...rest } = open.pop()!;
    const end = parser.position;
    const element: Element = {
      ...rest,
      text: textOffset === -1 ? null : content(written, textOffset),
      inner: isSelfClosing ? "" : source.slice(innerStart, text.lastIndexOf("</", end - 2)),
      range: { start, end },
    };
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  });

  try {
    parser.write(text).close();
    return { root, diagnostics };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { root: null, diagnostics: [...diagnostics, error.diagnostic] };
  }
}
