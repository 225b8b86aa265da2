/**
 * The better of two candidates, conversions and types (C# 7.3, section 7.5.3.2).
 * @module
 */
import type { CsType } from "../../runtime/type.ts";
import { error } from "../../syntax/errors.ts";
import { type AnyBound, isTyped, type UnboundLambda } from "../bound.ts";
import type {
  Applicable,
  CallArgument,
  Candidate,
  ResolutionNames,
  Resolved,
} from "./candidates.ts";
import { standardImplicit } from "../conversion.ts";
import { canConvert } from "../convert.ts";
import { delegateSignature } from "./inference.ts";
import * as t from "../types.ts";

export function best<S>(
  applicable: readonly Applicable<S>[],
  args: readonly CallArgument[],
  names: ResolutionNames,
): Resolved<S> {
  if (applicable.length === 1) return applicable[0];
  const visible = applicable.filter(({ candidate: { declaring } }) =>
    !declaring ||
    !applicable.some(({ candidate: { declaring: other } }) =>
      other && !t.same(other, declaring) && t.inherits(other, declaring)
    )
  );
  const winners = visible.filter((one) =>
    visible.every((other) => one === other || isBetter(one, other, args))
  );
  if (winners.length === 1) return winners[0];
  const [a, b] = visible;
  throw error("CS0121", names.at, a.candidate.describe(), b.candidate.describe());
}

/** Better function member (section 7.5.3.2). */
function isBetter<S>(
  one: Applicable<S>,
  other: Applicable<S>,
  args: readonly CallArgument[],
): boolean {
  let better = false;
  let sameTypes = true;
  for (let i = 0; i < args.length; i++) {
    const [a, b] = [one.argumentTypes[i], other.argumentTypes[i]];
    if (t.same(a, b)) continue;
    sameTypes = false;
    const order = betterConversion(args[i].value, a, b);
    if (order > 0) return false;
    if (order < 0) better = true;
  }
  if (better) return true;
  if (!sameTypes && !convertibleBothWays(one, other)) return false;
  return tieBreak(one, other) < 0;
}

function convertibleBothWays<S>(one: Applicable<S>, other: Applicable<S>): boolean {
  return one.argumentTypes.every((a, i) => {
    const b = other.argumentTypes[i];
    return t.same(a, b) || (standardImplicit(a, b) && standardImplicit(b, a));
  });
}

function tieBreak<S>(one: Applicable<S>, other: Applicable<S>): number {
  const generic = Number(one.typeArguments.length > 0) - Number(other.typeArguments.length > 0);
  if (generic !== 0) return generic;
  const expanded = Number(one.expanded) - Number(other.expanded);
  if (expanded !== 0) return expanded;
  if (one.expanded && one.candidate.parameters.length !== other.candidate.parameters.length) {
    return other.candidate.parameters.length - one.candidate.parameters.length;
  }
  const defaults = Number(one.usesDefaults) - Number(other.usesDefaults);
  if (defaults !== 0) return defaults;
  return moreSpecific(one.candidate, other.candidate);
}

function moreSpecific<S>(one: Candidate<S>, other: Candidate<S>): number {
  let result = 0;
  const count = Math.min(one.parameters.length, other.parameters.length);
  for (let i = 0; i < count; i++) {
    const order = specificity(one.parameters[i].type, other.parameters[i].type);
    if (order === 0) continue;
    if (result !== 0 && order !== result) return 0;
    result = order;
  }
  return result;
}

function specificity(a: CsType, b: CsType): number {
  const [isA, isB] = [a.definition.kind === "parameter", b.definition.kind === "parameter"];
  if (isA !== isB) return isA ? 1 : -1;
  if (a.definition !== b.definition) return 0;
  let result = 0;
  for (let i = 0; i < a.typeArguments.length; i++) {
    const order = specificity(a.typeArguments[i], b.typeArguments[i]);
    if (order === 0) continue;
    if (result !== 0 && order !== result) return 0;
    result = order;
  }
  return result;
}

/** Better conversion from expression: negative when `a` is the better target for `value`. */
function betterConversion(value: AnyBound, a: CsType, b: CsType): number {
  const [matchesA, matchesB] = [exactly(value, a), exactly(value, b)];
  if (matchesA !== matchesB) return matchesA ? -1 : 1;
  if (!isTyped(value) && value.kind === "tupleLiteral" && t.isTuple(a) && t.isTuple(b)) {
    let result = 0;
    value.elements.forEach((element, i) => {
      result ||= betterConversion(element, a.typeArguments[i], b.typeArguments[i]);
    });
    return result;
  }
  return betterTarget(value, a, b);
}

/** Whether the expression has exactly that type, or is a lambda that returns what the delegate does. */
function exactly(value: AnyBound, type: CsType): boolean {
  if (isTyped(value)) return t.same(value.type, type);
  if (value.kind !== "lambdaLiteral") return false;
  const signature = delegateSignature(type);
  if (!signature) return false;
  const returns = value.lambda.returnType(signature.parameters);
  return returns !== null && t.same(returns, signature.returns);
}

const SIGNED = [t.SBYTE, t.SHORT, t.INT, t.LONG];

const UNSIGNED = [t.BYTE, t.USHORT, t.UINT, t.ULONG];

function betterTarget(value: AnyBound, a: CsType, b: CsType): number {
  const [toB, toA] = [canConvertType(a, b), canConvertType(b, a)];
  if (toB !== toA) return toB ? -1 : 1;
  const [plainA, plainB] = [t.underlying(a), t.underlying(b)];
  if (SIGNED.includes(plainA) && UNSIGNED.includes(plainB)) return -1;
  if (UNSIGNED.includes(plainA) && SIGNED.includes(plainB)) return 1;
  if (isTyped(value) || value.kind !== "lambdaLiteral") return 0;
  return betterDelegate(value.lambda, a, b);
}

function canConvertType(from: CsType, to: CsType): boolean {
  return canConvert({ kind: "default", type: from, at: 0 }, to);
}

function betterDelegate(lambda: UnboundLambda, a: CsType, b: CsType): number {
  const [one, other] = [delegateSignature(a), delegateSignature(b)];
  if (!one || !other || one.parameters.length !== other.parameters.length) return 0;
  if (!one.parameters.every((p, i) => t.same(p, other.parameters[i]))) return 0;
  if (one.returns === t.VOID || other.returns === t.VOID) {
    return one.returns === other.returns ? 0 : one.returns === t.VOID ? 1 : -1;
  }
  const returns = lambda.returnType(one.parameters);
  if (!returns) return 0;
  return betterConversion({ kind: "default", type: returns, at: 0 }, one.returns, other.returns);
}
