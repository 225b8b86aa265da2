/**
 * System.Xml.Linq.Extensions: axes over sequences of nodes, and the comparers.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { hashCode } from "../../../csharp/runtime/object.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import type { EqualityComparer, OrderComparer } from "../../collections/comparer.ts";
import { Sequence } from "../../../csharp/runtime/sequence.ts";
import { argumentNull } from "../../../csharp/runtime/errors.ts";
import {
  ancestors,
  descendantNodes,
  descendants,
  descendantsAndSelf,
  documentOrder,
  elements,
} from "./axes.ts";
import { deepEquals } from "./equality.ts";
import type { XName } from "./names.ts";
import { elementSequence, nodeSequence } from "./node_members.ts";
import {
  XATTRIBUTE,
  type XAttribute,
  type XContainer,
  type XElement,
  XNODE,
  type XNode,
} from "./tree.ts";
import { nodeText } from "./write.ts";

export const types = new Declarations();

/** Null items have nothing. */
function* each<T>(
  source: Iterable<T | null>,
  expand: (item: T) => Iterable<unknown>,
): IterableIterator<unknown> {
  for (const item of source) {
    spend();
    if (item !== null) yield* expand(item);
  }
}

function checked<T>(source: Iterable<T> | null): Iterable<T> {
  if (source === null) throw argumentNull("source");
  return source;
}

/** How a signature starts and ends. */
type Parameters = readonly [start: string, constraint: string];

type Axis<T> = (item: T, name: XName | null) => Iterable<unknown>;

/** Both overloads of an axis: all elements, and those of a name. */
function axis<T>(name: string, [parameters, constraint]: Parameters, from: Axis<T>) {
  return {
    [`static IEnumerable<XElement> ${name}${parameters})${constraint}`]: (source: Iterable<T>) => {
      checked(source);
      return elementSequence(() => each(source, (item) => from(item, null)));
    },
    [`static IEnumerable<XElement> ${name}${parameters}, XName name)${constraint}`]: (
      source: Iterable<T>,
      wanted: XName,
    ) => {
      checked(source);
      return elementSequence(() => each(source, (item) => from(item, wanted)));
    },
  };
}

const OF_CONTAINERS: Parameters = ["<T>(this IEnumerable<T> source", " where T : XContainer"];
const OF_NODES: Parameters = ["<T>(this IEnumerable<T> source", " where T : XNode"];
const OF_ELEMENTS: Parameters = ["(this IEnumerable<XElement> source", ""];

/** Removes all, from a copy of the list. */
function removeAll(source: Iterable<XNode | XAttribute | null> | null): void {
  for (const item of [...checked(source)]) item?.remove();
}

types.declare({
  type: "static class System.Xml.Linq.Extensions",
  members: {
    ...axis<XContainer>("Elements", OF_CONTAINERS, elements),
    ...axis<XContainer>("Descendants", OF_CONTAINERS, descendants),
    ...axis<XElement>("DescendantsAndSelf", OF_ELEMENTS, descendantsAndSelf),
    ...axis<XNode>("Ancestors", OF_NODES, (node, name) => ancestors(node, name, false)),
    ...axis<XElement>("AncestorsAndSelf", OF_ELEMENTS, (node, name) => ancestors(node, name, true)),
    "static IEnumerable<XAttribute> Attributes(this IEnumerable<XElement> source)": (source) => {
      checked(source);
      return new Sequence(
        XATTRIBUTE,
        () => each(source as Iterable<XElement>, (element) => [...element.attributes]),
      );
    },
    "static IEnumerable<XAttribute> Attributes(this IEnumerable<XElement> source, XName name)": (
      source,
      name,
    ) => {
      checked(source);
      return new Sequence(
        XATTRIBUTE,
        () =>
          each(
            source as Iterable<XElement>,
            (element) => element.attributes.filter((attribute) => attribute.name === name),
          ),
      );
    },
    "static IEnumerable<XNode> Nodes<T>(this IEnumerable<T> source) where T : XContainer": (
      source,
    ) => {
      checked(source);
      return nodeSequence(() =>
        each(source as Iterable<XContainer>, (container) => [...container.nodes])
      );
    },
    "static IEnumerable<XNode> DescendantNodesAndSelf(this IEnumerable<XElement> source)": (
      source,
    ) => {
      checked(source);
      return nodeSequence(() =>
        each(source as Iterable<XElement>, (element) => [element, ...descendantNodes(element)])
      );
    },
    "static IEnumerable<XNode> DescendantNodes<T>(this IEnumerable<T> source) where T : XContainer":
      (source) => {
        checked(source);
        return nodeSequence(() => each(source as Iterable<XContainer>, descendantNodes));
      },
    "static IEnumerable<T> InDocumentOrder<T>(this IEnumerable<T> source) where T : XNode": (
      source,
      call,
    ) => {
      checked(source);
      return new Sequence(
        call.types[0] ?? XNODE,
        () => [...source as Iterable<XNode>].sort(documentOrder).values(),
      );
    },
    "static void Remove(this IEnumerable<XAttribute> source)": removeAll,
    "static void Remove<T>(this IEnumerable<T> source) where T : XNode": removeAll,
  },
});

class NodeEquality implements EqualityComparer {
  readonly csType = typeOf("System.Xml.Linq.XNodeEqualityComparer");

  equals(a: unknown, b: unknown): boolean {
    return deepEquals(a as XNode | null, b as XNode | null);
  }

  hashKey(value: unknown): unknown {
    return value === null ? null : nodeText(value as XNode, false);
  }
}

class NodeOrder implements OrderComparer {
  readonly csType = typeOf("System.Xml.Linq.XNodeDocumentOrderComparer");

  compare(a: unknown, b: unknown): number {
    return Math.sign(documentOrder(a as XNode | null, b as XNode | null));
  }
}

types.of<NodeEquality>().declare({
  type: "class System.Xml.Linq.XNodeEqualityComparer : IEqualityComparer<XNode>",
  members: {
    "new()": () => new NodeEquality(),
    "bool Equals(XNode x, XNode y)": (self, a, b) => self.equals(a, b),
    "int GetHashCode(XNode obj)": (self, node) => hashCode(self.hashKey(node)),
  },
});
types.of<NodeOrder>().declare({
  type: "class System.Xml.Linq.XNodeDocumentOrderComparer : IComparer<XNode>",
  members: {
    "new()": () => new NodeOrder(),
    "int Compare(XNode x, XNode y)": (self, a, b) => self.compare(a, b),
  },
});

const ORDER = new NodeOrder();
const EQUALITY = new NodeEquality();

types.declare({
  type: "class System.Xml.Linq.XNode",
  members: {
    "static XNodeDocumentOrderComparer DocumentOrderComparer { get; }": () => ORDER,
    "static XNodeEqualityComparer EqualityComparer { get; }": () => EQUALITY,
  },
});
