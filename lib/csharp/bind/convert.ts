/**
 * Converting bound expressions: by type, by constant value, and those that have no type of their own.
 * @module
 */
import type { CsType } from "../runtime/type.ts";
import { CompileError } from "../syntax/errors.ts";
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
      return new CompileError(
        "CS0119",
        `'${t.display(value.named)}' is a type, which is not valid in the given context`,
        value.at,
      );
    case "namespace":
      return new CompileError(
        "CS0118",
        `'${value.name}' is a namespace but is used like a variable`,
        value.at,
      );
    case "group":
      return new CompileError(
        "CS0119",
        `'${value.group.name}' is a method, which is not valid in the given context`,
        value.at,
      );
    case "lambdaLiteral":
      return new CompileError(
        "CS1660",
        "Cannot convert lambda expression to type 'object' because it is not a delegate type",
        value.at,
      );
    case "defaultLiteral":
      return new CompileError(
        "CS8716",
        "There is no target type for the default literal.",
        value.at,
      );
    case "throwLiteral":
      return new CompileError(
        "CS8115",
        "A throw expression is not allowed in this context.",
        value.at,
      );
    case "declaration":
      return new CompileError("CS8185", "A declaration is not allowed in this context.", value.at);
    case "discard":
      return new CompileError(
        "CS0103",
        "The name '_' does not exist in the current context",
        value.at,
      );
    default:
      return new CompileError("CS0815", "A value without a type cannot be used here", value.at);
  }
}

/** @throws CompileError CS0029, CS0266 and their kin */
export function convertImplicit(value: AnyBound, to: CsType, at: number): Bound {
  if (to === t.ERROR) throw new CompileError("", "", at);
  if (!isTyped(value)) return convertLoose(value, to, at);
  const from = value.type;
  if (from === t.ERROR) throw new CompileError("", "", at);
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
    return new CompileError(
      "CS0031",
      `Constant value '${value.value}' cannot be converted to a '${t.display(to)}'`,
      at,
    );
  }
  const explicit = value.type !== t.VOID && to !== t.VOID && explicitConversion(value.type, to);
  return explicit
    ? new CompileError(
      "CS0266",
      `Cannot implicitly convert type ${names}. An explicit conversion exists (are you missing a cast?)`,
      at,
    )
    : new CompileError("CS0029", `Cannot implicitly convert type ${names}`, at);
}

function convertLoose(value: Loose, to: CsType, at: number): Bound {
  switch (value.kind) {
    case "nullLiteral":
      if (!t.isReference(to) && !t.isNullable(to)) {
        throw to === t.VOID
          ? new CompileError("CS0029", "Cannot implicitly convert type '<null>' to 'void'", at)
          : new CompileError(
            "CS0037",
            `Cannot convert null to '${t.display(to)}' because it is a non-nullable value type`,
            at,
          );
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
        throw new CompileError(
          "CS0428",
          `Cannot convert method group '${value.group.name}' to non-delegate type '${
            t.display(to)
          }'. Did you intend to invoke the method?`,
          at,
        );
      }
      const resolved = value.group.resolve(signature.parameters);
      if (!resolved) {
        throw new CompileError(
          "CS0123",
          `No overload for '${value.group.name}' matches delegate '${t.display(to)}'`,
          at,
        );
      }
      if (!returnFits(resolved.returns, signature.returns)) {
        throw new CompileError(
          "CS0407",
          `'${t.display(resolved.returns)} ${value.group.name}' has the wrong return type`,
          at,
        );
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
    throw new CompileError(
      "CS1660",
      `Cannot convert lambda expression to type '${
        t.display(to)
      }' because it is not a delegate type`,
      at,
    );
  }
  const { lambda } = value;
  if (lambda.parameterCount !== null && lambda.parameterCount !== signature.parameters.length) {
    throw new CompileError(
      "CS1593",
      `Delegate '${t.display(to)}' does not take ${lambda.parameterCount} arguments`,
      at,
    );
  }
  const wrong =
    lambda.explicitTypes?.findIndex((type, i) => !t.same(type, signature.parameters[i])) ?? -1;
  if (wrong >= 0) {
    throw new CompileError(
      "CS1678",
      `Parameter ${wrong + 1} is declared as type '${
        t.display(lambda.explicitTypes![wrong])
      }' but should be '${t.display(signature.parameters[wrong])}'`,
      at,
    );
  }
  return lambda.bind(signature.parameters, signature.returns, to);
}

function convertTuple(value: Loose & { kind: "tupleLiteral" }, to: CsType, at: number): Bound {
  const target = t.underlying(to);
  if (t.isTuple(target)) {
    if (target.typeArguments.length !== value.elements.length) {
      throw new CompileError(
        "CS8135",
        `Tuple with ${value.elements.length} elements cannot be converted to type '${
          t.display(to)
        }'.`,
        at,
      );
    }
    const elements = value.elements.map((element, i) =>
      convertImplicit(element, target.typeArguments[i], element.at)
    );
    return { kind: "tuple", elements, type: to, at };
  }
  const natural = naturalType(value);
  if (!natural) {
    throw new CompileError(
      "CS8135",
      `Tuple with ${value.elements.length} elements cannot be converted to type '${
        t.display(to)
      }'.`,
      at,
    );
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
  if (from === t.ERROR || to === t.ERROR) throw new CompileError("", "", at);
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
    throw new CompileError(
      "CS0030",
      `Cannot convert type '${t.display(from)}' to '${t.display(to)}'`,
      at,
    );
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
