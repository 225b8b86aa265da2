/**
 * Which candidates take the arguments (C# 7.3, section 7.5.3.1), and why the others do not.
 * @module
 */
import { type CsType, substitute } from "../../runtime/type.ts";
import { AlreadyReported, type CompileError, error } from "../../syntax/errors.ts";
import { checkArgument, lambdaOf } from "./argument_check.ts";
import type { Applicable, CallArgument, Candidate, ResolutionNames } from "./candidates.ts";
import { inferTypeArguments } from "./inference.ts";
import * as t from "../types.ts";

/** Why a candidate does not apply, and how far it got. */
interface Failure {
  readonly depth: number;
  /** Made only when somebody is told: most candidates fail while another one applies. */
  readonly error: () => CompileError;
}

export function findApplicable<S>(
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
      const failure = args.map(({ value }) => lambdaOf(value)?.failure).find((one) =>
        one && !(one instanceof AlreadyReported)
      );
      if (failure) return { depth: 2, error: () => failure };
      return fail(2, () => error("CS0411", names.at, candidate.describe()));
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
    if (mismatch) return { depth: 3 + i, error: () => mismatch };
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

function fail(depth: number, error: () => CompileError): Failure {
  return { depth, error };
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
        return fail(1, () => error("CS1739", at, names.name, name));
      }
    }
    if (expanded && index >= last) {
      (places[last] as number[]).push(i);
      of.push(last);
      continue;
    }
    if (index > last) return { depth: 0, error: () => names.countError(args.length) };
    if (places[index] !== undefined) {
      return fail(1, () => error("CS1744", at, name!));
    }
    places[index] = i;
    of.push(index);
  }
  for (let i = 0; i < places.length; i++) {
    if (places[i] !== undefined) continue;
    if (!parameters[i].optional) {
      return fail(0, () => error("CS7036", names.at, parameters[i].name, candidate.describe()));
    }
    places[i] = -1;
  }
  return { places: places as (number | number[])[], of };
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
        return fail(2, () => error("CS0453", at, t.display(type), parameter, candidate.describe()));
      }
      if (typeof constraint !== "string" && !t.inherits(type, constraint)) {
        const [shown, described] = [t.display(type), candidate.describe()];
        const wanted = t.display(constraint);
        if (t.isValueType(type)) {
          return fail(2, () => error("CS0315", at, shown, parameter, described, wanted));
        }
        return fail(2, () => error("CS0311", at, shown, parameter, described, wanted));
      }
      if (constraint === "class" && t.isValueType(type)) {
        return fail(2, () => error("CS0452", at, t.display(type), parameter, candidate.describe()));
      }
    }
  }
  return null;
}
