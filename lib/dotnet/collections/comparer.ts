/**
 * IEqualityComparer<T> and IComparer<T>: what implements them in JavaScript, and the default ones.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { compareOf, equalsOf, hashCode, hashKeyOf } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { box, type CsObject } from "../../csharp/runtime/values.ts";

export const types = new Declarations();

/** What an IEqualityComparer<T> is in JavaScript. Values are in the unboxed form of T. */
export interface EqualityComparer extends CsObject {
  equals(a: unknown, b: unknown): boolean;
  /** A key for Map and Set: the same exactly for values that are equal here. */
  hashKey(value: unknown): unknown;
}

/** What an IComparer<T> is in JavaScript. Values are in the unboxed form of T. */
export interface OrderComparer extends CsObject {
  compare(a: unknown, b: unknown): number;
}

/** EqualityComparer<T>.Default. */
class DefaultEquality implements EqualityComparer {
  readonly csType: CsType;
  readonly equals: (a: unknown, b: unknown) => boolean;
  readonly hashKey: (value: unknown) => unknown;

  constructor(readonly type: CsType) {
    this.csType = typeOf("System.Collections.Generic.EqualityComparer", type);
    this.equals = equalsOf(type);
    this.hashKey = hashKeyOf(type);
  }

  csParts(): Iterable<unknown> {
    return [];
  }
}

/** Comparer<T>.Default, and Comparer<T>.Create. */
class FunctionOrder implements OrderComparer {
  readonly csType: CsType;

  constructor(type: CsType, readonly compare: (a: unknown, b: unknown) => number) {
    this.csType = typeOf("System.Collections.Generic.Comparer", type);
  }
}

const equalities = new WeakMap<CsType, EqualityComparer>();
const orders = new WeakMap<CsType, OrderComparer>();

/** `comparer`, or T's default one when it is null. */
export function equalityFor(type: CsType, comparer: EqualityComparer | null = null) {
  if (comparer !== null) return comparer;
  let own = equalities.get(type);
  if (!own) equalities.set(type, own = new DefaultEquality(type));
  return own;
}

/** `comparer`, or T's default one when it is null. */
export function orderFor(type: CsType, comparer: OrderComparer | null = null) {
  if (comparer !== null) return comparer;
  let own = orders.get(type);
  if (!own) orders.set(type, own = new FunctionOrder(type, compareOf(type)));
  return own;
}

types.of<EqualityComparer>().declare({
  type: "interface System.Collections.Generic.IEqualityComparer<in T>",
  members: {
    "bool Equals(T x, T y)": (self, x, y) => self.equals(x, y),
    "int GetHashCode(T obj)": (self, value) => hashCode(self.hashKey(value)),
  },
});

types.of<OrderComparer>().declare({
  type: "interface System.Collections.Generic.IComparer<in T>",
  members: { "int Compare(T x, T y)": (self, x, y) => self.compare(x, y) },
});

types.of<EqualityComparer>().declare({
  type: "class System.Collections.Generic.EqualityComparer<T> : IEqualityComparer<T>",
  members: {
    "static EqualityComparer<T> Default { get; }": (call) => equalityFor(call.types[0]),
    "bool Equals(T x, T y)": (self, x, y) => self.equals(x, y),
    "int GetHashCode(T obj)": (_self, value, call) => hashCode(box(value, call.types[0])),
  },
});

types.of<OrderComparer>().declare({
  type: "class System.Collections.Generic.Comparer<T> : IComparer<T>",
  members: {
    "static Comparer<T> Default { get; }": (call) => orderFor(call.types[0]),
    "static Comparer<T> Create(Comparison<T> comparison)": (comparison, call) =>
      new FunctionOrder(call.types[0], comparison),
    "int Compare(T x, T y)": (self, x, y) => self.compare(x, y),
  },
});
