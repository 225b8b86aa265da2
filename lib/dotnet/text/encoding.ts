/**
 * System.Text.Encoding: UTF-8, ASCII, Latin-1, UTF-16 and UTF-32.
 * @module
 */
import { byteArray, CsArray, type Elements } from "../../csharp/runtime/array.ts";
import { allocate, chargeForUse } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { bytesOf } from "../system/bytes.ts";
import { type Codec, CODECS, STRICT_UTF8 } from "./codec.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { fromCodes, present, toCodes } from "../system/string/build.ts";

export const types = new Declarations();

export class Encoding implements CsObject {
  readonly csType: CsType;

  constructor(readonly codec: Codec, readonly hasPreamble = true) {
    this.csType = typeOf(`System.Text.${codec.type}`);
  }

  csEquals(other: unknown): boolean {
    return other instanceof Encoding && other.csHashKey() === this.csHashKey();
  }

  csHashKey(): string {
    return `${this.codec.name}:${this.hasPreamble}:${this.codec === STRICT_UTF8}`;
  }
}

export const [UTF8, ASCII, LATIN1, UTF16, UTF16BE, UTF32] = CODECS.map((codec) =>
  new Encoding(codec)
);
const ENCODINGS = [UTF8, ASCII, LATIN1, UTF16, UTF16BE, UTF32];
const DEFAULT = new Encoding(CODECS[0], false);

/** Other names by which encodings are asked for. */
const ALIASES: ReadonlyMap<string, Encoding> = new Map<string, Encoding>(Object.entries({
  "ascii": ASCII,
  "us-ascii": ASCII,
  "latin1": LATIN1,
  "iso_8859-1": LATIN1,
  "unicode": UTF16,
  "utf-16le": UTF16,
  "unicodefffe": UTF16BE,
}));

function find(name: string | null): Encoding {
  const lower = present(name, "name").toLowerCase();
  const found = ENCODINGS.find((e) => e.codec.name.toLowerCase() === lower) ?? ALIASES.get(lower);
  if (found) return found;
  throw errors.argument(
    `'${name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.`,
    "name",
  );
}

const LAST_CODE_PAGE = 65535;

function findPage(codePage: number): Encoding {
  if (codePage < 0 || codePage > LAST_CODE_PAGE) {
    throw errors.outOfRange("codepage", "Valid values are between 0 and 65535, inclusive.");
  }
  const found = codePage === 0 ? UTF8 : ENCODINGS.find((e) => e.codec.codePage === codePage);
  if (found) return found;
  throw errors.notSupported(
    `No data is available for encoding ${codePage}. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.`,
  );
}

function encode(self: Encoding, text: string | null, parameter = "s"): Uint8Array {
  const given = present(text, parameter);
  allocate(given.length);
  chargeForUse(given);
  return self.codec.encode(given);
}

/** The part of an array argument. @throws CsException ArgumentNull, ArgumentOutOfRange */
function part(
  array: CsArray | null,
  index: number,
  count: number,
  parameter: string,
): Elements {
  const { items, length } = present(array, parameter);
  if (index < 0) throw errors.outOfRange("index", "Non-negative number required.");
  if (count < 0) throw errors.outOfRange("count", "Non-negative number required.");
  if (count > length - index) {
    throw errors.outOfRange(
      parameter,
      "Index and count must refer to a location within the buffer.",
    );
  }
  return items.slice(index, index + count);
}

const textOf = (chars: CsArray | null) => fromCodes(present(chars, "chars").items as number[]);
const textPart = (chars: CsArray | null, index: number, count: number) =>
  fromCodes(part(chars, index, count, "chars") as number[]);
const bytePart = (bytes: CsArray | null, index: number, count: number) =>
  part(bytes, index, count, "bytes") as Uint8Array;

/** The part of the text that is encoded into a buffer. @throws CsException ArgumentNull, ArgumentOutOfRange */
function slice(text: string | null, index: number, count: number): string {
  const given = present(text, "s");
  if (index < 0 || count < 0) {
    throw errors.outOfRange(index < 0 ? "charIndex" : "charCount", "Non-negative number required.");
  }
  if (count > given.length - index) {
    throw errors.outOfRange("s", "Index and count must refer to a location within the string.");
  }
  return given.slice(index, index + count);
}

/** Copies into a `byte[]` or `char[]` argument and tells how many. @throws CsException System.ArgumentException */
function store(
  values: Uint8Array | readonly number[],
  target: CsArray | null,
  at: number,
  what: string,
): number {
  const { items, length } = present(target, what);
  if (at < 0 || at > length) {
    throw errors.outOfRange(
      `${what.slice(0, -1)}Index`,
      "Index was out of range. Must be non-negative and less than the size of the collection.",
    );
  }
  if (at + values.length > length) {
    const unit = what.slice(0, -1);
    throw errors.argument(
      `The output ${unit} buffer is too small to contain the ${
        unit === "byte" ? "encoded data" : "decoded characters"
      }.`,
      what,
    );
  }
  for (let i = 0; i < values.length; i++) items[at + i] = values[i];
  return values.length;
}

const charsOf = (codes: number[]) => CsArray.of(typeOf("System.Char"), codes);

/** The most that `count` units can become. @throws CsException where that is no count */
function atMost(most: (count: number) => number, count: number, parameter: string): number {
  if (count < 0) throw errors.outOfRange(parameter, "Non-negative number required.");
  const size = most(count);
  if (size > 0x7fffffff) {
    throw errors.outOfRange(parameter, "Too many units. The resulting number is too large.");
  }
  return size;
}

types.declare({
  type: "abstract class System.Text.Encoding : ICloneable",
  members: {
    "static Encoding UTF8 { get; }": () => UTF8,
    "static Encoding ASCII { get; }": () => ASCII,
    "static Encoding Unicode { get; }": () => UTF16,
    "static Encoding BigEndianUnicode { get; }": () => UTF16BE,
    "static Encoding UTF32 { get; }": () => UTF32,
    "static Encoding Default { get; }": () => DEFAULT,
    "static Encoding GetEncoding(string name)": find,
    "static Encoding GetEncoding(int codepage)": findPage,
    "static byte[] Convert(Encoding srcEncoding, Encoding dstEncoding, byte[] bytes)": (
      source,
      target,
      bytes,
    ) => {
      if (source === null || target === null) {
        throw errors.argumentNull(source === null ? "srcEncoding" : "dstEncoding");
      }
      return byteArray(target.codec.encode(source.codec.decode(bytesOf(bytes, "bytes"))));
    },
    "string EncodingName { get; }": (self) => self.codec.displayName,
    "string BodyName { get; }": (self) => self.codec.name,
    "string HeaderName { get; }": (self) => self.codec.name,
    "string WebName { get; }": (self) => self.codec.name,
    "int CodePage { get; }": (self) => self.codec.codePage,
    "bool IsSingleByte { get; }": (self) => self === ASCII || self === LATIN1,
    "byte[] GetPreamble()": (self) => byteArray(self.hasPreamble ? self.codec.preamble : []),
    "byte[] GetBytes(string s)": (self, text) => byteArray(encode(self, text)),
    "byte[] GetBytes(char[] chars)": (self, chars) => byteArray(encode(self, textOf(chars))),
    "byte[] GetBytes(char[] chars, int index, int count)": (self, chars, index, count) =>
      byteArray(encode(self, textPart(chars, index, count))),
    "int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)": (
      self,
      chars,
      index,
      count,
      bytes,
      at,
    ) => store(encode(self, textPart(chars, index, count)), bytes, at, "bytes"),
    "int GetBytes(string s, int charIndex, int charCount, byte[] bytes, int byteIndex)": (
      self,
      text,
      index,
      count,
      bytes,
      at,
    ) => store(encode(self, slice(text, index, count)), bytes, at, "bytes"),
    "int GetByteCount(string s)": (self, text) => encode(self, text).length,
    "int GetByteCount(char[] chars)": (self, chars) => encode(self, textOf(chars)).length,
    "int GetByteCount(char[] chars, int index, int count)": (self, chars, index, count) =>
      encode(self, textPart(chars, index, count)).length,
    "string GetString(byte[] bytes)": (self, bytes) => self.codec.decode(bytesOf(bytes, "bytes")),
    "string GetString(byte[] bytes, int index, int count)": (self, bytes, index, count) =>
      self.codec.decode(bytePart(bytes, index, count)),
    "char[] GetChars(byte[] bytes)": (self, bytes) =>
      charsOf(toCodes(self.codec.decode(bytesOf(bytes, "bytes")))),
    "char[] GetChars(byte[] bytes, int index, int count)": (self, bytes, index, count) =>
      charsOf(toCodes(self.codec.decode(bytePart(bytes, index, count)))),
    "int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)": (
      self,
      bytes,
      index,
      count,
      chars,
      at,
    ) => store(toCodes(self.codec.decode(bytePart(bytes, index, count))), chars, at, "chars"),
    "int GetCharCount(byte[] bytes)": (self, bytes) =>
      self.codec.decode(bytesOf(bytes, "bytes")).length,
    "int GetCharCount(byte[] bytes, int index, int count)": (self, bytes, index, count) =>
      self.codec.decode(bytePart(bytes, index, count)).length,
    "int GetMaxByteCount(int charCount)": (self, count) =>
      atMost(self.codec.maxBytes, count, "charCount"),
    "int GetMaxCharCount(int byteCount)": (self, count) =>
      atMost(self.codec.maxCodes, count, "byteCount"),
    "object Clone()": (self) => self,
  },
});

types.declare({
  type: "class System.Text.UTF8Encoding : Encoding",
  members: {
    "new()": () => new Encoding(CODECS[0], false),
    "new(bool encoderShouldEmitUTF8Identifier)": (preamble) => new Encoding(CODECS[0], preamble),
    "new(bool encoderShouldEmitUTF8Identifier, bool throwOnInvalidBytes)": (preamble, strict) =>
      new Encoding(strict ? STRICT_UTF8 : CODECS[0], preamble),
  },
});

types.declare({
  type: "class System.Text.ASCIIEncoding : Encoding",
  members: { "new()": () => ASCII },
});
types.declare({
  type: "class System.Text.UnicodeEncoding : Encoding",
  members: { "new()": () => UTF16 },
});
types.declare({
  type: "class System.Text.UTF32Encoding : Encoding",
  members: { "new()": () => UTF32 },
});
types.declare({ type: "class System.Text.Latin1Encoding : Encoding" });
