/**
 * XNode.DeepEquals.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import {
  XComment,
  type XContainer,
  XDocument,
  XDocumentType,
  XElement,
  type XNode,
  XProcessingInstruction,
  XText,
} from "./tree.ts";

/** The same names, attributes in the same order, and content. */
export function deepEquals(a: XNode | null, b: XNode | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.nodeType !== b.nodeType) return false;
  spend();
  if (a instanceof XElement) return elementsEqual(a, b as XElement);
  if (a instanceof XDocument) return contentsEqual(a, b as XDocument);
  if (a instanceof XText) return a.value === (b as XText).value;
  if (a instanceof XComment) return a.value === (b as XComment).value;
  if (a instanceof XProcessingInstruction) {
    const other = b as XProcessingInstruction;
    return a.target === other.target && a.data === other.data;
  }
  const [left, right] = [a as XDocumentType, b as XDocumentType];
  return left.name === right.name && left.publicId === right.publicId &&
    left.systemId === right.systemId && left.internalSubset === right.internalSubset;
}

function elementsEqual(a: XElement, b: XElement): boolean {
  return a.name === b.name && a.attributes.length === b.attributes.length &&
    a.attributes.every((own, i) =>
      own.name === b.attributes[i].name && own.value === b.attributes[i].value
    ) && contentsEqual(a, b);
}

function contentsEqual(a: XContainer, b: XContainer): boolean {
  const [left, right] = [a.nodes, b.nodes];
  return left.length === right.length && left.every((node, i) => deepEquals(node, right[i]));
}
