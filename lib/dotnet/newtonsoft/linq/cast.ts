/**
 * The conversions between JToken and C#'s simple types.
 * @module
 */
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { argumentNull } from "../../../csharp/runtime/errors.ts";
import { implicitToken } from "./content.ts";
import type { Leaf } from "./leaf.ts";
import {
  type Cast,
  castLeaf,
  CASTS,
  isNothing,
  leafToBytes,
  leafToText,
  leafToUri,
} from "./leaf_cast.ts";
import type { JToken } from "./token.ts";
import { JProperty } from "./tree.ts";

export const types = new Declarations();

const OBJECT = typeOf("System.Object");

/** The leaf behind a token, or the one that is a property's value. A container has a type only. */
function leafOf(token: JToken): Leaf {
  return (token instanceof JProperty ? token.value : token) as JToken & Leaf;
}

/** `(T)token`. @throws CsException System.ArgumentException and what the conversion itself throws */
export function castToken(token: JToken | null, cast: Cast): unknown {
  if (token === null) throw argumentNull("value");
  return castLeaf(leafOf(token), cast);
}

/** `(T?)token`: null for null, JSON null and undefined. */
export function castNullable(token: JToken | null, cast: Cast): unknown {
  if (token === null) return null;
  const leaf = leafOf(token);
  return isNothing(leaf) ? null : castLeaf(leaf, cast);
}

/** `(string)token`. */
export function castToText(token: JToken | null): string | null {
  return token === null ? null : leafToText(leafOf(token));
}

/** `(Uri)token`. */
export function castToUri(token: JToken | null) {
  return token === null ? null : leafToUri(leafOf(token));
}

const operators: Record<string, Implementation> = {
  "static explicit operator string(JToken value)": castToText,
  "static explicit operator byte[](JToken value)": (token: JToken | null) =>
    token === null ? null : leafToBytes(leafOf(token)),
  "static explicit operator Uri(JToken value)": castToUri,
};

function implicitFrom(keyword: string, name: string): void {
  const type = typeOf(`System.${name}`);
  operators[`static implicit operator JToken(${keyword} value)`] = (value) =>
    implicitToken(value, type);
}

for (const cast of CASTS) {
  const { keyword, name } = cast;
  operators[`static explicit operator ${keyword}(JToken value)`] = (token) =>
    castToken(token, cast);
  operators[`static explicit operator ${keyword}?(JToken value)`] = (token) =>
    castNullable(token, cast);
  if (keyword === "char") continue;
  implicitFrom(keyword, name);
  implicitFrom(`${keyword}?`, name);
}
implicitFrom("string", "String");
implicitFrom("Uri", "Uri");
operators["static implicit operator JToken(byte[] value)"] = (value) =>
  implicitToken(value, OBJECT);

types.declare({ type: "abstract class Newtonsoft.Json.Linq.JToken", members: operators });
