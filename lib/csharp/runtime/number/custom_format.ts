/**
 * Custom numeric format strings: `#,##0.00;(#,##0.00);-`.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/custom-numeric-format-strings
 * @module
 */
import { allocate, chargeForParts } from "../budget.ts";
import { type Digits, roundDigits } from "./digits.ts";

/** What the first reading of a section finds out. Positions count digit placeholders. */
interface Section {
  readonly start: number;
  digitCount: number;
  decimalPosition: number;
  firstZero: number;
  lastZero: number;
  scientific: boolean;
  thousands: boolean;
  /** Powers of ten that `%`, `‰` and trailing commas ask for. */
  scaleAdjust: number;
}

const MAX_EXPONENT_DIGITS = 10;
const SHORT_FORMAT = 256;

/** The number written by a custom format string. */
export function formatCustom(value: Digits, format: string): string {
  if (format.length > SHORT_FORMAT) allocate(2 * format.length);
  chargeForParts(format.length);
  let number = value;
  let section = readSection(format, findSection(format, sectionOf(number)));
  for (;;) {
    if (number.digits === "") {
      number = { ...number, negative: number.kind === "real" && number.negative, scale: 0 };
      break;
    }
    const scaled = { ...number, scale: number.scale + section.scaleAdjust };
    const kept = section.scientific
      ? section.digitCount
      : scaled.scale + section.digitCount - section.decimalPosition;
    number = roundDigits(scaled, kept);
    if (number.digits !== "") break;
    const start = findSection(format, 2);
    if (start === section.start) break;
    section = readSection(format, start);
  }
  return write(number, format, section);
}

function sectionOf(number: Digits): number {
  return number.digits === "" ? 2 : number.negative ? 1 : 0;
}

/** Where the wanted section starts; 0, the first, when it is absent or empty. */
function findSection(format: string, wanted: number): number {
  if (wanted === 0) return 0;
  let left = wanted;
  for (let i = 0; i < format.length;) {
    const ch = format[i++];
    if (ch === "'" || ch === '"') {
      const end = format.indexOf(ch, i);
      i = end < 0 ? format.length : end + 1;
    } else if (ch === "\\") {
      i++;
    } else if (ch === ";" && --left === 0) {
      return i < format.length && format[i] !== ";" ? i : 0;
    }
  }
  return 0;
}

function readSection(format: string, start: number): Section {
  const s: Section = {
    start,
    digitCount: 0,
    decimalPosition: -1,
    firstZero: Infinity,
    lastZero: 0,
    scientific: false,
    thousands: false,
    scaleAdjust: 0,
  };
  let commaPosition = -1;
  let commas = 0;
  loop: for (let i = start; i < format.length;) {
    const ch = format[i++];
    switch (ch) {
      case "#":
        s.digitCount++;
        break;
      case "0":
        s.firstZero = Math.min(s.firstZero, s.digitCount);
        s.lastZero = ++s.digitCount;
        break;
      case ".":
        if (s.decimalPosition < 0) s.decimalPosition = s.digitCount;
        break;
      case ",":
        if (s.digitCount > 0 && s.decimalPosition < 0) {
          if (commaPosition === s.digitCount) commas++;
          else {
            if (commaPosition >= 0) s.thousands = true;
            commaPosition = s.digitCount;
            commas = 1;
          }
        }
        break;
      case "%":
        s.scaleAdjust += 2;
        break;
      case "\u2030":
        s.scaleAdjust += 3;
        break;
      case "'":
      case '"': {
        const end = format.indexOf(ch, i);
        i = end < 0 ? format.length : end + 1;
        break;
      }
      case "\\":
        i++;
        break;
      case "E":
      case "e": {
        const length = exponentLength(format, i);
        if (length > 0) s.scientific = true;
        i += length;
        break;
      }
      case ";":
        break loop;
    }
  }
  if (s.decimalPosition < 0) s.decimalPosition = s.digitCount;
  if (commaPosition === s.decimalPosition) s.scaleAdjust -= commas * 3;
  else if (commaPosition >= 0) s.thousands = true;
  return s;
}

/** Length of `0`, `+00`, `-000` at `i`; 0 when there is none. */
function exponentLength(format: string, i: number): number {
  const sign = format[i] === "+" || format[i] === "-" ? 1 : 0;
  let end = i + sign;
  while (format[end] === "0") end++;
  return end > i + sign ? end - i : 0;
}

/** `E+05`, `e-3`: sign where asked for or negative, at least `digits` digits. */
export function exponentText(e: string, value: number, digits: number, plus: boolean): string {
  const sign = value < 0 ? "-" : plus ? "+" : "";
  return e + sign + String(Math.abs(value)).padStart(digits, "0");
}

function write(number: Digits, format: string, s: Section): string {
  const firstDigit = s.firstZero < s.decimalPosition ? s.decimalPosition - s.firstZero : 0;
  const lastDigit = s.lastZero > s.decimalPosition ? s.decimalPosition - s.lastZero : 0;
  let position = s.scientific ? s.decimalPosition : Math.max(number.scale, s.decimalPosition);
  let adjust = s.scientific ? 0 : number.scale - s.decimalPosition;
  const groupedDigits = Math.max(firstDigit, position + Math.min(adjust, 0));
  const { digits } = number;
  let next = 0;
  let pointWritten = false;
  let exponentPending = s.scientific;
  let out = "";

  const putDigit = (digit: string) => {
    out += digit;
    if (s.thousands && position > 1 && (position - 1) % 3 === 0 && position - 1 < groupedDigits) {
      out += ",";
    }
  };

  loop: for (let i = s.start; i < format.length;) {
    const ch = format[i++];
    if (adjust > 0 && (ch === "#" || ch === "0" || ch === ".")) {
      for (; adjust > 0; adjust--, position--) putDigit(digits[next++] ?? "0");
    }
    switch (ch) {
      case "#":
      case "0": {
        let digit: string | undefined;
        if (adjust < 0) {
          adjust++;
          if (position <= firstDigit) digit = "0";
        } else {
          digit = digits[next++] ?? (position > lastDigit ? "0" : undefined);
        }
        if (digit !== undefined) putDigit(digit);
        position--;
        break;
      }
      case ".":
        if (position !== 0 || pointWritten) break;
        if (lastDigit < 0 || (s.decimalPosition < s.digitCount && next < digits.length)) {
          out += ".";
          pointWritten = true;
        }
        break;
      case ",":
        break;
      case "'":
      case '"': {
        const end = format.indexOf(ch, i);
        out += format.slice(i, end < 0 ? undefined : end);
        i = end < 0 ? format.length : end + 1;
        break;
      }
      case "\\":
        out += format[i++] ?? "";
        break;
      case ";":
        break loop;
      case "E":
      case "e": {
        const length = exponentLength(format, i);
        if (exponentPending && length > 0) {
          const sign = format[i] === "+" || format[i] === "-" ? 1 : 0;
          const exponent = digits === "" ? 0 : number.scale - s.decimalPosition;
          const width = Math.min(length - sign, MAX_EXPONENT_DIGITS);
          out += exponentText(ch, exponent, width, format[i] === "+");
          exponentPending = false;
        } else {
          out += ch + format.slice(i, i + length);
        }
        i += length;
        break;
      }
      default:
        out += ch;
    }
  }
  const signed = number.negative && s.start === 0 && (out !== "" || digits !== "");
  return signed ? `-${out}` : out;
}
