/**
 * Children by key.
 * @module
 */
import { toText } from "../../../csharp/runtime/object.ts";
import { argument, argumentNull, invalidOperation } from "../../../csharp/runtime/errors.ts";
import type { JToken } from "./token.ts";
import { JArray, JConstructor, JContainer, JObject, nullToken } from "./tree.ts";

/** How messages show a key. */
function keyText(key: unknown): string {
  if (key === null) return "{null}";
  return typeof key === "string" ? `"${key}"` : toText(key);
}

const EXPECTED = {
  JObject: "Object property name expected",
  JArray: "Int32 array index expected",
  JConstructor: "Argument position index expected",
} as const;

function badKey(verb: "Accessed" | "Set", type: keyof typeof EXPECTED, key: unknown) {
  return argument(
    `${verb} ${type} values with invalid key value: ${keyText(key)}. ${EXPECTED[type]}.`,
  );
}

function typeNameOf(token: JToken): keyof typeof EXPECTED {
  return token instanceof JObject ? "JObject" : token instanceof JArray ? "JArray" : "JConstructor";
}

/** `token[key]`. @throws CsException where the token has no children, or the key has the wrong type. */
export function childOf(token: JToken, key: unknown): JToken | null {
  if (!(token instanceof JObject || token instanceof JArray || token instanceof JConstructor)) {
    throw invalidOperation(`Cannot access child value on ${token.csType}.`);
  }
  if (key === null) throw argumentNull("key");
  if (token instanceof JObject) {
    if (typeof key !== "string") throw badKey("Accessed", "JObject", key);
    return token.get(key);
  }
  if (typeof key !== "number") throw badKey("Accessed", typeNameOf(token), key);
  return token.tokenAt(key);
}

/** `token[key] = value`. @throws CsException as {@link childOf} */
export function setChild(token: JToken, key: unknown, value: JToken | null): void {
  if (!(token instanceof JObject || token instanceof JArray || token instanceof JConstructor)) {
    throw invalidOperation(`Cannot set child value on ${token.csType}.`);
  }
  if (key === null) throw argumentNull("key");
  const own = value ?? nullToken();
  if (token instanceof JObject) {
    if (typeof key !== "string") throw badKey("Set", "JObject", key);
    token.set(key, own);
  } else {
    if (typeof key !== "number") throw badKey("Set", typeNameOf(token), key);
    token.setTokenAt(key, own);
  }
}

/** The first (0) or last (-1) child; null when there is none. @throws CsException on a leaf */
export function end(token: JToken, index: 0 | -1): JToken | null {
  if (!(token instanceof JContainer)) {
    throw invalidOperation(`Cannot access child value on ${token.csType}.`);
  }
  return token.count === 0 ? null : token.tokenAt(index === 0 ? 0 : token.count - 1);
}
