/**
 * The interfaces that base types share. Their members are found on the types themselves.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { compare, equals } from "../../csharp/runtime/object.ts";
import { formatValue } from "../../csharp/runtime/composite_format.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";

export const types = new Declarations();

types.declare({
  type: "interface System.IComparable",
  members: { "int CompareTo(object obj)": (self, other) => compare(self, other) },
});

types.declare({
  type: "interface System.IComparable<in T>",
  members: { "int CompareTo(T other)": (self, other) => compare(self, other) },
});

types.declare({
  type: "interface System.IEquatable<T>",
  members: { "bool Equals(T other)": (self, other) => equals(self, other) },
});

types.declare({ type: "interface System.IFormatProvider" });
types.declare({ type: "interface System.ICloneable" });

types.declare({
  type: "interface System.IFormattable",
  members: {
    "string ToString(string format, IFormatProvider formatProvider)": (self, format) =>
      formatValue(self, format),
  },
});

types.of<CsObject & { csDispose?(): void }>().declare({
  type: "interface System.IDisposable",
  members: {
    "void Dispose()": (self) => self.csDispose?.(),
  },
});
