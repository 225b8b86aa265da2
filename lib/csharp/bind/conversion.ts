/**
 * Which conversions exist between types (C# 7.3, chapter 6).
 * @module
 */
import { directBases } from "../runtime/bases.ts";
import { type MethodSymbol, symbolOf } from "../runtime/symbols.ts";
import { type CsType, substitute } from "../runtime/type.ts";
import * as t from "./types.ts";

export type Conversion =
  /** Nothing to do: the same form serves (identity, upcasts, null). */
  | { readonly kind: "identity" }
  | {
    readonly kind: "numeric";
    readonly from: CsType;
    readonly to: CsType;
    readonly explicit: boolean;
  }
  /** A value's boxed form; a delegate learns its type. */
  | { readonly kind: "box"; readonly from: CsType }
  /** A new delegate that calls the old one: `new D(d)`. */
  | { readonly kind: "delegate" }
  | { readonly kind: "unbox"; readonly to: CsType }
  | { readonly kind: "downcast"; readonly to: CsType }
  /** null stays null, what else there is goes through `inner`. */
  | { readonly kind: "lift"; readonly inner: Conversion }
  /** T? to T: null is an InvalidOperationException. */
  | { readonly kind: "unwrap"; readonly inner: Conversion }
  | {
    readonly kind: "user";
    readonly method: MethodSymbol;
    readonly types: readonly CsType[];
    readonly before: Conversion;
    readonly after: Conversion;
    readonly lifted: boolean;
    readonly implicit: boolean;
  }
  | { readonly kind: "tuple"; readonly elements: readonly Conversion[]; readonly to: CsType };

export const IDENTITY: Conversion = { kind: "identity" };

const WIDENING = new Map<CsType, readonly CsType[]>([
  [t.SBYTE, [t.SHORT, t.INT, t.LONG, t.FLOAT, t.DOUBLE, t.DECIMAL]],
  [t.BYTE, [t.SHORT, t.USHORT, t.INT, t.UINT, t.LONG, t.ULONG, t.FLOAT, t.DOUBLE, t.DECIMAL]],
  [t.SHORT, [t.INT, t.LONG, t.FLOAT, t.DOUBLE, t.DECIMAL]],
  [t.USHORT, [t.INT, t.UINT, t.LONG, t.ULONG, t.FLOAT, t.DOUBLE, t.DECIMAL]],
  [t.INT, [t.LONG, t.FLOAT, t.DOUBLE, t.DECIMAL]],
  [t.UINT, [t.LONG, t.ULONG, t.FLOAT, t.DOUBLE, t.DECIMAL]],
  [t.LONG, [t.FLOAT, t.DOUBLE, t.DECIMAL]],
  [t.ULONG, [t.FLOAT, t.DOUBLE, t.DECIMAL]],
  [t.CHAR, [t.USHORT, t.INT, t.UINT, t.LONG, t.ULONG, t.FLOAT, t.DOUBLE, t.DECIMAL]],
  [t.FLOAT, [t.DOUBLE]],
]);

/** Standard implicit conversions between types: no constants, no user-defined operators. */
export function standardImplicit(from: CsType, to: CsType): Conversion | null {
  if (t.same(from, to)) return IDENTITY;
  if (WIDENING.get(from)?.includes(to)) return { kind: "numeric", from, to, explicit: false };
  if (t.isNullable(to)) {
    const target = t.underlying(to);
    if (t.isNullable(from)) {
      const inner = standardImplicit(t.underlying(from), target);
      return inner && isValueConversion(inner) ? { kind: "lift", inner } : null;
    }
    const inner = standardImplicit(from, target);
    return inner && isValueConversion(inner) ? inner : null;
  }
  if (t.isTuple(from) && t.isTuple(to)) return tupleConversion(from, to, standardImplicit);
  if (t.isValueType(from)) {
    if (from === t.VOID) return null;
    const boxes = to === t.OBJECT || (t.isReference(to) && t.inherits(t.underlying(from), to));
    return boxes ? { kind: "box", from } : null;
  }
  if (from.definition.kind === "parameter") {
    return to === t.OBJECT ? { kind: "box", from } : null;
  }
  if (!t.isReference(from) || !t.isReference(to) || !t.inherits(from, to)) return null;
  return t.isDelegate(from) && !t.isDelegate(to) ? { kind: "box", from } : IDENTITY;
}

function isValueConversion(conversion: Conversion): boolean {
  return conversion.kind === "identity" || conversion.kind === "numeric" ||
    conversion.kind === "tuple";
}

function tupleConversion(
  from: CsType,
  to: CsType,
  element: (from: CsType, to: CsType) => Conversion | null,
): Conversion | null {
  if (from.typeArguments.length !== to.typeArguments.length) return null;
  const elements: Conversion[] = [];
  for (let i = 0; i < to.typeArguments.length; i++) {
    const one = element(from.typeArguments[i], to.typeArguments[i]);
    if (!one) return null;
    elements.push(one);
  }
  return { kind: "tuple", elements, to };
}

/** Standard explicit conversions: the implicit ones and their inverses. */
export function standardExplicit(from: CsType, to: CsType): Conversion | null {
  const implicit = standardImplicit(from, to);
  if (implicit) return implicit;
  const fromEnum = t.isEnum(from);
  const toEnum = t.isEnum(to);
  if ((t.isNumeric(from) || fromEnum) && (t.isNumeric(to) || toEnum)) {
    return { kind: "numeric", from: t.enumBase(from), to: t.enumBase(to), explicit: true };
  }
  if (t.isNullable(from) || t.isNullable(to)) {
    const [source, target] = [t.underlying(from), t.underlying(to)];
    if (t.isValueType(source) && t.isValueType(target)) {
      const inner = standardExplicit(source, target);
      if (!inner) return null;
      if (!t.isNullable(from)) return inner;
      return { kind: t.isNullable(to) ? "lift" : "unwrap", inner };
    }
  }
  if (t.isTuple(from) && t.isTuple(to)) return tupleConversion(from, to, standardExplicit);
  if (t.isValueType(to)) {
    const target = t.underlying(to);
    const boxed = from === t.OBJECT || from === t.VALUE_TYPE ||
      (from === t.ENUM && t.isEnum(target)) ||
      (t.isInterface(from) && t.inherits(target, from));
    return boxed ? { kind: "unbox", to } : null;
  }
  if (to.definition.kind === "parameter") {
    return from === t.OBJECT ? { kind: "unbox", to } : null;
  }
  return explicitReference(from, to) ? { kind: "downcast", to } : null;
}

function explicitReference(from: CsType, to: CsType): boolean {
  if (!t.isReference(from) || !t.isReference(to)) return false;
  if (t.inherits(to, from)) return true;
  if (t.isArray(from) && t.isArray(to)) {
    const [a, b] = [from.typeArguments[0], to.typeArguments[0]];
    return from.definition === to.definition && t.isReference(a) && t.isReference(b) &&
      explicitReference(a, b);
  }
  // an interface may be implemented by a class derived from a class that is not sealed
  if (t.isInterface(from)) return t.isInterface(to) || !isSealed(to);
  if (t.isInterface(to)) return !isSealed(from);
  if (t.isDelegate(from) && t.isDelegate(to)) return from.definition === to.definition;
  return false;
}

function isSealed(type: CsType): boolean {
  return type === t.STRING || t.isArray(type) || t.isDelegate(type) ||
    symbolOf(type)?.isSealed === true || symbolOf(type)?.isStatic === true;
}

/** A user-defined operator closed over its type's arguments. */
interface Operator {
  readonly method: MethodSymbol;
  readonly types: readonly CsType[];
  readonly from: CsType;
  readonly to: CsType;
  readonly lifted: boolean;
}

/** User-defined conversions (sections 6.4.4 and 6.4.5). "ambiguous" when no operator is the best. */
export function userDefined(
  from: CsType,
  to: CsType,
  explicit: boolean,
): Conversion | "ambiguous" | null {
  if (t.isInterface(from) || t.isInterface(to) || from === t.OBJECT || to === t.OBJECT) return null;
  const candidates = operatorsOf(from, to, explicit).filter((op) =>
    explicit
      ? related(from, op.from) && related(op.to, to)
      : standardImplicit(from, op.from) !== null && standardImplicit(op.to, to) !== null
  );
  if (candidates.length === 0) return null;
  const source = mostSpecificSource(candidates, from);
  const target = mostSpecificTarget(candidates, to);
  const matches = candidates.filter((op) => op.from === source && op.to === target);
  const best = matches.length > 1 ? matches.filter((op) => !op.lifted) : matches;
  if (best.length !== 1) return "ambiguous";
  const op = best[0];
  const convert = explicit ? standardExplicit : standardImplicit;
  const before = convert(from, op.from);
  const after = convert(op.to, to);
  if (!before || !after) return null;
  const { method, types, lifted } = op;
  return {
    kind: "user",
    method,
    types,
    before,
    after,
    lifted,
    implicit: method.name === "implicit",
  };
}

function related(a: CsType, b: CsType): boolean {
  return standardImplicit(a, b) !== null || standardImplicit(b, a) !== null;
}

function operatorsOf(from: CsType, to: CsType, explicit: boolean): Operator[] {
  const operators: Operator[] = [];
  const seen = new Set<CsType>();
  for (const start of [t.underlying(from), t.underlying(to)]) {
    for (
      let type: CsType | undefined = start;
      type && !seen.has(type);
      type = directBases(type)[0]
    ) {
      seen.add(type);
      collect(type, explicit, operators);
      if (type.definition.kind !== "class") break;
    }
  }
  const lift = t.isNullable(from);
  if (!lift) return operators;
  return operators.concat(
    operators.filter((op) =>
      t.isValueType(op.from) && t.isValueType(op.to) && !t.isNullable(op.from) &&
      !t.isNullable(op.to)
    )
      .map((op) => ({ ...op, from: t.nullableOf(op.from), to: t.nullableOf(op.to), lifted: true })),
  );
}

function collect(type: CsType, explicit: boolean, into: Operator[]): void {
  const symbol = symbolOf(type);
  if (!symbol) return;
  const map = new Map(symbol.parameters.map((p, i) => [p, type.typeArguments[i]]));
  for (const name of explicit ? ["implicit", "explicit"] : ["implicit"]) {
    for (const method of symbol.operators(name)) {
      into.push({
        method,
        types: type.typeArguments,
        from: substitute(method.parameters[0].type, map),
        to: substitute(method.returns, map),
        lifted: false,
      });
    }
  }
}

function mostSpecificSource(operators: readonly Operator[], from: CsType): CsType | null {
  const sources = operators.map((op) => op.from);
  if (sources.includes(from)) return from;
  const encompassing = sources.filter((s) => standardImplicit(from, s));
  return encompassing.length > 0 ? mostEncompassed(encompassing) : mostEncompassing(sources);
}

function mostSpecificTarget(operators: readonly Operator[], to: CsType): CsType | null {
  const targets = operators.map((op) => op.to);
  if (targets.includes(to)) return to;
  const encompassed = targets.filter((s) => standardImplicit(s, to));
  return encompassed.length > 0 ? mostEncompassing(encompassed) : mostEncompassed(targets);
}

function mostEncompassed(types: readonly CsType[]): CsType | null {
  return types.find((one) => types.every((other) => standardImplicit(one, other))) ?? null;
}

function mostEncompassing(types: readonly CsType[]): CsType | null {
  return types.find((one) => types.every((other) => standardImplicit(other, one))) ?? null;
}
