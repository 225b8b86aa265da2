/**
 * C# values as XML content, as XContainer.Add and XElement's constructors take them.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import { toText } from "../../../csharp/runtime/object.ts";
import { Box } from "../../../csharp/runtime/values.ts";
import { boxedElements } from "../../../csharp/runtime/sequence.ts";
import { argument } from "../../../csharp/runtime/errors.ts";
import { DateTime, DateTimeOffset } from "../../time/date_time.ts";
import { TimeSpan } from "../../time/time_span.ts";
import { isoDate, isoDuration, realText } from "../xml_convert.ts";
import {
  XAttribute,
  type XContainer,
  XDeclaration,
  XDocument,
  XElement,
  XNode,
  XObject,
} from "./tree.ts";

/** A value's text in XML. @throws CsException for what cannot be a value */
export function valueText(value: unknown): string {
  if (value instanceof XObject) throw argument("An XObject cannot be used as a value.");
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value instanceof Box) return realText(value) ?? toText(value);
  if (value instanceof DateTime || value instanceof DateTimeOffset) return isoDate(value);
  if (value instanceof TimeSpan) return isoDuration(value);
  return toText(value);
}

/** Adds content at the end of a container: nodes, attributes, text, or each element of a sequence. */
export function addContent(container: XContainer, content: unknown): void {
  insertContent(container, container.nodes.length, content);
}

/** Adds content before the child at `index`; gives the index behind what was added. */
export function insertContent(container: XContainer, index: number, content: unknown): number {
  spend();
  if (content === null) return index;
  const before = container.nodes.length;
  if (content instanceof XNode) container.insertNode(index, content);
  else if (content instanceof XAttribute) addAttribute(container, content);
  else if (content instanceof XDeclaration && container instanceof XDocument) {
    container.declaration = content;
  } else if (isSequence(content)) {
    let at = index;
    for (const item of boxedElements(content)) at = insertContent(container, at, item);
    return at;
  } else insertText(container, index, valueText(content));
  return index + container.nodes.length - before;
}

function isSequence(content: unknown): boolean {
  return typeof content === "object" && content !== null && Symbol.iterator in content;
}

function addAttribute(container: XContainer, attribute: XAttribute): void {
  if (container instanceof XElement) container.addAttribute(attribute);
  else throw argument("An attribute cannot be added to content.");
}

function insertText(container: XContainer, index: number, text: string): void {
  if (index === container.nodes.length) return container.addText(text);
  const end = container.nodes.slice(index);
  for (const node of end) container.removeNode(node);
  container.addText(text);
  for (const node of end) container.addNode(node);
}
