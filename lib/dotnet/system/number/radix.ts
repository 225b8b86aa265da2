/**
 * Integers in base 2, 8, 10 and 16, as System.Convert reads and writes them.
 * @module
 */
import { table } from "../../../core/table.ts";
import { chargeFor } from "../../../csharp/runtime/budget.ts";
import * as errors from "../../../csharp/runtime/errors.ts";
import { INTEGERS, type IntegerType } from "../../../csharp/runtime/number/integers.ts";
import { outOfIntegerRange } from "../../../csharp/runtime/number/parse.ts";

const DIGITS: Readonly<Record<number, RegExp>> = table({
  2: /[01]*/y,
  8: /[0-7]*/y,
  10: /\d*/y,
  16: /[0-9a-fA-F]*/y,
});
const PREFIXES: Readonly<Record<number, string>> = table({ 2: "0b", 8: "0o", 10: "", 16: "0x" });
/** No integer has more digits. */
const LONGEST = 64;

function checkBase(base: number): void {
  if (!Object.hasOwn(DIGITS, base)) throw errors.argument("Invalid Base.");
}

/** The type whose range the digits themselves must keep: 32 or 64 bits wide. */
function readAs(type: IntegerType, signed: boolean): IntegerType {
  const bits = type.bits === 64 ? 64 : 32;
  return INTEGERS.find((one) => one.bits === bits && one.min < 0n === signed)!;
}

/**
 * `Convert.ToInt32(text, base)` and its like: bases other than 10 give the bit pattern; null is 0.
 * @throws CsException Argument, ArgumentOutOfRange, Format, Overflow
 */
export function parseInBase(text: string | null, base: number, type: IntegerType): number | bigint {
  checkBase(base);
  if (text === null) return type.big ? 0n : 0;
  if (text === "") {
    throw errors.outOfRange(
      "startIndex",
      "Index was out of range. Must be non-negative and less than the size of the collection.",
    );
  }
  chargeFor(text);
  const negative = text[0] === "-";
  if (negative && base !== 10) {
    throw errors.argument("String cannot contain a minus sign if the base is not 10.");
  }
  if (negative && type.min === 0n) {
    throw errors.overflow(
      "The string was being parsed as an unsigned number and could not have a negative sign.",
    );
  }
  let start = negative || text[0] === "+" ? 1 : 0;
  if (base === 16 && /^0[xX]/.test(text.slice(start))) start += 2;
  const magnitude = readMagnitude(text, start, base, type);
  let value = negative ? -magnitude : magnitude;
  if (base !== 10 && type.min < 0n) {
    if (magnitude >> BigInt(type.bits) !== 0n) throw outOfIntegerRange(type);
    value = BigInt.asIntN(type.bits, magnitude);
  }
  if (value < type.min || value > type.max) throw outOfIntegerRange(type);
  return type.big ? value : Number(value);
}

function readMagnitude(text: string, start: number, base: number, type: IntegerType): bigint {
  const pattern = DIGITS[base];
  pattern.lastIndex = start;
  const digits = pattern.exec(text)![0];
  const range = readAs(type, base === 10 && type.min < 0n);
  const significant = digits.replace(/^0+/, "");
  if (significant.length > LONGEST) throw outOfIntegerRange(range);
  const value = BigInt(significant === "" ? 0 : PREFIXES[base] + significant);
  if (value > range.max && value !== -range.min) throw outOfIntegerRange(range);
  if (digits === "") throw errors.format("Could not find any recognizable digits.");
  if (start + digits.length < text.length) {
    throw errors.format("Additional non-parsable characters are at the end of the string.");
  }
  return value;
}

/** `Convert.ToString(value, base)`: bases other than 10 show the bit pattern. @throws CsException Argument */
export function formatInBase(value: number | bigint, base: number, type: IntegerType): string {
  checkBase(base);
  return base === 10 ? String(value) : BigInt.asUintN(type.bits, BigInt(value)).toString(base);
}
