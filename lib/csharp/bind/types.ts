/**
 * The types that the language itself knows, and what can be asked of a type.
 * @module
 */
import { KEYWORD_TYPES } from "../syntax/keyword_types.ts";
import { CsType, definitionOf, typeOf } from "../runtime/type.ts";

export const OBJECT = typeOf("System.Object");
export const STRING = typeOf("System.String");
export const BOOL = typeOf("System.Boolean");
export const CHAR = typeOf("System.Char");
export const SBYTE = typeOf("System.SByte");
export const BYTE = typeOf("System.Byte");
export const SHORT = typeOf("System.Int16");
export const USHORT = typeOf("System.UInt16");
export const INT = typeOf("System.Int32");
export const UINT = typeOf("System.UInt32");
export const LONG = typeOf("System.Int64");
export const ULONG = typeOf("System.UInt64");
export const FLOAT = typeOf("System.Single");
export const DOUBLE = typeOf("System.Double");
export const DECIMAL = typeOf("System.Decimal");
export const VOID = typeOf("System.Void");
export const TYPE = typeOf("System.Type");
export const EXCEPTION = typeOf("System.Exception");
export const ENUM = typeOf("System.Enum");
export const VALUE_TYPE = typeOf("System.ValueType");

/** The type of an expression that failed already: whatever uses it stays silent. */
export const ERROR = typeOf("?");

const NULLABLE = definitionOf("System.Nullable", ["T0"]);

export function isNullable(type: CsType): boolean {
  return type.definition === NULLABLE;
}

/** T of T?, else the type itself. */
export function underlying(type: CsType): CsType {
  return type.definition === NULLABLE ? type.typeArguments[0] : type;
}

export function nullableOf(type: CsType): CsType {
  return typeOf("System.Nullable", type);
}

/** Same type, tuple element names aside. */
export function same(a: CsType, b: CsType): boolean {
  return a.erased === b.erased;
}

/** Ranks for numeric promotion; char counts as the integer it is. */
const INTEGRAL = new Set<CsType>([SBYTE, BYTE, SHORT, USHORT, INT, UINT, LONG, ULONG, CHAR]);
const NUMERIC = new Set<CsType>([...INTEGRAL, FLOAT, DOUBLE, DECIMAL]);

export function isIntegral(type: CsType): boolean {
  return INTEGRAL.has(type);
}

export function isNumeric(type: CsType): boolean {
  return NUMERIC.has(type);
}

export function isEnum(type: CsType): boolean {
  return type.definition.kind === "enum";
}

/** Whether constants can be of that value type. */
export function isSimple(type: CsType): boolean {
  return isNumeric(type) || isEnum(type) || type === BOOL;
}

/** The integral type below an enum: every declared enum has the default. */
export function enumBase(type: CsType): CsType {
  return isEnum(type) ? INT : type;
}

export function isValueType(type: CsType): boolean {
  const { kind } = type.definition;
  return kind === "struct" || kind === "enum";
}

/** Classes, interfaces, delegates, arrays: what null can be. Type parameters are neither. */
export function isReference(type: CsType): boolean {
  const { kind } = type.definition;
  return kind === "class" || kind === "interface" || kind === "delegate" || kind === "array";
}

export function isInterface(type: CsType): boolean {
  return type.definition.kind === "interface";
}

export function isDelegate(type: CsType): boolean {
  return type.definition.kind === "delegate";
}

export function isArray(type: CsType): boolean {
  return type.definition.kind === "array";
}

const TUPLE = "System.ValueTuple";

export function isTuple(type: CsType): boolean {
  return type.definition.name === TUPLE && type.typeArguments.length > 1;
}

export function tupleOf(
  elements: readonly CsType[],
  names: readonly (string | null)[] | null,
): CsType {
  const named = names?.some((name) => name !== null) ? names : null;
  return CsType.intern(definitionOf(TUPLE, elements.map((_, i) => `T${i}`)), elements, named);
}

/** Whether a reference (or boxed value) of one type is one of the other, by inheritance and variance. */
export { derivesFrom as inherits } from "../runtime/instance.ts";

const KEYWORDS = new Map([...KEYWORD_TYPES].map(([keyword, name]) => [name, keyword]));

/** As the compiler's messages write it: `int`, `string[]`, `System.Collections.Generic.List<int?>`. */
export function display(type: CsType): string {
  const { definition, typeArguments } = type;
  if (definition.kind === "array") {
    return `${display(typeArguments[0])}[${",".repeat(definition.rank! - 1)}]`;
  }
  if (isNullable(type)) return `${display(typeArguments[0])}?`;
  if (isTuple(type)) {
    const parts = typeArguments.map((t, i) => {
      const name = type.tupleNames?.[i];
      return name ? `${display(t)} ${name}` : display(t);
    });
    return `(${parts.join(", ")})`;
  }
  if (definition.name.startsWith("<>f__Anonymous")) {
    const members = definition.parameters.map((p, i) => `${display(typeArguments[i])} ${p}`);
    return `<anonymous type: ${members.join(", ")}>`;
  }
  const name = KEYWORDS.get(definition.name) ?? definition.name;
  return typeArguments.length === 0 ? name : `${name}<${typeArguments.map(display).join(", ")}>`;
}
