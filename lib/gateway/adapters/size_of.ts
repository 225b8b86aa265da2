/**
 * How much memory a value takes, about.
 * @module
 */

import { ownText } from "../../core/own_text.ts";

const REFERENCE_BYTES = 8;
const OBJECT_BYTES = 40;

/** Texts of so many characters count once where they are equal. */
const LONG = 256;

/** What says itself what it refers to: its fields do not show it. */
interface Sized {
  csParts(): Iterable<unknown>;
}

function isSized(object: object): object is Sized {
  return typeof (object as Partial<Sized>).csParts === "function";
}

/**
 * Bytes of the value and all that it refers to, each thing once. Texts count two for each character.
 * @returns Infinity for what nobody can look into: a function, or a lazy sequence
 */
export function sizeOf(value: unknown): number {
  const seen = new Set<object | string>();
  const left: object[] = [];
  let bytes = 0;
  const put = (item: unknown) => {
    if (typeof item === "string") {
      if (item.length < LONG || !seen.has(item)) bytes += 2 * item.length;
      if (item.length >= LONG) seen.add(item);
    } else if (typeof item === "object" && item !== null) left.push(item);
    else if (typeof item === "function") bytes = Infinity;
    bytes += REFERENCE_BYTES;
  };
  put(value);
  for (let object = left.pop(); object !== undefined; object = left.pop()) {
    if (seen.has(object)) continue;
    seen.add(object);
    bytes += OBJECT_BYTES;
    if (ArrayBuffer.isView(object)) {
      bytes += object.byteLength;
    } else if (Array.isArray(object) && typeof object[0] === "number") {
      bytes += REFERENCE_BYTES * object.length;
    } else if (Array.isArray(object) || object instanceof Set) {
      for (const item of object) put(item);
    } else if (object instanceof Map) {
      for (const [key, item] of object) {
        put(key);
        put(item);
      }
    } else {
      for (const item of isSized(object) ? object.csParts() : Object.values(object)) put(item);
    }
  }
  return bytes;
}

/**
 * Has lists, tables and plain objects within the value keep texts of their own, and not the longer ones that those were
 * cut from. Nobody sees the difference.
 * @returns the value; a text as one of its own
 */
export function settled(value: unknown): unknown {
  const long = new Map<string, string>();
  const own = (text: string) =>
    text.length < LONG ? ownText(text) : long.getOrInsertComputed(text, ownText);
  if (typeof value === "string") return own(value);
  const seen = new Set<object>();
  const left: unknown[] = [value];
  while (left.length > 0) {
    const object = left.pop();
    if (typeof object !== "object" || object === null || seen.has(object)) continue;
    seen.add(object);
    if (ArrayBuffer.isView(object) || Object.isFrozen(object)) continue;
    if (Array.isArray(object)) {
      if (typeof object[0] === "number") continue;
      for (let i = 0; i < object.length; i++) {
        if (typeof object[i] === "string") object[i] = own(object[i]);
        else left.push(object[i]);
      }
    } else if (object instanceof Map) {
      for (const [key, item] of object) {
        if (typeof item === "string") object.set(key, own(item));
        else left.push(item);
      }
    } else if (isSized(object)) {
      for (const item of object.csParts()) left.push(item);
    } else {
      const isPlain = Object.getPrototypeOf(object) === Object.prototype;
      for (const [name, item] of Object.entries(object)) {
        if (typeof item !== "string") left.push(item);
        else if (isPlain) (object as Record<string, unknown>)[name] = own(item);
      }
    }
  }
  return value;
}
