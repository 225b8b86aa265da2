/**
 * KeyValuePair<K, V>.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { equalsOf, hashKey, textOf } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { box, type CsObject } from "../../csharp/runtime/values.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";

export const types = new Declarations();

/** One entry: key and value in the unboxed forms of K and V. */
export class KeyValuePair implements CsObject {
  constructor(readonly csType: CsType, readonly key: unknown, readonly value: unknown) {}

  csToString(): string {
    const [key, value] = this.csType.typeArguments;
    return `[${textOf(key)(this.key)}, ${textOf(value)(this.value)}]`;
  }

  csEquals(other: unknown): boolean {
    if (!(other instanceof KeyValuePair) || other.csType !== this.csType) return false;
    const [key, value] = this.csType.typeArguments;
    return equalsOf(key)(this.key, other.key) && equalsOf(value)(this.value, other.value);
  }

  csHashKey(): string {
    const [key, value] = this.csType.typeArguments;
    return `${identityOf(box(this.key, key))},${identityOf(box(this.value, value))}`;
  }
}

const objectIds = new WeakMap<object, number>();
let nextId = 0;

/** Text that is the same exactly for equal values. */
function identityOf(value: unknown): string {
  const key = hashKey(value);
  if (typeof key !== "object" || key === null) return JSON.stringify(String(key));
  let id = objectIds.get(key);
  if (id === undefined) objectIds.set(key, id = nextId++);
  return `#${id}`;
}

/** KeyValuePair<key, value> as a type. */
export function pairType(key: CsType, value: CsType): CsType {
  return typeOf("System.Collections.Generic.KeyValuePair", key, value);
}

types.of<KeyValuePair>().declare({
  type: "struct System.Collections.Generic.KeyValuePair<K, V>",
  members: {
    "new()": (call) => {
      const [key, value] = call.types;
      return new KeyValuePair(pairType(key, value), defaultOf(key), defaultOf(value));
    },
    "new(K key, V value)": (key, value, call) =>
      new KeyValuePair(pairType(call.types[0], call.types[1]), key, value),
    "K Key { get; }": (self) => self.key,
    "V Value { get; }": (self) => self.value,
  },
});
