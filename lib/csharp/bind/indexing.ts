/**
 * `a[i]`: elements of arrays, and indexers (C# 7.3, section 7.6.7).
 * @module
 */
import { AlreadyReported, error } from "../syntax/errors.ts";
import type { PropertySymbol } from "../runtime/symbols.ts";
import { substitute } from "../runtime/type.ts";
import type { ExpressionOf } from "../syntax/ast.ts";
import { bindArguments, placeArguments } from "./calls/arguments.ts";
import type { AnyBound, Bound } from "./bound.ts";
import type { BindingContext } from "./context.ts";
import { asValue, convertImplicit } from "./convert.ts";
import { findMembers, type Found, indexerCandidate, typeMap } from "./members.ts";
import { receiverFor } from "./calls/method_groups.ts";
import type { CallArgument } from "./calls/candidates.ts";
import { resolveOverload } from "./calls/overloads.ts";
import * as t from "./types.ts";

/** `target[args]` */
export function bindIndex(b: BindingContext, syntax: ExpressionOf<"index">): Bound {
  const target = b.value(syntax.target);
  return indexValue(
    b,
    target,
    bindArguments(b, syntax.args),
    syntax.args[0]?.start ?? syntax.start,
  );
}

/** `value[args]`, of an array or through an indexer. */
export function indexValue(
  b: BindingContext,
  target: Bound,
  args: readonly CallArgument[],
  at: number,
): Bound {
  const { type } = target;
  if (type === t.ERROR) throw new AlreadyReported(at);
  if (t.isArray(type)) {
    const rank = type.definition.rank!;
    if (args.length !== rank) {
      throw error("CS0022", at, rank);
    }
    const indices = args.map(({ value, at: where }) => arrayIndex(value, where));
    return { kind: "element", array: target, indices, type: type.typeArguments[0], at };
  }
  const indexers = findMembers(type, "this") as Found<PropertySymbol>[];
  if (indexers.length === 0) {
    throw error("CS0021", at, t.display(type));
  }
  const countError = (count: number) => error("CS1501", at, "this", count);
  const resolved = resolveOverload(indexers.map(indexerCandidate), args, null, {
    name: "this",
    countError,
    at,
  });
  const { member, declaring } = resolved.candidate.symbol;
  return {
    kind: "property",
    property: member,
    receiver: receiverFor(target, declaring),
    args: placeArguments(b, resolved, args, at) as Bound[],
    types: declaring.typeArguments,
    type: substitute(member.type, typeMap(declaring)),
    at,
  };
}

/** An array's index or length: int, or what converts to uint, long or ulong. */
export function arrayIndex(value: AnyBound, at: number): Bound {
  const bound = value.kind === "defaultLiteral"
    ? convertImplicit(value, t.INT, at)
    : asValue(value);
  for (const type of [t.INT, t.UINT, t.LONG, t.ULONG]) {
    try {
      return convertImplicit(bound, type, at);
    } catch {
      // the next one
    }
  }
  return convertImplicit(bound, t.INT, at);
}
