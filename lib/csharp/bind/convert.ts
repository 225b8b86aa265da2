/**
 * Converting bound expressions: by type, by constant value, and those that have no type of their own.
 * @module
 */
import type { CsType } from "../runtime/type.ts";
import { AlreadyReported, type CompileError, error } from "../syntax/errors.ts";
import { type AnyBound, type Bound, isTyped, type Loose } from "./bound.ts";
import { constant, constantFits, defaultValue, foldConversion, isConstant } from "./constants.ts";
import {
  type Conversion,
  IDENTITY,
  standardExplicit,
  standardImplicit,
  userDefined,
} from "./conversion.ts";
import { delegateSignature } from "./calls/inference.ts";
import * as t from "./types.ts";

/** Whether an implicit conversion exists. */
export function canConvert(value: AnyBound, to: CsType): boolean {
  if (to === t.ERROR) return true;
  if (isTyped(value)) {
    if (value.type === t.ERROR || standardImplicit(value.type, to)) return true;
    if (constantFits(value, t.underlying(to))) return true;
    if (value.type === t.VOID || to === t.VOID) return false;
    return userDefined(value.type, to, false) !== null;
  }
  switch (value.kind) {
    case "nullLiteral":
      return t.isReference(to) || t.isNullable(to);
    case "defaultLiteral":
    case "throwLiteral":
      return to !== t.VOID;
    case "lambdaLiteral":
      return lambdaFits(value, to);
    case "group": {
      const signature = delegateSignature(to);
      const resolved = signature && value.group.resolve(signature.parameters);
      return !!resolved && returnFits(resolved.returns, signature.returns);
    }
    case "tupleLiteral": {
      const target = t.underlying(to);
      if (t.isTuple(target)) {
        return target.typeArguments.length === value.elements.length &&
          value.elements.every((element, i) => canConvert(element, target.typeArguments[i]));
      }
      const natural = naturalType(value);
      return natural !== null && standardImplicit(natural, to) !== null;
    }
    default:
      return false;
  }
}

function returnFits(from: CsType, to: CsType): boolean {
  return to === t.VOID
    ? from === t.VOID
    : t.same(from, to) || (t.isReference(from) && t.isReference(to) && t.inherits(from, to));
}

function lambdaFits(value: Loose & { kind: "lambdaLiteral" }, to: CsType): boolean {
  const signature = delegateSignature(to);
  if (!signature) return false;
  const { lambda } = value;
  if (lambda.parameterCount !== null && lambda.parameterCount !== signature.parameters.length) {
    return false;
  }
  if (
    lambda.explicitTypes &&
    !lambda.explicitTypes.every((type, i) => t.same(type, signature.parameters[i]))
  ) return false;
  if (signature.parameters.some((p) => p.isOpen) || signature.returns.isOpen) return false;
  return lambda.fits(signature.parameters, signature.returns);
}

/** The type of a tuple literal whose elements all have one; null for what has no type. */
export function naturalType(value: AnyBound): CsType | null {
  if (isTyped(value)) return value.type === t.VOID ? null : value.type;
  if (value.kind !== "tupleLiteral") return null;
  const types = value.elements.map(naturalType);
  if (types.some((type) => type === null)) return null;
  return t.tupleOf(types as CsType[], value.names);
}

/** The expression as a value of its own type. @throws CompileError for what has none */
export function asValue(value: AnyBound): Bound {
  if (isTyped(value)) {
    return value;
  }
  const natural = naturalType(value);
  if (natural) return convertImplicit(value, natural, value.at);
  throw noValue(value);
}

/** What is wrong with an expression that should have been a value. */
export function noValue(value: Loose): CompileError {
  switch (value.kind) {
    case "typeName":
      return error("CS0119_type", value.at, t.display(value.named));
    case "namespace":
      return error("CS0118", value.at, value.name);
    case "group":
      return error("CS0119_method", value.at, value.group.name);
    case "lambdaLiteral":
      return error("CS1660", value.at, "object");
    case "defaultLiteral":
      return error("CS8716", value.at);
    case "throwLiteral":
      return error("CS8115", value.at);
    case "declaration":
      return error("CS8185", value.at);
    case "discard":
      return error("CS0103", value.at, "_");
    default:
      return error("CS0815_value", value.at);
  }
}

/** @throws CompileError CS0029, CS0266 and their kin */
export function convertImplicit(value: AnyBound, to: CsType, at: number): Bound {
  if (to === t.ERROR) throw new AlreadyReported(at);
  if (!isTyped(value)) return convertLoose(value, to, at);
  const from = value.type;
  if (from === t.ERROR) throw new AlreadyReported(at);
  if (t.same(from, to) && from === to) return value;
  const target = t.underlying(to);
  if (isConstant(value) && constantFits(value, target)) {
    return retype(constant(foldConversion(value.value, from, target, false, at), target, at), to);
  }
  const standard = standardImplicit(from, to);
  if (standard) return converted(value, standard, to, false, at);
  const user = from === t.VOID || to === t.VOID ? null : userDefined(from, to, false);
  if (user && user !== "ambiguous") return converted(value, user, to, false, at);
  throw cannotConvert(value, to, at);
}

function cannotConvert(value: Bound, to: CsType, at: number): CompileError {
  const names = `'${t.display(value.type)}' to '${t.display(to)}'`;
  if (isConstant(value) && value.type === t.INT && t.isIntegral(to) && to !== t.CHAR) {
    return error("CS0031", at, String(value.value), t.display(to));
  }
  const explicit = value.type !== t.VOID && to !== t.VOID && explicitConversion(value.type, to);
  return explicit ? error("CS0266", at, names) : error("CS0029", at, names);
}

function convertLoose(value: Loose, to: CsType, at: number): Bound {
  switch (value.kind) {
    case "nullLiteral":
      if (!t.isReference(to) && !t.isNullable(to)) {
        throw to === t.VOID
          ? error("CS0029", at, "'<null>' to 'void'")
          : error("CS0037", at, t.display(to));
      }
      return constant(null, to, at);
    case "defaultLiteral":
      return defaultValue(to, at);
    case "throwLiteral":
      return { kind: "throw", operand: value.operand, type: to, at };
    case "lambdaLiteral":
      return convertLambda(value, to, at);
    case "group": {
      const signature = delegateSignature(to);
      if (!signature) {
        throw error("CS0428", at, value.group.name, t.display(to));
      }
      const resolved = value.group.resolve(signature.parameters);
      if (!resolved) {
        throw error("CS0123", at, value.group.name, t.display(to));
      }
      if (!returnFits(resolved.returns, signature.returns)) {
        throw error("CS0407", at, t.display(resolved.returns), value.group.name);
      }
      return resolved.bind(to);
    }
    case "tupleLiteral":
      return convertTuple(value, to, at);
    default:
      throw noValue(value);
  }
}

function convertLambda(value: Loose & { kind: "lambdaLiteral" }, to: CsType, at: number): Bound {
  const signature = delegateSignature(to);
  if (!signature) {
    throw error("CS1660", at, t.display(to));
  }
  const { lambda } = value;
  if (lambda.parameterCount !== null && lambda.parameterCount !== signature.parameters.length) {
    throw error("CS1593", at, t.display(to), lambda.parameterCount);
  }
  const wrong =
    lambda.explicitTypes?.findIndex((type, i) => !t.same(type, signature.parameters[i])) ?? -1;
  if (wrong >= 0) {
    throw error(
      "CS1678",
      at,
      wrong + 1,
      t.display(lambda.explicitTypes![wrong]),
      t.display(signature.parameters[wrong]),
    );
  }
  return lambda.bind(signature.parameters, signature.returns, to);
}

function convertTuple(value: Loose & { kind: "tupleLiteral" }, to: CsType, at: number): Bound {
  const target = t.underlying(to);
  if (t.isTuple(target)) {
    if (target.typeArguments.length !== value.elements.length) {
      throw error("CS8135", at, value.elements.length, t.display(to));
    }
    const elements = value.elements.map((element, i) =>
      convertImplicit(element, target.typeArguments[i], element.at)
    );
    return { kind: "tuple", elements, type: to, at };
  }
  const natural = naturalType(value);
  if (!natural) {
    throw error("CS8135", at, value.elements.length, t.display(to));
  }
  return convertImplicit(convertTuple(value, natural, at), to, at);
}

/** The explicit conversion between types; null where there is none. */
function explicitConversion(from: CsType, to: CsType): Conversion | null {
  const standard = standardExplicit(from, to);
  if (standard) return standard;
  const user = userDefined(from, to, true);
  return user === "ambiguous" ? null : user;
}

/** A cast. @throws CompileError CS0030 and its kin */
export function convertExplicit(
  value: AnyBound,
  to: CsType,
  at: number,
  unchecked: boolean,
  checked: boolean,
): Bound {
  if (!isTyped(value)) {
    if (
      value.kind === "tupleLiteral" && t.isTuple(to) &&
      to.typeArguments.length === value.elements.length
    ) {
      const elements = value.elements.map((element, i) =>
        convertExplicit(element, to.typeArguments[i], at, unchecked, checked)
      );
      return { kind: "tuple", elements, type: to, at };
    }
    return convertLoose(value, to, at);
  }
  const from = value.type;
  if (from === t.ERROR || to === t.ERROR) throw new AlreadyReported(at);
  const target = t.underlying(to);
  const foldable = (type: CsType) => t.isNumeric(type) || t.isEnum(type);
  if (isConstant(value) && foldable(from) && foldable(target) && target === to) {
    return constant(foldConversion(value.value, from, to, unchecked, at), to, at);
  }
  if (isConstant(value) && value.type !== to && constantFits(value, target)) {
    return convertImplicit(value, to, at);
  }
  const conversion = from === t.VOID || to === t.VOID ? null : explicitConversion(from, to);
  if (!conversion) {
    throw error("CS0030", at, t.display(from), t.display(to));
  }
  return converted(value, conversion, to, checked, at);
}

function converted(
  operand: Bound,
  conversion: Conversion,
  to: CsType,
  checked: boolean,
  at: number,
): Bound {
  if (conversion.kind === "identity") return retype(operand, to);
  // a cast to a nullable type is no constant: nothing checks its range
  const folds = conversion.kind === "numeric" && !(conversion.explicit && t.isNullable(to));
  if (isConstant(operand) && folds) {
    const value = foldConversion(operand.value, conversion.from, conversion.to, false, at);
    return retype(constant(value, t.underlying(to) === to ? to : conversion.to, at), to);
  }
  return { kind: "convert", operand, conversion, checked, type: to, at };
}

/** The same value under another static type that has the same form. */
function retype(operand: Bound, to: CsType): Bound {
  if (operand.type === to) return operand;
  // a constant of another type would be taken for a constant of that type
  const keeps = isConstant(operand) &&
    (operand.value === null || to === t.STRING || !t.isReference(to) && !t.isNullable(to));
  return keeps
    ? { ...operand, type: to }
    : { kind: "convert", operand, conversion: IDENTITY, checked: false, type: to, at: operand.at };
}
