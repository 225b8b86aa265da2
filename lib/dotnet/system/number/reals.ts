/**
 * Single and Double.
 * @module
 */
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { compare } from "../../../csharp/runtime/object.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { box, type Ref } from "../../../csharp/runtime/values.ts";
import * as errors from "../../../csharp/runtime/errors.ts";
import { typeCodeNamed } from "./integers.ts";
import {
  badFormat,
  checkStyle,
  FLOAT_STYLE,
  parseReal,
} from "../../../csharp/runtime/number/parse.ts";
import { realToText } from "../../../csharp/runtime/number/shortest.ts";
import { formatReal } from "../../../csharp/runtime/number/standard_format.ts";

export const types = new Declarations();

/** `double.Parse(text, style)`. @throws CsException ArgumentNull, Format */
export function parseRealText(text: string | null, style = FLOAT_STYLE, single = false): number {
  if (text === null) throw errors.argumentNull("s");
  const value = parseReal(text, style, single);
  if (value === undefined) throw badFormat(text);
  return value;
}

function compareReals(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return a !== a ? (b !== b ? 0 : -1) : 1;
}

function members(name: string, keyword: string, single: boolean): Record<string, Implementation> {
  const csType = typeOf(`System.${name}`);
  const format = (self: number, pattern: string | null) => formatReal(self, pattern, single);
  const parse = (text: string | null, style: number) => {
    checkStyle(style, true);
    return parseRealText(text, style, single);
  };
  const tryParse = (text: string | null, style: number, result: Ref) => {
    const value = text === null ? undefined : parseReal(text, style, single);
    result.value = value ?? 0;
    return value !== undefined;
  };
  const k = keyword;
  return {
    "new()": () => 0,
    [`const ${k} MinValue`]: () => single ? -3.4028234663852886e38 : -Number.MAX_VALUE,
    [`const ${k} MaxValue`]: () => single ? 3.4028234663852886e38 : Number.MAX_VALUE,
    [`const ${k} Epsilon`]: () => single ? 1.401298464324817e-45 : Number.MIN_VALUE,
    [`const ${k} NaN`]: () => NaN,
    [`const ${k} PositiveInfinity`]: () => Infinity,
    [`const ${k} NegativeInfinity`]: () => -Infinity,
    [`static bool IsNaN(${k} value)`]: (value) => value !== value,
    [`static bool IsInfinity(${k} value)`]: (value) => value === Infinity || value === -Infinity,
    [`static bool IsPositiveInfinity(${k} value)`]: (value) => value === Infinity,
    [`static bool IsNegativeInfinity(${k} value)`]: (value) => value === -Infinity,
    [`static ${k} Parse(string s)`]: (s) => parseRealText(s, FLOAT_STYLE, single),
    [`static ${k} Parse(string s, NumberStyles style)`]: parse,
    [`static ${k} Parse(string s, IFormatProvider provider)`]: (s) =>
      parseRealText(s, FLOAT_STYLE, single),
    [`static ${k} Parse(string s, NumberStyles style, IFormatProvider provider)`]: parse,
    [`static bool TryParse(string s, out ${k} result)`]: (s, result) =>
      tryParse(s, FLOAT_STYLE, result),
    [`static bool TryParse(string s, NumberStyles style, IFormatProvider provider, out ${k} result)`]:
      (s, style, _provider, result) => {
        checkStyle(style, true);
        return tryParse(s, style, result);
      },
    "string ToString()": (self) => realToText(self, single),
    "string ToString(string format)": format,
    "string ToString(IFormatProvider provider)": (self) => realToText(self, single),
    "string ToString(string format, IFormatProvider provider)": format,
    [`int CompareTo(${k} value)`]: compareReals,
    "int CompareTo(object value)": (self, other) =>
      other === null ? 1 : compare(box(self, csType), other),
    [`bool Equals(${k} obj)`]: (self, other) => compareReals(self, other) === 0,
    "TypeCode GetTypeCode()": () => typeCodeNamed(name),
  };
}

for (const [name, keyword] of [["Single", "float"], ["Double", "double"]]) {
  types.declare({
    type:
      `struct System.${name} : IComparable, IComparable<${keyword}>, IConvertible, IEquatable<${keyword}>, IFormattable`,
    members: members(name, keyword, name === "Single"),
  });
}
