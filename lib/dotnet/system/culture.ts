/**
 * The sliver of System.Globalization that expressions of .NET use. There is one culture: the invariant one,
 * which is what the gateway runs under (assumption: APIM's own is en-US, which formats nearly alike).
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { CATEGORIES, toLowerText, toUpperText } from "./string/char_class.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { NumberStyles } from "../../csharp/runtime/number/parse.ts";

export const types = new Declarations();

class Culture implements CsObject {
  readonly csType = typeOf("System.Globalization.CultureInfo");
  constructor(readonly name: string) {}
  csToString(): string {
    return this.name;
  }
}

const INVARIANT = new Culture("");

/** English formats are taken to be the invariant ones; @throws CsException for other languages, which would not be. */
function named(name: string | null): Culture {
  if (name === null) throw errors.argumentNull("name");
  if (name === "") return INVARIANT;
  if (/^en(-us)?$/i.test(name)) return new Culture(name);
  throw new CsException(
    "System.Globalization.CultureNotFoundException",
    `Only the invariant culture and English are supported here. (Parameter 'name')\n${name} is an invalid culture identifier.`,
    null,
    { ParamName: "name" },
  );
}

types.declare({
  type: "class System.Globalization.CultureInfo : IFormatProvider",
  members: {
    "new(string name)": named,
    "static CultureInfo InvariantCulture { get; }": () => INVARIANT,
    "static CultureInfo CurrentCulture { get; }": () => INVARIANT,
    "static CultureInfo CurrentUICulture { get; }": () => INVARIANT,
    "static CultureInfo GetCultureInfo(string name)": named,
    "static CultureInfo CreateSpecificCulture(string name)": named,
    "TextInfo TextInfo { get; }": () => TEXT_INFO,
    "string Name { get; }": (self) => self.name,
    "NumberFormatInfo NumberFormat { get; }": () => NUMBER_FORMAT,
    "DateTimeFormatInfo DateTimeFormat { get; }": () => DATE_FORMAT,
  },
});

types.declare({
  type: "class System.Globalization.CultureNotFoundException : ArgumentException",
  members: {
    "new(string message)": (message) =>
      new CsException("System.Globalization.CultureNotFoundException", message ?? ""),
  },
});

/** What numbers are written with under the invariant culture. */
const SYMBOLS: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  NumberDecimalSeparator: ".",
  NumberGroupSeparator: ",",
  CurrencyDecimalSeparator: ".",
  CurrencyGroupSeparator: ",",
  CurrencySymbol: "\u00a4",
  PercentDecimalSeparator: ".",
  PercentGroupSeparator: ",",
  PercentSymbol: "%",
  PerMilleSymbol: "\u2030",
  PositiveSign: "+",
  NegativeSign: "-",
  NaNSymbol: "NaN",
  PositiveInfinitySymbol: "Infinity",
  NegativeInfinitySymbol: "-Infinity",
}));

const NUMBER_FORMAT: CsObject = { csType: typeOf("System.Globalization.NumberFormatInfo") };
const DATE_FORMAT: CsObject = { csType: typeOf("System.Globalization.DateTimeFormatInfo") };

const TEXT_INFO: CsObject = { csType: typeOf("System.Globalization.TextInfo") };

types.declare({
  type: "class System.Globalization.TextInfo",
  members: {
    "string ToUpper(string str)": (_self, text) => toUpperText(errors.notNull(text, "str")),
    "string ToLower(string str)": (_self, text) => toLowerText(errors.notNull(text, "str")),
    "string ToTitleCase(string str)": (_self, text) =>
      errors.notNull(text, "str").replace(
        /[\p{L}\p{M}'\u2019]+/gu,
        (word) =>
          word.length > 1 && word === toUpperText(word)
            ? word
            : toUpperText(word[0]) + toLowerText(word.slice(1)),
      ),
  },
});

types.declare({
  type: "class System.Globalization.NumberFormatInfo : IFormatProvider",
  members: {
    "static NumberFormatInfo InvariantInfo { get; }": () => NUMBER_FORMAT,
    "static NumberFormatInfo CurrentInfo { get; }": () => NUMBER_FORMAT,
    ...Object.fromEntries(
      [...SYMBOLS].map(([name, text]) => [`string ${name} { get; }`, () => text]),
    ),
  },
});

types.declare({
  type: "class System.Globalization.DateTimeFormatInfo : IFormatProvider",
  members: {
    "static DateTimeFormatInfo InvariantInfo { get; }": () => DATE_FORMAT,
    "static DateTimeFormatInfo CurrentInfo { get; }": () => DATE_FORMAT,
  },
});

types.declare({
  type: "enum System.Globalization.NumberStyles",
  values: NumberStyles,
  flags: true,
});

/** The bits of System.Globalization.DateTimeStyles. */
export const DateTimeStyles = {
  None: 0,
  AllowLeadingWhite: 1,
  AllowTrailingWhite: 2,
  AllowInnerWhite: 4,
  AllowWhiteSpaces: 7,
  NoCurrentDateDefault: 8,
  AdjustToUniversal: 16,
  AssumeLocal: 32,
  AssumeUniversal: 64,
  RoundtripKind: 128,
} as const;

types.declare({
  type: "enum System.Globalization.DateTimeStyles",
  values: DateTimeStyles,
  flags: true,
});

types.declare({
  type: "enum System.Globalization.TimeSpanStyles",
  values: { None: 0, AssumeNegative: 1 },
  flags: true,
});

types.declare({
  type: "enum System.Globalization.CompareOptions",
  values: {
    None: 0,
    IgnoreCase: 1,
    IgnoreNonSpace: 2,
    IgnoreSymbols: 4,
    IgnoreKanaType: 8,
    IgnoreWidth: 16,
    OrdinalIgnoreCase: 0x10000000,
    StringSort: 0x20000000,
    Ordinal: 0x40000000,
  },
  flags: true,
});

const CATEGORY_NAMES = [
  "UppercaseLetter",
  "LowercaseLetter",
  "TitlecaseLetter",
  "ModifierLetter",
  "OtherLetter",
  "NonSpacingMark",
  "SpacingCombiningMark",
  "EnclosingMark",
  "DecimalDigitNumber",
  "LetterNumber",
  "OtherNumber",
  "SpaceSeparator",
  "LineSeparator",
  "ParagraphSeparator",
  "Control",
  "Format",
  "Surrogate",
  "PrivateUse",
  "ConnectorPunctuation",
  "DashPunctuation",
  "OpenPunctuation",
  "ClosePunctuation",
  "InitialQuotePunctuation",
  "FinalQuotePunctuation",
  "OtherPunctuation",
  "MathSymbol",
  "CurrencySymbol",
  "ModifierSymbol",
  "OtherSymbol",
  "OtherNotAssigned",
];

types.declare({
  type: "enum System.Globalization.UnicodeCategory",
  values: Object.fromEntries(CATEGORIES.map((_, i) => [CATEGORY_NAMES[i], i])),
});
