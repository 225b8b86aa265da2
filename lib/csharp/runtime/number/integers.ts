/**
 * C#'s integer types.
 * @module
 */
import type { IntegerRange } from "./parse.ts";

export interface IntegerType extends IntegerRange {
  readonly name: string;
  readonly keyword: string;
  /** long and ulong are bigint in JavaScript, the others number. */
  readonly big: boolean;
}

function integer(name: string, keyword: string, bits: number, article: string): IntegerType {
  const signed = keyword === "sbyte" || !keyword.startsWith("u") && keyword !== "byte";
  const max = (1n << BigInt(signed ? bits - 1 : bits)) - 1n;
  return { name, keyword, bits, article, max, min: signed ? -max - 1n : 0n, big: bits === 64 };
}

export const INTEGERS: readonly IntegerType[] = [
  integer("SByte", "sbyte", 8, "a signed byte"),
  integer("Byte", "byte", 8, "an unsigned byte"),
  integer("Int16", "short", 16, "an Int16"),
  integer("UInt16", "ushort", 16, "a UInt16"),
  integer("Int32", "int", 32, "an Int32"),
  integer("UInt32", "uint", 32, "a UInt32"),
  integer("Int64", "long", 64, "an Int64"),
  integer("UInt64", "ulong", 64, "a UInt64"),
];
