/**
 * `Value<T>()`: a token as T without a serializer.
 * @module
 */
import { defaultOf } from "../../../csharp/runtime/defaults.ts";
import { isInstance } from "../../../csharp/runtime/instance.ts";
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import { Box } from "../../../csharp/runtime/values.ts";
import { changeType } from "../../system/convertible.ts";
import { invalidCast } from "../../../csharp/runtime/errors.ts";
import { JTOKEN, type JToken } from "./token.ts";
import { JValue } from "./tree.ts";

const SHADOWED: ReadonlySet<CsType> = new Set([
  typeOf("System.IComparable"),
  typeOf("System.IFormattable"),
]);

/** The token as `type`, in its unboxed form. @throws CsException for what cannot be converted */
export function tokenValue(token: JToken | null, type: CsType): unknown {
  if (token === null) return defaultOf(type);
  if (isInstance(token, type) && !SHADOWED.has(type)) return token;
  if (!(token instanceof JValue)) throw invalidCast(`Cannot cast ${token.csType} to ${JTOKEN}.`);
  const { value } = token;
  if (isInstance(value, type)) return unboxed(value);
  const nullable = type.definition.name === "System.Nullable";
  if (nullable && value === null) return null;
  return unboxed(changeType(value, nullable ? type.typeArguments[0] : type));
}

function unboxed(value: unknown): unknown {
  return value instanceof Box ? value.value : value;
}
