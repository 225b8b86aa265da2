/**
 * The axes of System.Xml.Linq: what is around a node.
 * @module
 */
import { chargeForElements, spend } from "../../../csharp/runtime/budget.ts";
import { invalidOperation } from "../../../csharp/runtime/errors.ts";
import type { XName } from "./names.ts";
import { XContainer, XElement, type XNode } from "./tree.ts";

/** null accepts every name. */
function named(element: XElement, name: XName | null): boolean {
  return name === null || element.name === name;
}

/** Child elements. The list is a copy, so that it may be changed on the way. */
export function* elements(container: XContainer, name: XName | null): IterableIterator<XElement> {
  for (const node of [...container.nodes]) {
    if (node instanceof XElement && named(node, name)) yield node;
  }
}

export function firstElement(container: XContainer, name: XName): XElement | null {
  for (const node of container.nodes) {
    if (node instanceof XElement && node.name === name) return node;
  }
  return null;
}

/** All nodes below, in document order. */
export function* descendantNodes(container: XContainer): IterableIterator<XNode> {
  for (const node of [...container.nodes]) {
    spend();
    yield node;
    if (node instanceof XContainer) yield* descendantNodes(node);
  }
}

export function* descendants(container: XContainer, name: XName | null) {
  for (const node of descendantNodes(container)) {
    if (node instanceof XElement && named(node, name)) yield node;
  }
}

export function* descendantsAndSelf(element: XElement, name: XName | null) {
  if (named(element, name)) yield element;
  yield* descendants(element, name);
}

export function* ancestors(node: XNode, name: XName | null, itself: boolean) {
  let at = itself && node instanceof XElement ? node : node.parentElement;
  for (; at !== null; at = at.parentElement) if (named(at, name)) yield at;
}

export function* nodesAfter(node: XNode): IterableIterator<XNode> {
  const siblings = node.parent?.nodes ?? [];
  chargeForElements(siblings.length);
  yield* siblings.slice(siblings.indexOf(node) + 1);
}

export function* nodesBefore(node: XNode): IterableIterator<XNode> {
  const siblings = node.parent?.nodes ?? [];
  chargeForElements(siblings.length);
  yield* siblings.slice(0, siblings.indexOf(node));
}

export function* onlyElements(nodes: Iterable<XNode>, name: XName | null) {
  for (const node of nodes) if (node instanceof XElement && named(node, name)) yield node;
}

function topOf(node: XNode): XNode {
  let at = node;
  while (at.parent !== null) at = at.parent;
  return at;
}

/** Where a node stands: the indexes from the root on. */
function place(node: XNode): number[] {
  const path: number[] = [];
  for (let at: XNode = node; at.parent !== null; at = at.parent) {
    chargeForElements(at.parent.nodes.length);
    path.unshift(at.parent.nodes.indexOf(at));
  }
  return path;
}

/** Negative when `a` comes first; null does. @throws CsException InvalidOperationException for nodes of two trees */
export function documentOrder(a: XNode | null, b: XNode | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  if (topOf(a) !== topOf(b)) throw invalidOperation("A common ancestor is missing.");
  const left = place(a);
  const right = place(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] !== right[i]) return left[i] - right[i];
  }
  return left.length - right.length;
}
