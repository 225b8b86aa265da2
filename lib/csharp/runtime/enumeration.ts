/**
 * Names and values of the declared enums, and how an enum value is written.
 * @module
 */
import * as errors from "./errors.ts";
import type { CsType, Enumeration } from "./type.ts";

/** The members of a declared enum; null for what is none. */
export function enumerationOf(type: CsType): Enumeration | null {
  return type.definition.declared?.enumeration ?? null;
}

/** `value.ToString()`: a name, names of flags joined with ", ", or the number. */
export function enumToText(type: CsType, value: number): string {
  const info = enumerationOf(type);
  if (!info) return String(value);
  const index = info.values.indexOf(value);
  if (index >= 0) return info.names[index];
  return (info.flags && flagNames(info, value)) || String(value);
}

/** Names of the flags that make up `value`, in ascending order; null when some bit has no name. */
function flagNames(info: Enumeration, value: number): string | null {
  const order = info.values.map((_, i) => i).filter((i) => info.values[i] !== 0)
    .sort((a, b) => info.values[b] - info.values[a]);
  const found: string[] = [];
  let rest = value;
  for (const i of order) {
    if ((rest & info.values[i]) === info.values[i]) {
      rest &= ~info.values[i];
      found.unshift(info.names[i]);
    }
  }
  return rest === 0 && found.length > 0 ? found.join(", ") : null;
}

/** `value.ToString(format)`: G and F are names, D the number, X eight hexadecimal digits. */
export function formatEnum(type: CsType, value: number, format: string | null): string {
  switch ((format || "G").toUpperCase()) {
    case "G":
      return enumToText(type, value);
    case "D":
      return String(value);
    case "X":
      return (value >>> 0).toString(16).toUpperCase().padStart(8, "0");
    case "F": {
      const info = enumerationOf(type);
      const index = info?.values.indexOf(value) ?? -1;
      return index >= 0 ? info!.names[index] : (info && flagNames(info, value)) || String(value);
    }
    default:
      throw errors.format(
        'Format string can be only "G", "g", "X", "x", "F", "f", "D" or "d".',
      );
  }
}

/** The value that `text` names: a name, several joined by commas, or a number. */
export function enumNumber(
  info: Enumeration,
  text: string,
  ignoreCase: boolean,
): number | "unknown" | "overflow" {
  const trimmed = text.trim();
  if (/^[+-]?\d+$/.test(trimmed)) {
    const number = Number(trimmed);
    return number === (number | 0) ? number + 0 : "overflow";
  }
  let value = 0;
  for (const part of trimmed.split(",")) {
    const name = part.trim();
    const index = info.names.findIndex((candidate) =>
      candidate === name || (ignoreCase && candidate.toLowerCase() === name.toLowerCase())
    );
    if (index < 0) return "unknown";
    value |= info.values[index];
  }
  return value;
}
