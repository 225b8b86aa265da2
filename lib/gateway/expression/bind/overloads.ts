/**
 * Overload resolution (C# 7.3, section 7.5.3).
 * @module
 */
import type { ParameterSymbol } from "../runtime/symbols.ts";
import { type CsType, substitute } from "../runtime/type.ts";
import { CompileError } from "../syntax/errors.ts";
import { type AnyBound, isTyped, type UnboundLambda } from "./bound.ts";
import { standardImplicit } from "./conversion.ts";
import { canConvert } from "./convert.ts";
import { delegateSignature, inferTypeArguments } from "./inference.ts";
import * as t from "./types.ts";

/** An argument as bound, before its parameter is known. */
export interface CallArgument {
  readonly name: string | null;
  readonly mode: "value" | "ref" | "out" | "in";
  readonly value: AnyBound;
  readonly at: number;
}

export type Parameter = Pick<ParameterSymbol, "name" | "type" | "mode" | "isParams"> & {
  readonly optional: boolean;
};

/** Something that can be called. */
export interface Candidate<S> {
  readonly symbol: S;
  readonly parameters: readonly Parameter[];
  readonly typeParameters: readonly CsType[];
  readonly constraints?: ReadonlyMap<CsType, readonly string[]>;
  /** Closes the declaring type's parameters. */
  readonly map: ReadonlyMap<CsType, CsType>;
  /** Where it is declared: members of a derived type hide those of its bases. */
  readonly declaring: CsType | null;
  /** How messages name it. */
  readonly describe: () => string;
}

/** A candidate chosen: what goes where. */
export interface Resolved<S> {
  readonly candidate: Candidate<S>;
  readonly typeArguments: readonly CsType[];
  /** Closed types of the parameters; of an expanded `params`, of each place. */
  readonly parameterTypes: readonly CsType[];
  /** Of each parameter: the argument's index, -1 for its default, a list for expanded `params`. */
  readonly places: readonly (number | readonly number[])[];
  readonly expanded: boolean;
}

interface Applicable<S> extends Resolved<S> {
  /** Of each argument: the closed type of its parameter. */
  readonly argumentTypes: readonly CsType[];
  readonly usesDefaults: boolean;
}

/** Why a candidate does not apply, and how far it got. */
interface Failure {
  readonly depth: number;
  readonly error: CompileError;
}

export interface ResolutionNames {
  /** The method's name as the source has it. */
  readonly name: string;
  /** Error for a wrong number of arguments where there is more than one candidate. */
  readonly countError: (count: number) => CompileError;
  readonly at: number;
}

/**
 * The best candidate for the arguments.
 * @throws CompileError CS1501, CS1503, CS0411, CS0121 and their kin
 */
export function resolveOverload<S>(
  candidates: readonly Candidate<S>[],
  args: readonly CallArgument[],
  typeArguments: readonly CsType[] | null,
  names: ResolutionNames,
): Resolved<S> {
  const { applicable, failures } = findApplicable(candidates, args, typeArguments, names);
  if (applicable.length === 0) {
    const nearest = failures.reduce((a, b) => (b.depth > a.depth ? b : a));
    if (nearest.depth === 0 && candidates.length > 1) throw names.countError(args.length);
    throw nearest.error;
  }
  return best(applicable, args, names);
}

/** {@link resolveOverload} that gives null where nothing applies. */
export function tryResolve<S>(
  candidates: readonly Candidate<S>[],
  args: readonly CallArgument[],
  typeArguments: readonly CsType[] | null,
  names: ResolutionNames,
): Resolved<S> | null {
  const { applicable } = findApplicable(candidates, args, typeArguments, names);
  return applicable.length === 0 ? null : best(applicable, args, names);
}

function findApplicable<S>(
  candidates: readonly Candidate<S>[],
  args: readonly CallArgument[],
  typeArguments: readonly CsType[] | null,
  names: ResolutionNames,
) {
  const applicable: Applicable<S>[] = [];
  const failures: Failure[] = [];
  for (const candidate of candidates) {
    let found: Applicable<S> | Failure = apply(candidate, args, typeArguments, names, false);
    if ("error" in found && candidate.parameters.at(-1)?.isParams) {
      const expanded = apply(candidate, args, typeArguments, names, true);
      if (!("error" in expanded) || expanded.depth >= found.depth) found = expanded;
    }
    if ("error" in found) failures.push(found);
    else applicable.push(found);
  }
  return { applicable, failures };
}

function apply<S>(
  candidate: Candidate<S>,
  args: readonly CallArgument[],
  explicitTypes: readonly CsType[] | null,
  names: ResolutionNames,
  expanded: boolean,
): Applicable<S> | Failure {
  const { parameters } = candidate;
  const placed = placeArguments(candidate, args, names, expanded);
  if ("error" in placed) return placed;
  const { places, of } = placed;
  const open = (index: number) => {
    const type = substitute(parameters[of[index]].type, candidate.map);
    return expanded && of[index] === parameters.length - 1 && isExpandedPlace(places, of[index])
      ? type.typeArguments[0]
      : type;
  };
  let map = candidate.map;
  let typeArguments: readonly CsType[] = [];
  if (candidate.typeParameters.length > 0) {
    const inferred = explicitTypes ??
      inferTypeArguments(
        candidate.typeParameters,
        args.map((argument, i) => ({
          argument: argument.value,
          parameter: open(i),
          byReference: argument.mode === "ref" || argument.mode === "out",
        })),
      );
    if (!inferred) {
      const failure = args.map(({ value }) => lambdaOf(value)?.failure).find((one) => one?.code);
      if (failure) return { depth: 2, error: failure };
      return fail(
        2,
        "CS0411",
        `The type arguments for method '${candidate.describe()}' cannot be inferred from the usage. Try specifying the type arguments explicitly.`,
        names.at,
      );
    }
    typeArguments = inferred;
    map = new Map([
      ...candidate.map,
      ...candidate.typeParameters.map((p, i) => [p, inferred[i]] as const),
    ]);
    const broken = brokenConstraint(candidate, inferred, names.at);
    if (broken) return broken;
  }
  const argumentTypes: CsType[] = [];
  for (let i = 0; i < args.length; i++) {
    const type = substitute(open(i), map);
    const mismatch = checkArgument(args[i], i, parameters[of[i]], type);
    if (mismatch) return { depth: 3 + i, error: mismatch };
    argumentTypes.push(type);
  }
  return {
    candidate,
    typeArguments,
    parameterTypes: parameters.map((p) => substitute(p.type, map)),
    places,
    expanded,
    argumentTypes,
    usesDefaults: places.includes(-1),
  };
}

function isExpandedPlace(places: readonly (number | readonly number[])[], index: number): boolean {
  return typeof places[index] !== "number";
}

function fail(depth: number, code: string, message: string, at: number): Failure {
  return { depth, error: new CompileError(code, message, at) };
}

/** Which argument goes to which parameter. */
function placeArguments<S>(
  candidate: Candidate<S>,
  args: readonly CallArgument[],
  names: ResolutionNames,
  expanded: boolean,
): { places: (number | number[])[]; of: number[] } | Failure {
  const { parameters } = candidate;
  const last = parameters.length - 1;
  const places: (number | number[] | undefined)[] = parameters.map(() => undefined);
  if (expanded) places[last] = [];
  const of: number[] = [];
  for (let i = 0; i < args.length; i++) {
    const { name, at } = args[i];
    let index = i;
    if (name !== null) {
      index = parameters.findIndex((p) => p.name === name);
      if (index < 0) {
        return fail(
          1,
          "CS1739",
          `The best overload for '${names.name}' does not have a parameter named '${name}'`,
          at,
        );
      }
    }
    if (expanded && index >= last) {
      (places[last] as number[]).push(i);
      of.push(last);
      continue;
    }
    if (index > last) return { depth: 0, error: names.countError(args.length) };
    if (places[index] !== undefined) {
      return fail(
        1,
        "CS1744",
        `Named argument '${name}' specifies a parameter for which a positional argument has already been given`,
        at,
      );
    }
    places[index] = i;
    of.push(index);
  }
  for (let i = 0; i < places.length; i++) {
    if (places[i] !== undefined) continue;
    if (!parameters[i].optional) {
      return fail(
        0,
        "CS7036",
        `There is no argument given that corresponds to the required parameter '${
          parameters[i].name
        }' of '${candidate.describe()}'`,
        names.at,
      );
    }
    places[i] = -1;
  }
  return { places: places as (number | number[])[], of };
}

function checkArgument(
  argument: CallArgument,
  index: number,
  parameter: Parameter,
  type: CsType,
): CompileError | null {
  const { mode, value, at } = argument;
  const number = index + 1;
  if (mode !== parameter.mode && !(parameter.mode === "in" && mode === "value")) {
    return parameter.mode === "value" || parameter.mode === "in"
      ? new CompileError(
        "CS1615",
        `Argument ${number} may not be passed with the '${mode}' keyword`,
        at,
      )
      : new CompileError(
        "CS1620",
        `Argument ${number} must be passed with the '${parameter.mode}' keyword`,
        at,
      );
  }
  if (mode === "ref" || mode === "out") {
    if (!isTyped(value)) {
      return value.kind === "declaration" || value.kind === "discard"
        ? checkDeclared(value, number, type)
        : badArgument(value, number, type, at, mode);
    }
    return t.same(value.type, type) || value.type === t.ERROR
      ? null
      : badArgument(value, number, type, at, mode);
  }
  return canConvert(value, type) ? null : badArgument(value, number, type, at, "");
}

function checkDeclared(value: AnyBound, number: number, type: CsType): CompileError | null {
  if (
    isTyped(value) || value.kind !== "declaration" || !value.declared ||
    t.same(value.declared, type)
  ) return null;
  return new CompileError(
    "CS1503",
    `Argument ${number}: cannot convert from 'out ${t.display(value.declared)}' to 'out ${
      t.display(type)
    }'`,
    value.at,
  );
}

function badArgument(
  value: AnyBound,
  number: number,
  type: CsType,
  at: number,
  mode: string,
): CompileError {
  if (!isTyped(value) && value.kind === "lambdaLiteral") {
    const reason = lambdaFailure(value.lambda, type);
    if (reason) return reason;
  }
  const prefix = mode === "" ? "" : `${mode} `;
  return new CompileError(
    "CS1503",
    `Argument ${number}: cannot convert from '${prefix}${describeArgument(value)}' to '${prefix}${
      t.display(type)
    }'`,
    at,
  );
}

function lambdaOf(value: AnyBound): UnboundLambda | null {
  return !isTyped(value) && value.kind === "lambdaLiteral" ? value.lambda : null;
}

/** The error inside a lambda that keeps it from converting to the delegate, where there is one. */
function lambdaFailure(lambda: UnboundLambda, type: CsType): CompileError | null {
  const signature = delegateSignature(type);
  if (
    !signature ||
    (lambda.parameterCount !== null && lambda.parameterCount !== signature.parameters.length)
  ) return null;
  try {
    lambda.bind(signature.parameters, signature.returns, type);
    return null;
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
}

/** As messages name an argument's type: `<null>`, `lambda expression`, `method group`. */
export function describeArgument(value: AnyBound): string {
  if (isTyped(value)) return t.display(value.type);
  switch (value.kind) {
    case "nullLiteral":
      return "<null>";
    case "lambdaLiteral":
      return "lambda expression";
    case "group":
      return "method group";
    case "defaultLiteral":
      return "default";
    case "throwLiteral":
      return "<throw expression>";
    case "tupleLiteral":
      return `(${value.elements.map(describeArgument).join(", ")})`;
    case "typeName":
      return t.display(value.named);
    default:
      return value.kind;
  }
}

function brokenConstraint<S>(
  candidate: Candidate<S>,
  types: readonly CsType[],
  at: number,
): Failure | null {
  for (let i = 0; i < types.length; i++) {
    for (const constraint of candidate.constraints?.get(candidate.typeParameters[i]) ?? []) {
      const type = types[i];
      const parameter = candidate.typeParameters[i].definition.name;
      if (constraint === "struct" && (!t.isValueType(type) || t.isNullable(type))) {
        return fail(
          2,
          "CS0453",
          `The type '${
            t.display(type)
          }' must be a non-nullable value type in order to use it as parameter '${parameter}' in the generic type or method '${candidate.describe()}'`,
          at,
        );
      }
      if (constraint === "class" && t.isValueType(type)) {
        return fail(
          2,
          "CS0452",
          `The type '${
            t.display(type)
          }' must be a reference type in order to use it as parameter '${parameter}' in the generic type or method '${candidate.describe()}'`,
          at,
        );
      }
    }
  }
  return null;
}

function best<S>(
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
  throw new CompileError(
    "CS0121",
    `The call is ambiguous between the following methods or properties: '${a.candidate.describe()}' and '${b.candidate.describe()}'`,
    names.at,
  );
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
export function betterConversion(value: AnyBound, a: CsType, b: CsType): number {
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
