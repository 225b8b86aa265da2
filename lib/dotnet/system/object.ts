/**
 * System.Object, ValueType, Type, and the delegates.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { equals, hashCode, toText } from "../../csharp/runtime/object.ts";
import { baseTypes, directBases } from "../../csharp/runtime/bases.ts";
import { derivesFrom } from "../../csharp/runtime/instance.ts";
import { CsArray } from "../../csharp/runtime/array.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { runtimeType } from "../../csharp/runtime/values.ts";

export const types = new Declarations();

types.declare({
  type: "class System.Object",
  members: {
    "new()": () => ({}),
    "string ToString()": (self) => toText(self),
    "bool Equals(object obj)": (self, other) => equals(self, other),
    "int GetHashCode()": (self) => hashCode(self),
    "Type GetType()": (self) => runtimeType(self),
    "static bool Equals(object objA, object objB)": (a, b) => equals(a, b),
    "static bool ReferenceEquals(object objA, object objB)": (a, b) =>
      a === b && (a === null || typeof a === "object" || typeof a === "string"),
  },
});

types.declare({ type: "abstract class System.ValueType : System.Object" });
types.declare({ type: "struct System.Void" });

/** `Dictionary`2`, `Int32[]` */
function shortName(type: CsType): string {
  const { kind, name, parameters } = type.definition;
  if (kind === "array") {
    return `${shortName(type.typeArguments[0])}${
      type.fullName.slice(type.fullName.lastIndexOf("["))
    }`;
  }
  const short = name.slice(name.lastIndexOf(".") + 1);
  return parameters.length === 0 ? short : `${short}\`${parameters.length}`;
}

function namespaceOf({ definition: { name } }: CsType): string | null {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? null : name.slice(0, dot);
}

const PRIMITIVES = new Set(
  "Boolean Byte SByte Int16 UInt16 Int32 UInt32 Int64 UInt64 Char Double Single".split(" ")
    .map((name) => `System.${name}`),
);

types.of<CsType>().declare({
  type: "class System.Type",
  members: {
    "string Name { get; }": shortName,
    "string FullName { get; }": (self) => self.fullName,
    "string Namespace { get; }": namespaceOf,
    "Type BaseType { get; }": (self) => directBases(self)[0] ?? null,
    "bool IsArray { get; }": (self) => self.definition.kind === "array",
    "bool IsClass { get; }": (self) =>
      ["class", "array", "delegate"].includes(self.definition.kind),
    "bool IsPrimitive { get; }": (self) => PRIMITIVES.has(self.definition.name),
    "Type GetElementType()": (self) =>
      self.definition.kind === "array" ? self.typeArguments[0] : null,
    "Type[] GetGenericArguments()": (self) =>
      CsArray.of(
        typeOf("System.Type"),
        self.definition.kind === "array" ? [] : [...self.typeArguments],
      ),
    "bool IsEnum { get; }": (self) => self.definition.kind === "enum",
    "bool IsInterface { get; }": (self) => self.definition.kind === "interface",
    "bool IsValueType { get; }": (self) =>
      self.definition.kind === "struct" || self.definition.kind === "enum",
    "bool IsGenericType { get; }": (self) =>
      self.definition.parameters.length > 0 && self.definition.kind !== "array",
    "bool IsAssignableFrom(Type c)": (self, other: CsType | null) =>
      other !== null && derivesFrom(other, self),
    "bool IsSubclassOf(Type c)": (self, other: CsType) =>
      self !== other && baseTypes(self).includes(other),
    "bool IsInstanceOfType(object o)": (self, value) =>
      value !== null && derivesFrom(runtimeType(value)!, self),
    "string ToString()": (self) => self.fullName,
    "static bool operator ==(Type left, Type right)": (a, b) => a === b,
    "static bool operator !=(Type left, Type right)": (a, b) => a !== b,
  },
});

types.declare({ type: "class System.RuntimeType : System.Type" });

types.declare({
  type: "abstract class System.Delegate",
  members: {
    "object DynamicInvoke(params object[] args)": (self, args) => self(...args.items),
  },
});

const MOST = 16;
for (let count = 0; count <= MOST; count++) {
  const names = Array.from({ length: count }, (_, i) => count === 1 ? "T" : `T${i + 1}`);
  const parameters = names.map((name, i) => `${name} arg${i + 1}`).join(", ");
  const variant = names.map((name) => `in ${name}`);
  const action = count === 0 ? "System.Action" : `System.Action<${variant.join(", ")}>`;
  types.declare({ type: `delegate void ${action}(${parameters})` });
  types.declare({
    type: `delegate TResult System.Func<${[...variant, "out TResult"].join(", ")}>(${parameters})`,
  });
}
types.declare({ type: "delegate bool System.Predicate<in T>(T obj)" });
types.declare({ type: "delegate int System.Comparison<in T>(T x, T y)" });
types.declare({ type: "delegate TOutput System.Converter<in TInput, out TOutput>(TInput input)" });
