/**
 * Equality and order of JValues.
 * @module
 */
import { CsArray } from "../../../csharp/runtime/array.ts";
import { compare, equals, hashKey, toText } from "../../../csharp/runtime/object.ts";
import { Box } from "../../../csharp/runtime/values.ts";
import { argument } from "../../../csharp/runtime/errors.ts";
import { CsDecimal } from "../../../csharp/runtime/number/decimal.ts";
import { parseRealText } from "../../system/number/reals.ts";
import { CsBigInteger } from "../big_integer.ts";
import { JTokenType } from "./token_type.ts";

/** A boxed value and the JSON type that it has. */
export interface Leaf {
  readonly value: unknown;
  readonly tokenType: number;
}

/** JValue.Equals: the same JSON type and the same value, whatever number types hold it. */
export function leavesEqual(a: Leaf, b: Leaf): boolean {
  return a === b || (a.tokenType === b.tokenType && leafKey(a) === leafKey(b));
}

/** Text that is the same exactly for equal leaves. */
export function leafKey({ tokenType, value }: Leaf): string {
  if (value === null) return `${tokenType}`;
  switch (tokenType) {
    case JTokenType.Integer:
      return `${tokenType}:${toText(numberOf(value))}`;
    case JTokenType.Float:
      return `${tokenType}:${Number(numberOf(value))}`;
    case JTokenType.Bytes:
      return `${tokenType}:${value instanceof CsArray ? value.items : toText(value)}`;
    case JTokenType.Date:
      return `${tokenType}:${String(hashKey(value))}`;
    default:
      return `${tokenType}:${toText(value)}`;
  }
}

/** A number as JavaScript has it. @throws CsException for text that is none */
function numberOf(value: unknown): number | bigint {
  if (typeof value === "string") return parseRealText(value);
  if (value instanceof Box) return value.value;
  if (value instanceof CsBigInteger) return value.value;
  if (value instanceof CsDecimal) return value.toNumber();
  return value as number | bigint;
}

/** JValue.CompareTo: a string beside another type compares as that type. @throws CsException */
export function compareLeaves(a: Leaf, b: Leaf): number {
  const { value } = a;
  const other = b.value;
  if (other === null) return value === null ? 0 : 1;
  if (value === null) return -1;
  switch (a.tokenType === JTokenType.String ? b.tokenType : a.tokenType) {
    case JTokenType.Integer:
    case JTokenType.Float: {
      const left = numberOf(value);
      const right = numberOf(other);
      return left < right ? -1 : left > right ? 1 : 0;
    }
    case JTokenType.Comment:
    case JTokenType.String:
    case JTokenType.Raw: {
      const left = toText(value);
      const right = toText(other);
      return left < right ? -1 : left > right ? 1 : 0;
    }
    case JTokenType.Boolean:
      if (typeof other !== "boolean") throw argument("Object must be of type Boolean.");
      return Number(value) - Number(other);
    default:
      return equals(value, other) ? 0 : compare(value, other);
  }
}
