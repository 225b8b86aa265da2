/**
 * Numbers as Newtonsoft reads them.
 * @module
 */
import { typeOf } from "../../csharp/runtime/type.ts";
import { Box } from "../../csharp/runtime/values.ts";
import { type CsBigInteger, integerValue } from "./big_integer.ts";

const DOUBLE = typeOf("System.Double");

/** A boxed double. */
export function float(value: number): Box {
  return new Box(DOUBLE, value);
}

/** The boxed value of a number's text: a long, a BigInteger or a double; null when it is no number. */
export function numberValue(text: string): bigint | CsBigInteger | Box | null {
  const integer = integerOf(text);
  if (integer !== null) return integerValue(integer);
  const isFloat = /^-?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) && !/^0[^.eE]/.test(text);
  return isFloat ? float(Number(text)) : null;
}

/** A decimal, hexadecimal or octal integer; null when the text is none. */
function integerOf(text: string): bigint | null {
  if (/^0x[\da-f]{1,16}$/i.test(text)) return BigInt.asIntN(64, BigInt(text.toLowerCase()));
  if (/^0[0-7]+$/.test(text)) return BigInt.asIntN(64, BigInt(`0o${text.slice(1)}`));
  return isDecimalInteger(text) ? BigInt(text) : null;
}

function isDecimalInteger(text: string): boolean {
  return /^-?\d+$/.test(text) && !/^0\d/.test(text);
}

/** Newtonsoft's MaximumJavascriptIntegerCharacterLength. */
const LONGEST_INTEGER = 380;

/** Whether it is an integer longer than the library reads. */
export function isTooLong(text: string): boolean {
  return text.length > LONGEST_INTEGER && isDecimalInteger(text);
}
