/**
 * How much memory a value takes, about.
 * @module
 */

const REFERENCE_BYTES = 8;
const OBJECT_BYTES = 40;

/** Bytes of the value and all that it refers to, each thing once. Texts count two for each character. */
export function sizeOf(value: unknown): number {
  const seen = new Set<object>();
  const left: unknown[] = [value];
  let bytes = 0;
  const put = (item: unknown) => {
    if (typeof item === "string") bytes += 2 * item.length;
    else if (typeof item === "object" && item !== null) left.push(item);
    bytes += REFERENCE_BYTES;
  };
  put(left.pop());
  while (left.length > 0) {
    const object = left.pop() as object;
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
      for (const item of Object.values(object)) put(item);
    }
  }
  return bytes;
}
