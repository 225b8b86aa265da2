/**
 * System.Nullable<T>: T's own form, or null.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import { compareOf, equals, hashCode, textOf } from "../../csharp/runtime/object.ts";
import { box } from "../../csharp/runtime/values.ts";
import * as errors from "../../csharp/runtime/errors.ts";

export const types = new Declarations();

types.declare({
  type: "struct System.Nullable<T>",
  members: {
    "new()": () => null,
    "new(T value)": (value) => value,
    "bool HasValue { get; }": (self) => self !== null,
    "T Value { get; }": (self) => {
      if (self === null) throw errors.invalidOperation("Nullable object must have a value.");
      return self;
    },
    "T GetValueOrDefault()": (self, call) => self ?? defaultOf(call.types[0]),
    "T GetValueOrDefault(T defaultValue)": (self, fallback) => self ?? fallback,
    "string ToString()": (self, call) => self === null ? "" : textOf(call.types[0])(self),
    "bool Equals(object other)": (self, other, call) => equals(box(self, call.types[0]), other),
    "int GetHashCode()": (self, call) => self === null ? 0 : hashCode(box(self, call.types[0])),
  },
});

types.declare({
  type: "static class System.Nullable",
  members: {
    "static int Compare<T>(T? n1, T? n2) where T : struct": (a, b, call) =>
      a === null || b === null
        ? Number(a !== null) - Number(b !== null)
        : compareOf(call.types[0])(a, b),
    "static bool Equals<T>(T? n1, T? n2) where T : struct": (a, b, call) =>
      equals(box(a, call.types[0]), box(b, call.types[0])),
    "static Type GetUnderlyingType(Type nullableType)": (type) => {
      if (type === null) throw errors.argumentNull("nullableType");
      return type.definition.name === "System.Nullable" ? type.typeArguments[0] : null;
    },
  },
});
