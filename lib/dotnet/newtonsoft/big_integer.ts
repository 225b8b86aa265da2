/**
 * System.Numerics.BigInteger, as far as JSON numbers beyond 64 bits need it.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { argument } from "../../csharp/runtime/errors.ts";

export const types = new Declarations();

const BIG_INTEGER = typeOf("System.Numerics.BigInteger");

export class CsBigInteger implements CsObject {
  readonly csType = BIG_INTEGER;

  constructor(readonly value: bigint) {}

  csToString(): string {
    return String(this.value);
  }

  csEquals(other: unknown): boolean {
    return other instanceof CsBigInteger && other.value === this.value;
  }

  csHashKey(): bigint {
    return this.value;
  }

  csCompare(other: unknown): number {
    if (!(other instanceof CsBigInteger)) {
      throw argument("The parameter must be a BigInteger.", "obj");
    }
    return this.value < other.value ? -1 : this.value > other.value ? 1 : 0;
  }
}

/** A JSON integer in C#'s form: a long where it fits. */
export function integerValue(value: bigint): bigint | CsBigInteger {
  return BigInt.asIntN(64, value) === value ? value : new CsBigInteger(value);
}

/** `value.ToByteArray()`: two's complement, least byte first, as short as it can be. */
export function bytesOfInteger(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = Number(BigInt.asUintN(8, rest));
    bytes.push(byte);
    rest >>= 8n;
    if (rest === (byte < 0x80 ? 0n : -1n)) return bytes;
  }
}

types.declare({
  type: "struct System.Numerics.BigInteger",
  members: { "new()": () => new CsBigInteger(0n) },
});
