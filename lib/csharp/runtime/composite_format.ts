/**
 * Composite formatting: `string.Format`, interpolation, AppendFormat.
 * @see https://learn.microsoft.com/dotnet/standard/base-types/composite-formatting
 * @module
 */
import { allocate, joined } from "./budget.ts";
import { toText } from "./object.ts";
import { Box, type CsObject } from "./values.ts";
import { formatEnum } from "./enumeration.ts";
import * as errors from "./errors.ts";
import { formatInteger, formatReal } from "./number/standard_format.ts";

/** Widths in bits, by type name: what hexadecimal shows of negative numbers. */
const INTEGER_BITS: ReadonlyMap<string, number> = new Map<string, number>(Object.entries({
  "System.SByte": 8,
  "System.Byte": 8,
  "System.Int16": 16,
  "System.UInt16": 16,
  "System.Int32": 32,
  "System.UInt32": 32,
  "System.Int64": 64,
  "System.UInt64": 64,
}));

/** A boxed value as an interpolation hole or a format item writes it; `format` only matters to IFormattable. */
export function formatValue(value: unknown, format: string | null): string {
  if (format === null || format === "") return toText(value);
  switch (typeof value) {
    case "number":
      return formatInteger(value, format, 32);
    case "bigint":
      return formatInteger(value, format, 64);
    case "object":
      if (value === null) return "";
      if (value instanceof Box) return formatBox(value, format);
      return (value as CsObject).csFormat?.(format) ?? toText(value);
    default:
      return toText(value);
  }
}

function formatBox(value: Box, format: string): string {
  const { name, kind } = value.csType.definition;
  if (kind === "enum") return formatEnum(value.csType, value.value as number, format);
  const bits = INTEGER_BITS.get(name);
  if (bits !== undefined) return formatInteger(value.value, format, bits);
  if (name === "System.Char") return toText(value);
  return formatReal(value.value as number, format, name === "System.Single");
}

/** Pads to `width`: on the left, or on the right when it is negative. */
export function alignText(text: string, width: number): string {
  allocate(Math.abs(width));
  return width < 0 ? text.padEnd(-width) : text.padStart(width);
}

type Piece = string | { readonly index: number; readonly width: number; readonly format: string };

const parsed = new Map<string, readonly Piece[]>();
const MAX_CACHED = 1000;
const LONGEST_CACHED = 1000;

/** `string.Format(format, args)`. @throws CsException System.FormatException */
export function formatComposite(format: string, args: readonly unknown[]): string {
  let pieces = parsed.get(format);
  if (!pieces) {
    pieces = parseComposite(format);
    if (parsed.size < MAX_CACHED && format.length <= LONGEST_CACHED) parsed.set(format, pieces);
  }
  let out = "";
  for (const piece of pieces) {
    if (typeof piece === "string") out += piece;
    else {
      if (piece.index >= args.length) {
        throw errors.format(
          "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.",
        );
      }
      out += alignText(formatValue(args[piece.index], piece.format), piece.width);
    }
    joined(out);
  }
  return out;
}

/** Indices and widths end where they reach this. */
const MAX_NUMBER = 1_000_000;

function failure(offset: number, reason: string) {
  return errors.format(
    `Input string was not in a correct format. Failure to parse near offset ${offset}. ${reason}`,
  );
}

function parseComposite(format: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = "";
  let i = 0;
  const skipSpaces = () => {
    while (format[i] === " ") i++;
  };
  const number = () => {
    const start = i;
    let value = 0;
    for (; format[i] >= "0" && format[i] <= "9" && value < MAX_NUMBER; i++) {
      value = value * 10 + Number(format[i]);
    }
    if (i >= format.length) throw failure(i, "Format item ends prematurely.");
    if (i === start) throw failure(i, "Expected an ASCII digit.");
    return value;
  };
  while (i < format.length) {
    const ch = format[i++];
    if (ch !== "{" && ch !== "}") {
      literal += ch;
      continue;
    }
    if (format[i] === ch) {
      literal += ch;
      i++;
      continue;
    }
    if (ch === "}") {
      throw failure(i, "Unexpected closing brace without a corresponding opening brace.");
    }
    if (literal !== "") pieces.push(literal);
    literal = "";
    const index = number();
    skipSpaces();
    let width = 0;
    if (format[i] === ",") {
      i++;
      skipSpaces();
      const left = format[i] === "-";
      if (left) i++;
      width = left ? -number() : number();
      skipSpaces();
    }
    let item = "";
    if (format[i] === ":") {
      const end = format.indexOf("}", ++i);
      if (end < 0) throw failure(format.length, "Format item ends prematurely.");
      item = format.slice(i, end);
      const brace = item.indexOf("{");
      if (brace >= 0) {
        throw failure(i + brace + 1, "Unexpected opening brace inside of a format item.");
      }
      i = end;
    }
    if (i >= format.length) throw failure(i, "Format item ends prematurely.");
    if (format[i] !== "}") throw failure(i + 1, "Expected a closing brace.");
    i++;
    pieces.push({ index, width, format: item });
  }
  if (literal !== "") pieces.push(literal);
  return pieces;
}
