/**
 * The parts of a bound expression.
 * @module
 */
import type { Bound } from "./bound.ts";

/**
 * The expressions that the expression consists of, in the order in which they are evaluated. Of a call, what its
 * arguments pass by reference is evaluated as well; a lambda's body is no part: it runs when it is called.
 */
export function children(bound: Bound): readonly Bound[] {
  switch (bound.kind) {
    case "constant":
    case "default":
    case "local":
    case "lambda":
    case "typeof":
      return [];
    case "convert":
    case "unary":
    case "userUnary":
    case "isNull":
    case "isType":
    case "as":
    case "isPattern":
    case "throw":
      return [bound.operand];
    case "binary":
    case "userBinary":
    case "referenceEquals":
    case "delegateCombine":
    case "logical":
    case "coalesce":
      return [bound.left, bound.right];
    case "call":
      return [...present(bound.receiver), ...bound.args.map(argument)];
    case "property":
      return [...present(bound.receiver), ...bound.args];
    case "element":
      return [bound.array, ...bound.indices];
    case "invoke":
      return [bound.delegate, ...bound.args.map(argument)];
    case "localCall":
      return bound.args.map(argument);
    case "concat":
      return bound.parts;
    case "interpolated":
      return bound.parts.flatMap((part) => typeof part === "string" ? [] : [part.value]);
    case "conditional":
      return [bound.condition, bound.whenTrue, bound.whenFalse];
    case "assign":
      return bound.target.kind === "local"
        ? [bound.value]
        : [...children(bound.target), bound.value];
    case "compound":
      return [bound.target, bound.result];
    case "methodGroup":
      return present(bound.receiver);
    case "newArray":
      return [...bound.sizes, ...bound.elements ?? []];
    case "initialized":
      return [bound.creation, ...bound.steps];
    case "anonymous":
      return bound.values;
    case "anonymousMember":
    case "tupleElement":
      return [bound.receiver];
    case "tuple":
      return bound.elements;
    case "conditionalAccess":
      return [bound.receiver, bound.access];
    case "sequence":
      return [...bound.first, bound.last];
  }
}

function present(receiver: Bound | null): readonly Bound[] {
  return receiver === null ? [] : [receiver];
}

function argument(one: (Bound & { kind: "call" })["args"][number]): Bound {
  return one.kind === "reference" ? one.target : one;
}
