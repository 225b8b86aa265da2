/**
 * DER, as far as key files need it.
 * @see https://www.itu.int/rec/T-REC-X.690
 * @module
 */

/** One value with its tag. */
export interface Der {
  readonly tag: number;
  /** Without tag and length. */
  readonly value: Uint8Array;
  /** With tag and length. */
  readonly whole: Uint8Array;
}

/** The value at the start of the bytes. @throws RangeError when they are none */
export function readDer(bytes: Uint8Array): Der {
  const [tag, first] = bytes;
  if (first === undefined) throw malformed();
  let length = first;
  let start = 2;
  if (first & 0x80) {
    const size = first & 0x7f;
    if (size === 0 || size > 4) throw malformed();
    length = 0;
    for (; start < 2 + size; start++) length = length * 256 + (bytes[start] ?? NaN);
  }
  const end = start + length;
  if (!(end <= bytes.length)) throw malformed();
  return { tag, value: bytes.subarray(start, end), whole: bytes.subarray(0, end) };
}

/** The values inside a constructed one. @throws RangeError */
export function childrenOf(parent: Der | undefined): Der[] {
  if (parent === undefined) throw malformed();
  const children: Der[] = [];
  for (let rest = parent.value; rest.length > 0;) {
    const child = readDer(rest);
    children.push(child);
    rest = rest.subarray(child.whole.length);
  }
  return children;
}

/** A small INTEGER. @throws RangeError */
export function integerOf(der: Der | undefined): number {
  if (der?.tag !== 0x02 || der.value.length > 4) throw malformed();
  return der.value.reduce((number, byte) => number * 256 + byte, 0);
}

/** An OBJECT IDENTIFIER in dots. @throws RangeError */
export function oidOf(der: Der | undefined): string {
  if (der?.tag !== 0x06) throw malformed();
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of der.value) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...others] = arcs;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...others].join(".");
}

function malformed(): RangeError {
  return new RangeError("The bytes are not DER.");
}
