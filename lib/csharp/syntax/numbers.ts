/**
 * Numeric literals: separators, bases, suffixes, and the type that the value's size gives.
 * @module
 */
import type { LiteralType } from "./ast.ts";
import { error } from "./errors.ts";

export interface NumberToken {
  readonly end: number;
  readonly type: LiteralType;
  readonly value: string | number | bigint;
}

const INTEGER =
  /(?:0[xX](_*[\da-fA-F](?:_*[\da-fA-F])*)|0[bB](_*[01](?:_*[01])*)|(\d(?:_*\d)*))([uU][lL]?|[lL][uU]?)?/y;
const REAL = /(?:\d(?:_*\d)*)?(?:\.\d(?:_*\d)*)?(?:[eE][+-]?\d(?:_*\d)*)?([fFdDmM])?/y;

/** The literal that starts at `at`. @throws CompileError CS1013, CS1021, CS0594 */
export function readNumber(text: string, at: number): NumberToken {
  INTEGER.lastIndex = at;
  const integer = INTEGER.exec(text);
  REAL.lastIndex = at;
  const real = REAL.exec(text)!;
  if (integer && INTEGER.lastIndex >= REAL.lastIndex) {
    const end = INTEGER.lastIndex;
    checkEnd(text, at, end);
    const digits = (integer[1] ?? integer[2] ?? integer[3]).replaceAll("_", "");
    const prefix = integer[1] !== undefined ? "0x" : integer[2] !== undefined ? "0b" : "";
    return { end, ...integerType(BigInt(prefix + digits), (integer[4] ?? "").toLowerCase(), at) };
  }
  const end = REAL.lastIndex;
  checkEnd(text, at, end);
  const suffix = real[1]?.toLowerCase() ?? "d";
  const digits = (real[1] ? real[0].slice(0, -1) : real[0]).replaceAll("_", "");
  if (suffix === "m") return { end, type: "decimal", value: digits };
  const value = suffix === "f" ? Math.fround(Number(digits)) : Number(digits);
  if (!Number.isFinite(value)) {
    const type = suffix === "f" ? "float" : "double";
    throw error("CS0594", at, type);
  }
  return { end, type: suffix === "f" ? "float" : "double", value };
}

function checkEnd(text: string, at: number, end: number): void {
  if (/[\p{L}\p{Nd}_]/u.test(text[end] ?? "")) {
    if (text[at] === "0" && /[xXbB]/.test(text[at + 1])) {
      throw error("CS1013", at);
    }
    throw error("CS1002", end);
  }
}

function integerType(
  value: bigint,
  suffix: string,
  at: number,
): { type: LiteralType; value: number | bigint } {
  const unsigned = suffix.includes("u");
  const long = suffix.includes("l");
  if (!unsigned && !long && value <= 0x7fffffffn) return { type: "int", value: Number(value) };
  if (!long && value <= 0xffffffffn) return { type: "uint", value: Number(value) };
  if (!unsigned && value <= 0x7fffffffffffffffn) return { type: "long", value };
  if (value <= 0xffffffffffffffffn) return { type: "ulong", value };
  throw error("CS1021", at);
}
