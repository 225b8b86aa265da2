/**
 * Looking members up by name, through base types (C# 7.3, section 7.4).
 * @module
 */
import { baseTypes, directBases } from "../runtime/bases.ts";
import {
  type MemberSymbol,
  type MethodSymbol,
  type PropertySymbol,
  symbolOf,
} from "../runtime/symbols.ts";
import { type CsType, substitute } from "../runtime/type.ts";
import type { Candidate, Parameter } from "./calls/candidates.ts";
import * as t from "./types.ts";

/** A member, and the closed type that declares it. */
export interface Found<M extends MemberSymbol = MemberSymbol> {
  readonly member: M;
  readonly declaring: CsType;
}

/** The types whose members an expression of `type` shows. */
function lookupTypes(type: CsType): readonly CsType[] {
  if (t.isInterface(type)) return [type, ...baseTypes(type), t.OBJECT];
  const chain: CsType[] = [];
  for (let one: CsType | undefined = type; one; one = directBases(one)[0]) {
    if (chain.includes(one) || (one !== type && t.isInterface(one))) break;
    chain.push(one);
  }
  if (!chain.includes(t.OBJECT)) chain.push(t.OBJECT);
  return chain;
}

/**
 * All members of that name: overloads together, own before inherited.
 * Where a call follows, only what can be called counts: `list.Count()` passes the property over.
 */
export function findMembers(type: CsType, name: string, called = false): Found[] {
  const found: Found[] = [];
  for (const declaring of lookupTypes(type)) {
    for (const member of symbolOf(declaring)?.members(name) ?? []) {
      if (called && !isMethod(member) && !t.isDelegate(member.type)) continue;
      // a property hides what bases have under its name
      if (found.length > 0 && !isMethod(member) && member.kind !== "indexer") continue;
      found.push({ member, declaring });
    }
    if (found.length > 0 && !isMethod(found[0].member) && found[0].member.kind !== "indexer") break;
  }
  return found;
}

/** What can be written behind a dot: names of its own and inherited members; no operators and no constructors. */
export function memberNames(type: CsType): string[] {
  const names = lookupTypes(type).flatMap((declaring) => [
    ...symbolOf(declaring)?.memberNames() ?? [],
  ]);
  return [...new Set(names)].filter((name) => !/^(?:operator .*|new|this)$/.test(name));
}

export function isMethod(member: MemberSymbol): member is MethodSymbol {
  return "implementation" in member;
}

/** Closes a declaring type's parameters. */
export function typeMap(declaring: CsType): ReadonlyMap<CsType, CsType> {
  const { typeArguments } = declaring;
  if (typeArguments.length === 0) return NO_TYPES;
  const parameters = symbolOf(declaring)?.parameters ?? [];
  return new Map(parameters.map((p, i) => [p, typeArguments[i]]));
}

const NO_TYPES: ReadonlyMap<CsType, CsType> = new Map();

const parameterLists = new WeakMap<MemberSymbol, readonly Parameter[]>();

function parametersOf(member: MemberSymbol): readonly Parameter[] {
  let list = parameterLists.get(member);
  if (!list) {
    list = member.parameters.map((p) => ({ ...p, optional: p.defaultText !== null }));
    parameterLists.set(member, list);
  }
  return list;
}

/** A method as overload resolution sees it. */
export function methodCandidate(
  { member, declaring }: Found<MethodSymbol>,
): Candidate<Found<MethodSymbol>> {
  return {
    symbol: { member, declaring },
    parameters: parametersOf(member),
    typeParameters: member.typeParameters,
    constraints: member.constraints,
    map: typeMap(declaring),
    declaring: member.kind === "constructor" || member.isExtension ? null : declaring,
    describe: () => describeMember({ member, declaring }),
  };
}

/** An indexer as overload resolution sees it. */
export function indexerCandidate(
  { member, declaring }: Found<PropertySymbol>,
): Candidate<Found<PropertySymbol>> {
  return {
    symbol: { member, declaring },
    parameters: parametersOf(member),
    typeParameters: [],
    map: typeMap(declaring),
    declaring,
    describe: () => describeMember({ member, declaring }),
  };
}

/** `System.Math.Max(int, int)` */
export function describeMember({ member, declaring }: Found): string {
  const name = member.name === "new" ? t.display(declaring).split(".").at(-1) : member.name;
  const parameters = member.parameters.map((p) => {
    const prefix = p.mode === "value" ? (p.isParams ? "params " : "") : `${p.mode} `;
    return prefix + t.display(substitute(p.type, typeMap(declaring)));
  });
  const generic = isMethod(member) && member.typeParameters.length > 0
    ? `<${member.typeParameters.map(t.display).join(", ")}>`
    : "";
  const owner = t.display(declaring);
  return member.kind === "indexer"
    ? `${owner}.this[${parameters.join(", ")}]`
    : `${owner}.${name}${generic}(${parameters.join(", ")})`;
}
