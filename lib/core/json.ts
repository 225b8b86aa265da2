/**
 * JSON from outside, looked at without trusting its shape.
 * @module
 */
export type JsonObject = { readonly [name: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text as JSON; undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value as a list: itself, alone in one, or none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** A number that counts something, 0 for anything else. */
export function countOf(value: unknown): number {
  return typeof value === "number" && value > 0 ? value : 0;
}
