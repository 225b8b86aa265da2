/**
 * XPath 1.0: evaluation over the tree of System.Xml.Linq.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import { CsException } from "../../../csharp/runtime/exception.ts";
import { realToText } from "../../../csharp/runtime/number/shortest.ts";
import { documentOrder } from "../linq/axes.ts";
import {
  XAttribute,
  XComment,
  XContainer,
  XElement,
  XNode,
  type XObject,
  XProcessingInstruction,
  XText,
} from "../linq/tree.ts";
import { qualifiedName } from "../linq/write.ts";
import { parseXPath, type Step, type XPath } from "./parse.ts";

export type Nodes = readonly XObject[];
export type Value = Nodes | string | number | boolean;

/** The URI of a prefix in a path; undefined when it is bound to none. */
export type Namespaces = (prefix: string) => string | undefined;

/** Where an expression is evaluated. */
interface Focus {
  readonly node: XObject;
  readonly position: number;
  readonly size: number;
  /** null when the caller gave none. */
  readonly namespaces: Namespaces | null;
}

/** The nodes that a path selects, in document order. @throws CsException XPathException */
export function selectNodes(
  node: XObject,
  path: string,
  namespaces: Namespaces | null = null,
): Nodes {
  return toNodes(evaluateXPath(node, path, namespaces));
}

/** What a path or another expression gives. @throws CsException XPathException */
export function evaluateXPath(node: XObject, path: string, namespaces: Namespaces | null): Value {
  return evaluate(parseXPath(path), { node, position: 1, size: 1, namespaces });
}

function failure(message: string): CsException {
  return new CsException("System.Xml.XPath.XPathException", message);
}

function evaluate(path: XPath, focus: Focus): Value {
  spend();
  switch (path.kind) {
    case "literal":
      return path.value;
    case "negate":
      return -toNumber(evaluate(path.of, focus));
    case "binary":
      return binary(path.sign, path.left, path.right, focus);
    case "call":
      return call(path.name, path.args, focus);
    case "filter":
      return path.predicates.reduce(
        (nodes, predicate) => filter(nodes, predicate, focus),
        toNodes(evaluate(path.of, focus)),
      );
    case "path": {
      const start = path.from === null
        ? [focus.node]
        : path.from === "root"
        ? [rootOf(focus.node)]
        : toNodes(evaluate(path.from, focus));
      return path.steps.reduce<Nodes>((nodes, step) => follow(nodes, step, focus), start);
    }
  }
}

function rootOf(node: XObject): XObject {
  let at = node;
  while (at.parent !== null) at = at.parent;
  return at;
}

function follow(nodes: Nodes, step: Step, focus: Focus): Nodes {
  const found = new Set<XObject>();
  for (const node of nodes) {
    let matching: Nodes = [...along(step.axis, node)].filter((one) => fits(one, step, focus));
    for (const predicate of step.predicates) matching = filter(matching, predicate, focus);
    for (const one of matching) found.add(one);
  }
  const list = [...found];
  return nodes.length > 1 || REVERSE.has(step.axis) ? inOrder(list) : list;
}

const REVERSE = new Set(["ancestor", "ancestor-or-self", "preceding", "preceding-sibling"]);

function inOrder(nodes: XObject[]): XObject[] {
  const owner = (node: XObject) => node instanceof XAttribute ? node.parent! : node as XNode;
  return nodes.sort((a, b) => documentOrder(owner(a), owner(b)));
}

function filter(nodes: Nodes, predicate: XPath, { namespaces }: Focus): Nodes {
  return nodes.filter((node, i) => {
    const value = evaluate(predicate, { node, position: i + 1, size: nodes.length, namespaces });
    return typeof value === "number" ? value === i + 1 : toBoolean(value);
  });
}

function* along(axis: string, node: XObject): Iterable<XObject> {
  spend();
  const siblings = node instanceof XNode && node.parent !== null ? node.parent.nodes : [];
  const index = siblings.indexOf(node as XNode);
  switch (axis) {
    case "self":
      return yield node;
    case "parent":
      if (node.parent !== null) yield node.parent;
      return;
    case "attribute":
      if (node instanceof XElement) yield* node.attributes.filter((a) => !a.isNamespaceDeclaration);
      return;
    case "child":
      if (node instanceof XContainer) yield* node.nodes;
      return;
    case "descendant-or-self":
      yield node;
      yield* along("descendant", node);
      return;
    case "descendant":
      for (const child of along("child", node)) yield* along("descendant-or-self", child);
      return;
    case "ancestor-or-self":
      yield node;
      yield* along("ancestor", node);
      return;
    case "ancestor":
      for (let at = node.parent; at !== null; at = at.parent) yield at;
      return;
    case "following-sibling":
      return yield* siblings.slice(index + 1);
    case "preceding-sibling":
      return yield* siblings.slice(0, Math.max(index, 0)).reverse();
    default:
      for (const above of along("ancestor-or-self", node)) {
        for (const sibling of along(`${axis}-sibling`, above)) {
          const below = [...along("descendant-or-self", sibling)];
          yield* axis === "preceding" ? below.reverse() : below;
        }
      }
  }
}

function fits(node: XObject, { test, axis }: Step, { namespaces }: Focus): boolean {
  if (test.kind === "type") {
    switch (test.type) {
      case "node":
        return true;
      case "text":
        return node instanceof XText;
      case "comment":
        return node instanceof XComment;
      default:
        return node instanceof XProcessingInstruction;
    }
  }
  const principal = axis === "attribute" ? node instanceof XAttribute : node instanceof XElement;
  if (!principal) return false;
  const uri = uriOf(test.prefix, namespaces);
  const { name } = node as XElement | XAttribute;
  if (test.local === "*" && test.prefix === "") return true;
  return (test.local === "*" || name.local === test.local) && name.namespace.uri === uri;
}

/** @throws CsException XPathException */
function uriOf(prefix: string, namespaces: Namespaces | null): string {
  if (prefix === "") return "";
  if (namespaces === null) {
    throw failure(
      "Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function.",
    );
  }
  const uri = namespaces(prefix);
  if (uri === undefined) throw failure(`Namespace prefix '${prefix}' is not defined.`);
  return uri;
}

/** XPath's string-value. */
export function stringValue(node: XObject): string {
  if (node instanceof XAttribute || node instanceof XText || node instanceof XComment) {
    return node.value;
  }
  if (node instanceof XElement) return node.value;
  if (node instanceof XProcessingInstruction) return node.data;
  const { nodes } = node as XContainer;
  return nodes.filter((one) => one instanceof XElement).map(stringValue).join("");
}

function toNodes(value: Value): Nodes {
  if (Array.isArray(value)) return value;
  throw failure("Expression must evaluate to a node-set.");
}

function toText(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") {
    return Number.isInteger(value) ? `${value + 0}` : realToText(value);
  }
  if (typeof value === "boolean") return value ? "true" : "false";
  return value.length === 0 ? "" : stringValue(value[0]);
}

function toNumber(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return Number(value);
  const text = toText(value).trim();
  return /^-?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
}

function toBoolean(value: Value): boolean {
  if (typeof value === "object") return value.length > 0;
  return typeof value === "number" ? value !== 0 && !Number.isNaN(value) : Boolean(value);
}

function binary(sign: string, left: XPath, right: XPath, focus: Focus): Value {
  const a = evaluate(left, focus);
  if (sign === "or") return toBoolean(a) || toBoolean(evaluate(right, focus));
  if (sign === "and") return toBoolean(a) && toBoolean(evaluate(right, focus));
  const b = evaluate(right, focus);
  switch (sign) {
    case "|":
      return inOrder([...new Set([...toNodes(a), ...toNodes(b)])]);
    case "+":
      return toNumber(a) + toNumber(b);
    case "-":
      return toNumber(a) - toNumber(b);
    case "*":
      return toNumber(a) * toNumber(b);
    case "div":
      return toNumber(a) / toNumber(b);
    case "mod":
      return toNumber(a) % toNumber(b);
    default:
      return compare(sign, a, b);
  }
}

/** A comparison holds when it does for some node of a set. */
function compare(sign: string, a: Value, b: Value): boolean {
  if (typeof a === "object" && typeof b !== "boolean") {
    return a.some((node) => compare(sign, stringValue(node), b));
  }
  if (typeof b === "object" && typeof a !== "boolean") {
    return b.some((node) => compare(sign, a, stringValue(node)));
  }
  if (sign !== "=" && sign !== "!=") return ordered(sign, toNumber(a), toNumber(b));
  const equal = typeof a === "boolean" || typeof b === "boolean"
    ? toBoolean(a) === toBoolean(b)
    : typeof a === "number" || typeof b === "number"
    ? toNumber(a) === toNumber(b)
    : toText(a) === toText(b);
  return equal === (sign === "=");
}

function ordered(sign: string, a: number, b: number): boolean {
  if (sign === "<") return a < b;
  if (sign === "<=") return a <= b;
  return sign === ">" ? a > b : a >= b;
}

function nameOf(node: XObject | undefined): XElement["name"] | null {
  return node instanceof XElement || node instanceof XAttribute ? node.name : null;
}

function qualified(node: XObject | undefined): string {
  return node instanceof XElement || node instanceof XAttribute ? qualifiedName(node) : "";
}

type Texts = (index: number) => string;
type Function = (text: Texts, values: readonly Value[], focus: Focus) => Value;

const FUNCTIONS: ReadonlyMap<string, Function> = new Map<string, Function>(Object.entries({
  last: (_text, _values, focus) => focus.size,
  position: (_text, _values, focus) => focus.position,
  count: (_text, [nodes]) => toNodes(nodes).length,
  "local-name": (_text, [nodes], focus) => nameOf(firstOf(nodes, focus))?.local ?? "",
  name: (_text, [nodes], focus) => qualified(firstOf(nodes, focus)),
  "namespace-uri": (_text, [nodes], focus) => nameOf(firstOf(nodes, focus))?.namespace.uri ?? "",
  string: (_text, [value], focus) => toText(value ?? [focus.node]),
  concat: (text, values) => values.map((_, i) => text(i)).join(""),
  "starts-with": (text) => text(0).startsWith(text(1)),
  contains: (text) => text(0).includes(text(1)),
  "substring-before": (text) => text(0).slice(0, Math.max(0, text(0).indexOf(text(1)))),
  "substring-after": (text) =>
    text(0).includes(text(1)) ? text(0).slice(text(0).indexOf(text(1)) + text(1).length) : "",
  substring: (text, [, start, length]) => {
    const from = Math.round(toNumber(start));
    const to = length === undefined ? Infinity : from + Math.round(toNumber(length));
    return [...text(0)].filter((_, i) => i + 1 >= from && i + 1 < to).join("");
  },
  "string-length": (_text, [value], focus) => toText(value ?? [focus.node]).length,
  "normalize-space": (_text, [value], focus) =>
    toText(value ?? [focus.node]).trim().replace(/\s+/g, " "),
  translate: (text) => {
    const [from, to] = [[...text(1)], [...text(2)]];
    return [...text(0)].map((char) => {
      const index = from.indexOf(char);
      return index < 0 ? char : to[index] ?? "";
    }).join("");
  },
  boolean: (_text, [value]) => toBoolean(value),
  not: (_text, [value]) => !toBoolean(value),
  true: () => true,
  false: () => false,
  number: (_text, [value], focus) => toNumber(value ?? [focus.node]),
  sum: (_text, [nodes]) =>
    toNodes(nodes).reduce((sum, node) => sum + toNumber(stringValue(node)), 0),
  floor: (_text, [value]) => Math.floor(toNumber(value)),
  ceiling: (_text, [value]) => Math.ceil(toNumber(value)),
  round: (_text, [value]) => Math.floor(toNumber(value) + 0.5),
}));

function firstOf(nodes: Value | undefined, focus: Focus): XObject | undefined {
  return nodes === undefined ? focus.node : toNodes(nodes)[0];
}

function call(name: string, args: readonly XPath[], focus: Focus): Value {
  const implementation = FUNCTIONS.get(name);
  if (!implementation) {
    throw failure(
      "Namespace Manager or XsltContext needed. This query has a prefix, variable, or user-defined function.",
    );
  }
  const values = args.map((arg) => evaluate(arg, focus));
  return implementation((index) => toText(values[index] ?? ""), values, focus);
}
