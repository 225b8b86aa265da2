/**
 * Base64, hexadecimal and checks that the byte-handling types share. Nobody changes the bytes of an argument.
 * @module
 */
import { Buffer } from "node:buffer";
import type { CsArray } from "../../csharp/runtime/array.ts";
import { chargeFor } from "../../csharp/runtime/budget.ts";
import * as errors from "../../csharp/runtime/errors.ts";

/** The bytes of a `byte[]` argument. @throws CsException System.ArgumentNullException */
export function bytesOf(array: CsArray | null, parameter: string): Uint8Array {
  if (array === null) throw errors.argumentNull(parameter);
  chargeFor(array);
  return array.items as Uint8Array;
}

/** The `count` bytes from `offset` on. @throws CsException System.ArgumentOutOfRangeException */
export function bytesWithin(
  array: CsArray | null,
  offset: number,
  count: number,
  parameter: string,
): Uint8Array {
  const bytes = bytesOf(array, parameter);
  if (offset < 0) throw errors.outOfRange("offset", "Non-negative number required.");
  if (count < 0) throw errors.outOfRange("count", "Non-negative number required.");
  if (offset + count > bytes.length) {
    throw errors.argument(
      "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
    );
  }
  return bytes.slice(offset, offset + count);
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
}

/** Whether the text is groups of four, the last padded with at most two `=`. */
function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  return !/[^A-Za-z0-9+/]/.test(padding === 0 ? text : text.slice(0, -padding));
}

/** `Convert.FromBase64String`. @throws CsException System.FormatException */
export function fromBase64(text: string): Uint8Array {
  chargeFor(text);
  const compact = text.replace(/[ \t\r\n]/g, "");
  if (!isBase64(compact)) {
    throw errors.format(
      "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.",
    );
  }
  return Buffer.from(compact, "base64");
}

/** `0A-FF` with "-" between the bytes. */
export function toHex(bytes: Iterable<number>, separator = ""): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0").toUpperCase()).join(separator);
}
