/**
 * The shortest text that parses back to the same floating-point number, in .NET's spelling.
 * @module
 */

const FLOAT_DIGITS = 9;

/** Digits `d1d2d3...` and the place of the decimal point: the value is `0.d1d2d3... * 10^scale`. */
export interface ShortestDigits {
  readonly digits: string;
  readonly scale: number;
}

/** The shortest digits of a finite, non-negative number. */
export function shortestDigits(value: number, single: boolean): ShortestDigits {
  if (value === 0) return { digits: "", scale: 0 };
  const text = single ? shortestSingle(value) : value.toExponential();
  const e = text.indexOf("e");
  const digits = (text[0] + text.slice(2, e)).replace(/0+$/, "");
  return { digits, scale: Number(text.slice(e + 1)) + 1 };
}

function shortestSingle(value: number): string {
  for (let digits = 1; digits < FLOAT_DIGITS; digits++) {
    const text = value.toExponential(digits - 1);
    if (Math.fround(Number(text)) === value) return tieToEven(value, text, digits);
    // the numbers below a power of two are closer to it than those above
    const unit = Number(`1e${Number(text.slice(text.indexOf("e") + 1)) - digits + 1}`);
    const above = (Number(text) + unit).toExponential(digits - 1);
    if (Math.fround(Number(above)) === value) return above;
  }
  return value.toExponential(FLOAT_DIGITS - 1);
}

/** JavaScript rounds a value half-way between two digits up, .NET to the even one. */
function tieToEven(value: number, rounded: string, digits: number): string {
  const exact = value.toExponential(40);
  const kept = digits === 1 ? 1 : digits + 1;
  const isTie = /^\.?50*e/.test(exact.slice(kept));
  return isTie && Number(exact[kept - 1]) % 2 === 0
    ? exact.slice(0, kept) + exact.slice(exact.indexOf("e"))
    : rounded;
}

/** `double.ToString()` (or `float.ToString()` with `single`) under the invariant culture. */
export function realToText(value: number, single = false): string {
  const magnitude = Math.abs(value);
  if (!single && magnitude >= 1e-4 && magnitude < 1e17) return String(value);
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  if (!Number.isFinite(value)) return String(value);
  const sign = value < 0 ? "-" : "";
  const { digits, scale } = shortestDigits(magnitude, single);
  if (scale > (single ? FLOAT_DIGITS : 17) || scale < -3) {
    const exponent = scale - 1;
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits[0]}${fraction}E${exponent < 0 ? "-" : "+"}${
      String(Math.abs(exponent)).padStart(2, "0")
    }`;
  }
  if (scale <= 0) return `${sign}0.${"0".repeat(-scale)}${digits}`;
  if (scale >= digits.length) return sign + digits.padEnd(scale, "0");
  return `${sign}${digits.slice(0, scale)}.${digits.slice(scale)}`;
}
