/**
 * The members of JValue and JRaw.
 * @module
 */
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { toText } from "../../../csharp/runtime/object.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { formatValue } from "../../../csharp/runtime/composite_format.ts";
import { argumentNull, nullReference } from "../../../csharp/runtime/errors.ts";
import { implicitToken, valueToken } from "./content.ts";
import { leavesEqual } from "./leaf.ts";
import { JTokenType } from "./token_type.ts";
import { JRaw, JValue, nullToken } from "./tree.ts";

export const types = new Declarations();

const constructors: Record<string, Implementation> = {};
const TYPED: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  long: "System.Int64",
  decimal: "System.Decimal",
  ulong: "System.UInt64",
  double: "System.Double",
  float: "System.Single",
  DateTime: "System.DateTime",
  DateTimeOffset: "System.DateTimeOffset",
  bool: "System.Boolean",
  string: "System.String",
  Guid: "System.Guid",
  Uri: "System.Uri",
  TimeSpan: "System.TimeSpan",
}));
for (const [keyword, name] of TYPED) {
  const type = typeOf(name);
  constructors[`new(${keyword} value)`] = (value) => implicitToken(value, type);
}

/** @throws CsException for a value that JSON has no type for */
function setValue(self: JValue, value: unknown): void {
  self.tokenType = valueToken(value, self.tokenType).tokenType;
  self.value = value;
}

types.of<JValue>().declare({
  type:
    "class Newtonsoft.Json.Linq.JValue : JToken, IEquatable<JValue>, IFormattable, IComparable, IComparable<JValue>, IConvertible",
  members: {
    "new(JValue other)": (other: JValue | null) => {
      if (other === null) throw argumentNull("other");
      return other.clone();
    },
    "new(object value)": (value) => valueToken(value),
    "new(char value)": (value) => new JValue(String.fromCharCode(value), JTokenType.String),
    ...constructors,
    "object Value { get; set; }": { get: (self) => self.value, set: setValue },
    "static JValue CreateComment(string value)": (text) => new JValue(text, JTokenType.Comment),
    "static JValue CreateString(string value)": (text) => new JValue(text, JTokenType.String),
    "static JValue CreateNull()": () => nullToken(),
    "static JValue CreateUndefined()": () => new JValue(null, JTokenType.Undefined),
    "bool Equals(JValue other)": (self, other) => other !== null && leavesEqual(self, other),
    "int CompareTo(JValue obj)": (self, other) => other === null ? 1 : self.csCompare(other),
    "string ToString()": (self) => toText(self.value),
    "string ToString(string format)": (self, format) => formatValue(self.value, format),
    "string ToString(IFormatProvider formatProvider)": (self) => toText(self.value),
    "string ToString(string format, IFormatProvider formatProvider)": (self, format) =>
      formatValue(self.value, format),
  },
});

types.declare({
  type: "sealed class Newtonsoft.Json.Linq.JRaw : JValue",
  members: {
    "new(JRaw other)": (other: JRaw | null) => {
      if (other === null) throw nullReference();
      return other.clone();
    },
    "new(object rawJson)": (text) => new JRaw(text),
  },
});
