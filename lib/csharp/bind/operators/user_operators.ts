/**
 * Operators that types declare (C# 7.3, section 7.3.5).
 * @module
 */
import { AlreadyReported } from "../../syntax/errors.ts";
import { directBases } from "../../runtime/bases.ts";
import { type MethodSymbol, symbolOf } from "../../runtime/symbols.ts";
import { type CsType, substitute } from "../../runtime/type.ts";
import type { BinaryOperator, Bound } from "../bound.ts";
import { convertImplicit } from "../convert.ts";
import { typeMap } from "../members.ts";
import type { Candidate } from "../calls/candidates.ts";
import { tryResolve } from "../calls/overloads.ts";
import { COMPARISON } from "./predefined_operators.ts";
import * as t from "../types.ts";

interface UserOperator {
  readonly method: MethodSymbol;
  readonly types: readonly CsType[];
  readonly lifted: boolean;
}

/** Operators that the operands' types declare (section 7.3.5). */
export function userOperators(
  operator: string,
  types: readonly CsType[],
  parameters: number,
): Candidate<UserOperator>[] {
  const found: Candidate<UserOperator>[] = [];
  const seen = new Set<CsType>();
  const lift = types.some(t.isNullable);
  for (const start of types.map(t.underlying)) {
    for (
      let type: CsType | undefined = start;
      type && !seen.has(type);
      type = directBases(type)[0]
    ) {
      seen.add(type);
      const map = typeMap(type);
      for (const method of symbolOf(type)?.operators(operator) ?? []) {
        if (method.parameters.length !== parameters) continue;
        const describe = () => `${t.display(method.owner.type)}.operator ${operator}`;
        const common = { typeParameters: [], declaring: null, describe };
        const symbol = { method, types: type.typeArguments, lifted: false };
        found.push({
          ...common,
          symbol,
          map,
          parameters: method.parameters.map((p) => ({ ...p, optional: false })),
        });
        const values = method.parameters.every((p) =>
          t.isValueType(p.type) && !t.isNullable(p.type)
        );
        if (lift && values) {
          const lifted = method.parameters.map((p) => ({
            ...p,
            type: t.nullableOf(substitute(p.type, map)),
            optional: false,
          }));
          found.push({ ...common, symbol: { ...symbol, lifted: true }, map, parameters: lifted });
        }
      }
      if (t.isValueType(type)) break;
    }
  }
  return found;
}

export function userDefinedBinary(
  operator: BinaryOperator,
  l: Bound,
  r: Bound,
  at: number,
): Bound | null {
  const candidates = userOperators(operator, [l.type, r.type], 2);
  if (candidates.length === 0) return null;
  const args = [l, r].map((value) => ({ name: null, mode: "value" as const, value, at: value.at }));
  const names = { name: operator, countError: () => new AlreadyReported(at), at };
  const resolved = tryResolve(candidates, args, null, names);
  if (!resolved) return null;
  const { method, types, lifted } = resolved.candidate.symbol;
  const [left, right] = [l, r].map((value, i) =>
    convertImplicit(value, resolved.parameterTypes[i], value.at)
  );
  const returns = substitute(method.returns, resolved.candidate.map);
  const comparison = COMPARISON.has(operator);
  const mode = !lifted
    ? null
    : operator === "=="
    ? "equal"
    : operator === "!="
    ? "notEqual"
    : comparison
    ? "order"
    : "value";
  const type = mode === "value" ? t.nullableOf(returns) : returns;
  return { kind: "userBinary", method, types, left, right, lifted: mode, type, at };
}
