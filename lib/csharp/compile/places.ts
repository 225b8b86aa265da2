/**
 * Places that can be assigned: locals, properties, elements, parts of tuples.
 * @module
 */
import type { Bound } from "../bind/bound.ts";
import * as t from "../bind/types.ts";
import { CsTuple } from "../runtime/tuple.ts";
import type { CsArray } from "../runtime/array.ts";
import { CsException } from "../runtime/exception.ts";
import { isInstance } from "../runtime/instance.ts";
import { indexOutOfRange, nullReference } from "../runtime/errors.ts";
import { type Code, type Frame, readLocal, type Store, storeLocal } from "./frame.ts";

type Of<K extends Bound["kind"]> = Bound & { kind: K };
type Emit = (bound: Bound) => Code;

/** A place whose own parts have been evaluated. */
export interface Place {
  get(): unknown;
  set(value: unknown): void;
}

/** Where an element is in the array's items. @throws CsException System.IndexOutOfRangeException */
function elementIndex(array: CsArray, indices: readonly unknown[]): number {
  const { lengths } = array;
  if (lengths === null) {
    const index = Number(indices[0]);
    if (index < 0 || index >= array.items.length) throw indexOutOfRange();
    return index;
  }
  let offset = 0;
  for (let i = 0; i < lengths.length; i++) {
    const index = Number(indices[i]);
    if (index < 0 || index >= lengths[i]) throw indexOutOfRange();
    offset = offset * lengths[i] + index;
  }
  return offset;
}

/** Storing in an array that is less general than its static type. @throws CsException ArrayTypeMismatchException */
function checkElement(array: CsArray, value: unknown): void {
  if (value === null || isInstance(value, array.elementType)) return;
  throw new CsException(
    "System.ArrayTypeMismatchException",
    "Attempted to access an element as a type incompatible with the array.",
  );
}

export function emitElement(bound: Of<"element">, emit: Emit): Code {
  const array = emit(bound.array);
  const indices = bound.indices.map(emit);
  if (indices.length === 1 && bound.indices[0].type === t.INT) {
    const index = indices[0] as Code<number>;
    return (f) => {
      const target = array(f) as CsArray | null;
      const at = index(f);
      if (target === null) throw nullReference();
      const { items } = target;
      if (at < 0 || at >= items.length) throw indexOutOfRange();
      return items[at];
    };
  }
  return (f) => {
    const target = array(f) as CsArray | null;
    const at = indices.map((code) => code(f));
    if (target === null) throw nullReference();
    return target.items[elementIndex(target, at)];
  };
}

/** Evaluates a place's parts. */
export function emitPlace(target: Bound, emit: Emit): (frame: Frame) => Place {
  switch (target.kind) {
    case "local": {
      const read = readLocal(target.local, target.within);
      const store = storeLocal(target.local, target.within);
      return (f) => ({ get: () => read(f), set: (value) => store(f, value) });
    }
    case "property":
      return propertyPlace(target, emit);
    case "element": {
      const array = emit(target.array);
      const element = target.array.type.erased.typeArguments[0];
      const indices = target.indices.map(emit);
      return (f) => {
        const holder = array(f) as CsArray | null;
        const at = indices.map((code) => code(f));
        if (holder === null) throw nullReference();
        const index = elementIndex(holder, at);
        return {
          get: () => holder.items[index],
          set: (value) => {
            if (holder.elementType !== element) checkElement(holder, value);
            holder.items[index] = value;
          },
        };
      };
    }
    case "tupleElement": {
      const receiver = emit(target.receiver);
      const { index } = target;
      return (f) => {
        const { items } = receiver(f) as CsTuple;
        return { get: () => items[index], set: (value) => void (items[index] = value) };
      };
    }
    default:
      throw new TypeError(`${target.kind} is no place`);
  }
}

function propertyPlace(target: Of<"property">, emit: Emit): (frame: Frame) => Place {
  const { property, receiver } = target;
  const call = { types: target.types.map((type) => type.erased) };
  const { get, set } = property;
  const self = receiver && emit(receiver);
  const args = target.args.map(emit);
  const checked = receiver !== null && !t.isValueType(receiver.type);
  return (f) => {
    const object = self?.(f);
    const values = args.map((code) => code(f));
    if (checked && object === null) throw nullReference();
    const prefix = self ? [object, ...values] : values;
    return {
      get: () => get!(...prefix, call),
      set: (value) => void set!(...prefix, value, call),
    };
  };
}

/** A struct that can change is copied where it gets a second name. */
export function emitCopied(value: Bound, emit: Emit): Code {
  const code = emit(value);
  const shared = value.kind === "local" || value.kind === "element" || value.kind === "property" ||
    value.kind === "tupleElement";
  if (!t.isTuple(value.type) || !shared) return code;
  return (f) => (code(f) as CsTuple).copy();
}

export function emitAssign(bound: Of<"assign">, emit: Emit): Code {
  const { target } = bound;
  const value = emitCopied(bound.value, emit);
  if (target.kind === "local") {
    const store: Store = storeLocal(target.local, target.within);
    return (f) => {
      const result = value(f);
      store(f, result);
      return result;
    };
  }
  if (target.kind === "property" && target.receiver && target.args.length === 1) {
    const [receiver, index] = [emit(target.receiver), emit(target.args[0])];
    const call = { types: target.types.map((type) => type.erased) };
    const set = target.property.set!;
    return (f) => {
      const self = receiver(f);
      const at = index(f);
      const result = value(f);
      if (self === null) throw nullReference();
      set(self, at, result, call);
      return result;
    };
  }
  const place = emitPlace(target, emit);
  return (f) => {
    const at = place(f);
    const result = value(f);
    at.set(result);
    return result;
  };
}

export function emitCompound(bound: Of<"compound">, emit: Emit): Code {
  const { target, current, within, before } = bound;
  const result = emit(bound.result);
  const hold = storeLocal(current, within);
  if (target.kind === "local") {
    const [read, store] = [
      readLocal(target.local, target.within),
      storeLocal(target.local, target.within),
    ];
    return (f) => {
      const old = read(f);
      hold(f, old);
      const value = result(f);
      store(f, value);
      return before ? old : value;
    };
  }
  const place = emitPlace(target, emit);
  return (f) => {
    const at = place(f);
    const old = at.get();
    hold(f, old);
    const value = result(f);
    at.set(value);
    return before ? old : value;
  };
}
