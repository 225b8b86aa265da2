/**
 * The explicit conversions of XElement and XAttribute.
 * @module
 */
import { Declarations, type Implementation } from "../../../csharp/runtime/declare.ts";
import { parseDateTime } from "../../time/date_time_members.ts";
import { parseDecimal } from "../../system/number/decimal.ts";
import { argumentNull } from "../../../csharp/runtime/errors.ts";
import { parseGuid } from "../../system/guid.ts";
import { INTEGERS } from "../../../csharp/runtime/number/integers.ts";
import { parseAs } from "../../system/number/integers.ts";
import { NumberStyles as S } from "../../../csharp/runtime/number/parse.ts";
import { parseRealText } from "../../system/number/reals.ts";
import { Kind } from "../../time/date_time.ts";
import { dateFromJson } from "../../newtonsoft/date.ts";
import { parseDuration, parseXmlBoolean, parseXsdDate, realSource } from "../xml_convert.ts";

export const types = new Declarations();

/** What each type makes of an element's or attribute's text. */
const PARSERS: ReadonlyMap<string, (text: string) => unknown> = new Map<
  string,
  (text: string) => unknown
>(Object.entries({
  bool: (text) => parseXmlBoolean(text.toLowerCase()),
  float: (text) => parseRealText(realSource(text), S.Float, true),
  double: (text) => parseRealText(realSource(text), S.Float),
  decimal: (text) => parseDecimal(text.trim(), S.AllowLeadingSign | S.AllowDecimalPoint),
  DateTime: readDate,
  DateTimeOffset: parseXsdDate,
  TimeSpan: parseDuration,
  Guid: (text) => parseGuid(text.trim()),
  ...Object.fromEntries(
    INTEGERS.filter(({ bits }) => bits >= 32).map((type) => [
      type.keyword,
      (text: string) => parseAs(type, text.trim(), type.min < 0n ? S.AllowLeadingSign : S.None),
    ]),
  ),
}));

/** ISO 8601 with its kind kept, and what DateTime.Parse takes besides. */
function readDate(text: string) {
  return dateFromJson(text.trim()) ?? parseDateTime(text).withKind(Kind.Unspecified);
}

function conversions(type: string, parameter: string): Record<string, Implementation> {
  const operators: Record<string, Implementation> = {
    [`static explicit operator string(${type} ${parameter})`]: (source) => source?.value ?? null,
  };
  for (const [target, parse] of PARSERS) {
    operators[`static explicit operator ${target}(${type} ${parameter})`] = (source) => {
      if (source === null) throw argumentNull(parameter);
      return parse(source.value);
    };
    operators[`static explicit operator ${target}?(${type} ${parameter})`] = (source) =>
      source === null ? null : parse(source.value);
  }
  return operators;
}

types.declare({
  type: "class System.Xml.Linq.XElement",
  members: conversions("XElement", "element"),
});
types.declare({
  type: "class System.Xml.Linq.XAttribute",
  members: conversions("XAttribute", "attribute"),
});
