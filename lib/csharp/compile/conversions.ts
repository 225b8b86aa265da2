/**
 * Conversions as functions from one form to the other; null where the form stays.
 * @module
 */
import type { Conversion } from "../bind/conversion.ts";
import * as t from "../bind/types.ts";
import { CsTuple } from "../runtime/tuple.ts";
import { numericConversion } from "../runtime/arithmetic.ts";
import { CsException } from "../runtime/exception.ts";
import { castTo } from "../runtime/instance.ts";
import type { CsType } from "../runtime/type.ts";
import { Box } from "../runtime/values.ts";

export type Converter = (value: unknown) => unknown;

export function converter(conversion: Conversion, checked: boolean): Converter | null {
  switch (conversion.kind) {
    case "identity":
      return null;
    case "numeric": {
      const { from, to } = conversion;
      if (from === to) return null;
      return numericConversion(from, to, checked) as Converter;
    }
    case "box":
      return boxer(conversion.from);
    case "delegate":
      return delegateAround;
    case "unbox":
    case "downcast": {
      const { to } = conversion;
      return (value) => castTo(value, to);
    }
    case "lift": {
      const inner = converter(conversion.inner, checked);
      return inner && ((value) => value === null ? null : inner(value));
    }
    case "unwrap": {
      const inner = converter(conversion.inner, checked);
      return (value) => {
        if (value === null) {
          throw new CsException(
            "System.InvalidOperationException",
            "Nullable object must have a value.",
          );
        }
        return inner ? inner(value) : value;
      };
    }
    case "user": {
      const before = converter(conversion.before, checked);
      const after = converter(conversion.after, checked);
      const { implementation } = conversion.method;
      const call = { types: conversion.types };
      const { lifted } = conversion;
      return (value) => {
        let result = before ? before(value) : value;
        if (lifted && result === null) return null;
        result = implementation(result, call);
        return after ? after(result) : result;
      };
    }
    case "tuple": {
      const elements = conversion.elements.map((element) => converter(element, checked));
      const type = t.underlying(conversion.to).erased;
      return (value) =>
        new CsTuple(type, (value as CsTuple).items.map((item, i) => elements[i]?.(item) ?? item));
    }
  }
}

type Delegate = ((...args: unknown[]) => unknown) & { csType?: CsType };

/** @throws CsException System.ArgumentException for null */
function delegateAround(value: unknown): Delegate {
  if (value === null) {
    throw new CsException(
      "System.ArgumentException",
      "Delegate to an instance method cannot have null 'this'.",
    );
  }
  return (...args) => (value as Delegate)(...args);
}

/** From the unboxed form of `type`; null where the boxed form is the same. */
export function boxer(type: CsType): Converter | null {
  const inner = t.underlying(type);
  if (t.isDelegate(inner)) {
    return (value) => {
      if (value !== null) (value as Delegate).csType ??= inner;
      return value;
    };
  }
  if (inner === t.INT || inner === t.LONG) return null;
  const isNumber = (t.isNumeric(inner) && inner !== t.DECIMAL) || t.isEnum(inner);
  if (!isNumber) return null;
  return (value) => value === null ? null : new Box(inner, value as number);
}

/** The code of a boxed value. */
export function boxed(
  type: CsType,
  code: (frame: unknown[]) => unknown,
): (frame: unknown[]) => unknown {
  const box = boxer(type);
  return box ? (f) => box(code(f)) : code;
}
