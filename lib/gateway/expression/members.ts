/**
 * What the types of expressions have, by name: for tables and tests.
 * @module
 */
import { dotnet } from "../../dotnet/mod.ts";
import { symbolOf, type TypeSymbol } from "../../csharp/runtime/symbols.ts";
import { apim } from "./environment.ts";

/**
 * Names of a type's members, inherited ones and extension methods too; null for a type that is not there. A
 * constructor is `new`, an indexer `this`, an operator `operator +`.
 * @param type as .NET names it, generic ones with their arity: ``System.Nullable`1``
 */
export function hasMember(type: string, member: string): boolean | null {
  const [name, arity = "0"] = type.split("`");
  const symbol = dotnet.find(name, Number(arity)) ?? apim.find(name, Number(arity));
  if (symbol === undefined) return null;
  if (member === "new" && (symbol.isAbstract || symbol.isStatic)) return true;
  const object = dotnet.find("System.Object")!;
  return declares(symbol, member) || declares(object, member) ||
    [...dotnet.extensionOwners(member)].length > 0;
}

function declares(symbol: TypeSymbol, member: string): boolean {
  return symbol.members(member).length > 0 ||
    Boolean(symbol.enumeration?.names.includes(member)) ||
    symbol.bases.some((base) => {
      const inherited = symbolOf(base);
      return inherited !== null && declares(inherited, member);
    });
}
