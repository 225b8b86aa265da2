/**
 * Types that the documentation does not list, and that members of listed types return or take: without them those
 * members could not be used (`IPAddress.AddressFamily`, `new Uri(text, UriKind.Absolute)`).
 * Field: a policy of Radware's securepath connector names System.Net.Sockets.AddressFamily.
 * @module
 */
import type { Library } from "../../csharp/runtime/library.ts";
import type { MemberSymbol, TypeSymbol } from "../../csharp/runtime/symbols.ts";
import type { CsType, TypeDefinition } from "../../csharp/runtime/type.ts";

/** Namespaces that are known to be refused as a whole (Microsoft's Apim-Samples, notes on policy expressions). */
const REFUSED_NAMESPACES = ["System.Globalization."];

export interface Listed {
  type(name: string): boolean;
  member(type: string, member: string): boolean;
}

/** Full names of the companions of the listed types, and of theirs. */
export function companionTypes(
  libraries: readonly Library[],
  listed: Listed,
): ReadonlySet<string> {
  const found = new Set<string>();
  const symbols = new Map<TypeDefinition, TypeSymbol>();
  for (const library of libraries) {
    for (const symbol of library.types()) symbols.set(symbol.definition, symbol);
  }
  const open = [...symbols.values()].filter(({ name }) => listed.type(name));
  const add = (type: CsType): void => {
    for (const argument of type.typeArguments) add(argument);
    const symbol = symbols.get(type.definition);
    if (symbol === undefined || found.has(symbol.name) || listed.type(symbol.name)) return;
    if (REFUSED_NAMESPACES.some((namespace) => symbol.name.startsWith(namespace))) return;
    found.add(symbol.name);
    open.push(symbol);
  };
  for (let symbol = open.pop(); symbol !== undefined; symbol = open.pop()) {
    for (const member of membersOf(symbol)) {
      if (listed.member(symbol.name, member.name)) typesOf(member).forEach(add);
    }
    const { signature } = symbol;
    if (signature === null) continue;
    add(signature.returns);
    for (const { type } of signature.parameters) add(type);
  }
  return found;
}

function* membersOf(symbol: TypeSymbol): Generator<MemberSymbol> {
  for (const name of symbol.memberNames()) yield* symbol.members(name);
}

function typesOf(member: MemberSymbol): CsType[] {
  const result = "returns" in member ? member.returns : member.type;
  return [result, ...member.parameters.map(({ type }) => type)];
}
