/**
 * Values in one line, for traces.
 * @module
 */
import { runtimeType, toText } from "../../expression/values.ts";

const LONGEST = 200;

/** A boxed C# value with its type, cut where it is long. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  let text: string;
  try {
    text = toText(value);
  } catch {
    text = "?";
  }
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `${cut} (${runtimeType(value)?.fullName ?? "object"})`;
}
