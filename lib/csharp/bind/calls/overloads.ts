/**
 * Overload resolution (C# 7.3, section 7.5.3).
 * @module
 */
import type { CsType } from "../../runtime/type.ts";
import { findApplicable } from "./applicability.ts";
import { best } from "./better.ts";
import type { CallArgument, Candidate, ResolutionNames, Resolved } from "./candidates.ts";

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
    throw nearest.error();
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
