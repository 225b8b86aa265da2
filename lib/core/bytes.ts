/**
 * Byte arrays.
 * @module
 */

/** Bytes of a buffer that small arrays share. */
const SHARED_BYTES = 1024;
const LARGEST_SHARING = 64;

let shared = new ArrayBuffer(0);
let taken = 0;

/**
 * An array of zeros. Small ones are places in one buffer, since a buffer of its own takes ten times as long to make as
 * the array: read `buffer` with `byteOffset` and `length`.
 */
export function newBytes(length: number): Uint8Array<ArrayBuffer> {
  if (length > LARGEST_SHARING) return new Uint8Array(length);
  if (taken + length > shared.byteLength) {
    shared = new ArrayBuffer(SHARED_BYTES);
    taken = 0;
  }
  const bytes = new Uint8Array(shared, taken, length);
  taken += length;
  return bytes;
}

/** All parts behind one another, in an array of their own. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
