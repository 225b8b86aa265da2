/**
 * Arguments: as written, and in their parameters' places.
 * @module
 */
import { error } from "../../syntax/errors.ts";
import type { CsType } from "../../runtime/type.ts";
import type { Argument, Expression } from "../../syntax/ast.ts";
import { parseExpression } from "../../syntax/parse.ts";
import { type AnyBound, type Bound, type BoundArgument, isTyped } from "../bound.ts";
import type { BindingContext } from "../context.ts";
import { convertImplicit, noValue } from "../convert.ts";
import { declareDesignation } from "../declare.ts";
import type { CallArgument, Resolved } from "./candidates.ts";
import { localValue } from "../simple_names.ts";

/** Arguments as written, their parameters still unknown. */
export function bindArguments(b: BindingContext, args: readonly Argument[]): CallArgument[] {
  let named = false;
  return args.map(({ name, mode, expression, start: at }) => {
    if (name !== null) named = true;
    else if (named) {
      throw error("CS1738", at);
    }
    return { name, mode, value: argumentValue(b, mode, expression), at: expression.start };
  });
}

function argumentValue(b: BindingContext, mode: Argument["mode"], syntax: Expression): AnyBound {
  if (mode === "out" && syntax.kind === "declaration") {
    const declared = syntax.type && b.type(syntax.type);
    // declared at once, so that the arguments after it and the rest of the statement see it
    return { kind: "declaration", designation: syntax.designation, declared, at: syntax.start };
  }
  const value = b.expression(syntax);
  if (!isTyped(value) && (value.kind === "typeName" || value.kind === "namespace")) {
    throw noValue(value);
  }
  if (mode === "ref" || mode === "out") checkVariable(value, mode, syntax.start);
  return value;
}

function checkVariable(value: AnyBound, mode: "ref" | "out", at: number): void {
  if (!isTyped(value)) {
    if (value.kind === "discard" && mode === "out") return;
    throw noValue(value);
  }
  if (value.kind === "local" && value.local.fixed) {
    throw error("CS1657", at, value.local.name, value.local.fixed);
  }
  if (value.kind === "local") value.local.reassigned = true;
  else if (value.kind !== "element" && value.kind !== "tupleElement") {
    throw value.kind === "property" ? error("CS0206", at) : error("CS1510", at);
  }
}

/** Arguments in their parameters' places, converted. */
export function placeArguments<S>(
  b: BindingContext,
  resolved: Resolved<S>,
  args: readonly CallArgument[],
  at: number,
): BoundArgument[] {
  const { candidate, parameterTypes, places } = resolved;
  const placed = places.map((place, i): BoundArgument => {
    const type = parameterTypes[i];
    if (typeof place !== "number") {
      const elementType = type.typeArguments[0];
      const elements = place.map((index) =>
        convertImplicit(args[index].value, elementType, args[index].at)
      );
      return { kind: "newArray", elementType, sizes: [], elements, type, at };
    }
    if (place < 0) return defaultArgument(b, candidate.parameters[i], type, at);
    const { mode, value, at: where } = args[place];
    return mode === "ref" || mode === "out"
      ? reference(b, value, mode, type, where)
      : convertImplicit(value, type, where);
  });
  const order = places.filter((place) => typeof place === "number" && place >= 0) as number[];
  const asWritten = order.every((place, i) => i === 0 || place > order[i - 1]);
  return asWritten ? placed : evaluatedAsWritten(b, placed, places);
}

/** Named arguments out of order are evaluated as written all the same: the first place evaluates them all. */
function evaluatedAsWritten(
  b: BindingContext,
  placed: BoundArgument[],
  places: readonly (number | readonly number[])[],
): BoundArgument[] {
  const steps: { readonly index: number; readonly step: Bound }[] = [];
  const held = placed.map((argument, i): BoundArgument => {
    const place = places[i];
    if (argument.kind === "reference" || typeof place !== "number" || place < 0) return argument;
    const { type, at } = argument;
    const local = b.scope.temporary(type, "", at, { initialized: true });
    const target = localValue(b, local, at);
    steps.push({ index: place, step: { kind: "assign", target, value: argument, type, at } });
    return target;
  });
  const first = steps.sort((x, y) => x.index - y.index).map(({ step }) => step);
  const [head] = held;
  if (head.kind === "reference") return placed;
  held[0] = { kind: "sequence", first, last: head, type: head.type, at: head.at };
  return held;
}

function defaultArgument(b: BindingContext, parameter: object, type: CsType, at: number): Bound {
  if ("defaultValue" in parameter) return { ...(parameter.defaultValue as Bound), at };
  const { defaultText } = parameter as { defaultText: string };
  return { ...b.convert(parseExpression(defaultText), type), at };
}

function reference(
  b: BindingContext,
  value: AnyBound,
  mode: "ref" | "out",
  type: CsType,
  at: number,
): BoundArgument {
  if (isTyped(value)) return { kind: "reference", target: value, mode, type, at };
  if (value.kind === "declaration" && value.designation.kind !== "discard") {
    const local = declareDesignation(b, value.designation, value.declared ?? type);
    local.reassigned = true;
    return { kind: "reference", target: localValue(b, local, at), mode, type, at };
  }
  return { kind: "reference", target: localValue(b, b.scope.temporary(type), at), mode, type, at };
}
