/**
 * What expressions can name: each type that the documentation lists, its members, and the types around them.
 * @module
 */
import type { Library } from "../../csharp/runtime/library.ts";
import type { MemberSymbol, TypeSymbol } from "../../csharp/runtime/symbols.ts";
import type { CsType } from "../../csharp/runtime/type.ts";
import { dotnet } from "../../dotnet/mod.ts";
import {
  allowsMember,
  allowsType,
  cureForUndocumented,
  documentedMembers,
  documentedTypes,
  isListed,
} from "./allow_list.ts";
import { apim } from "./environment.ts";

export interface TypeEntry {
  /** Full name, without type parameters. */
  readonly name: string;
  /**
   * `documented`; `companion`: what members of documented types return or take; `undocumented`: what published policies
   * use all the same; `own`: APIM's; `hidden`: never named, and yet what values and exceptions are; `unreachable`: what
   * only programs without an access list can use, as conformance vectors do.
   */
  readonly standing:
    | "documented"
    | "companion"
    | "undocumented"
    | "own"
    | "hidden"
    | "unreachable";
  /** Member names and their numbers of overloads. null: documented and missing here. */
  readonly members: ReadonlyMap<string, number> | null;
  /** Documented members that are missing here. */
  readonly missing: readonly string[];
}

/** Every documented type and every type of the libraries, by name. */
export function reference(): readonly TypeEntry[] {
  const symbols = new Map<string, TypeSymbol[]>();
  for (const library of [dotnet, apim] as readonly Library[]) {
    for (const symbol of library.types()) {
      const list = symbols.get(symbol.name);
      if (list) list.push(symbol);
      else symbols.set(symbol.name, [symbol]);
    }
  }
  const reached = reachable([...symbols.values()].flat());
  const names = new Set([...documentedTypes(), ...symbols.keys()]);
  return [...names].sort().map((name): TypeEntry => {
    const declared = symbols.get(name);
    const members = declared ? membersOf(name, declared) : null;
    const missing = [...documentedMembers(name) ?? []].filter((one) =>
      !hasMember(declared ?? [], one)
    );
    return { name, standing: standingOf(name, reached), members, missing };
  });
}

function standingOf(name: string, reached: ReadonlySet<string>): TypeEntry["standing"] {
  if (!/^(System|Newtonsoft)\./.test(name)) return "own";
  if (isListed(name)) return "documented";
  if (cureForUndocumented(name) !== null) return "undocumented";
  if (allowsType("apim", name)) return "companion";
  return reached.has(name) || name.endsWith("Exception") ? "hidden" : "unreachable";
}

function membersOf(name: string, declared: readonly TypeSymbol[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const symbol of declared) {
    for (const key of symbol.memberNames()) {
      if (!allowsMember("apim", name, key)) continue;
      counts.set(key, (counts.get(key) ?? 0) + symbol.members(key).length);
    }
    for (const value of symbol.enumeration?.names ?? []) {
      if (allowsMember("apim", name, value)) counts.set(value, 1);
    }
  }
  return counts;
}

function hasMember(declared: readonly TypeSymbol[], name: string): boolean {
  return declared.some((symbol) =>
    symbol.members(name).length > 0 || symbol.enumeration?.names.includes(name) ||
    symbol.bases.some((base) => hasMember([base.definition.declared as TypeSymbol], name))
  );
}

/** Names of the types that an expression can come to: those it may name, what their members give and take, and bases. */
function reachable(symbols: readonly TypeSymbol[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = symbols.filter(({ name }) => allowsType("apim", name));
  const add = (type: CsType): void => {
    type.typeArguments.forEach(add);
    const symbol = type.definition.declared as TypeSymbol | null;
    if (symbol !== null && !reached.has(symbol.name)) open.push(symbol);
  };
  for (let symbol = open.pop(); symbol !== undefined; symbol = open.pop()) {
    reached.add(symbol.name);
    symbol.bases.forEach(add);
    if (symbol.signature) {
      for (const { type } of symbol.signature.parameters) add(type);
      add(symbol.signature.returns);
    }
    for (const key of symbol.memberNames()) {
      if (!allowsMember("apim", symbol.name, key)) continue;
      for (const member of symbol.members(key)) typesOf(member).forEach(add);
    }
  }
  return reached;
}

function typesOf(member: MemberSymbol): CsType[] {
  const result = "returns" in member ? member.returns : member.type;
  return [result, ...member.parameters.map(({ type }) => type)];
}
