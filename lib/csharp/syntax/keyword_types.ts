/**
 * C#'s keywords for types.
 * @module
 */

/** Full names of the types, by keyword. */
export const KEYWORD_TYPES: ReadonlyMap<string, string> = new Map([
  ["object", "System.Object"],
  ["string", "System.String"],
  ["bool", "System.Boolean"],
  ["char", "System.Char"],
  ["sbyte", "System.SByte"],
  ["byte", "System.Byte"],
  ["short", "System.Int16"],
  ["ushort", "System.UInt16"],
  ["int", "System.Int32"],
  ["uint", "System.UInt32"],
  ["long", "System.Int64"],
  ["ulong", "System.UInt64"],
  ["float", "System.Single"],
  ["double", "System.Double"],
  ["decimal", "System.Decimal"],
  ["void", "System.Void"],
]);
