/**
 * System.Text.Encoding: UTF-8, ASCII, Latin-1, UTF-16 and UTF-32.
 * @module
 */
import { Buffer } from "node:buffer";
import { byteArray, CsArray } from "../runtime/array.ts";
import { allocate, chargeFor } from "../runtime/budget.ts";
import { declare } from "../runtime/declare.ts";
import { type CsType, typeOf } from "../runtime/type.ts";
import type { CsObject } from "../runtime/values.ts";
import { bytesOf, bytesWithin } from "./bytes.ts";
import * as errors from "./errors.ts";
import { fromCodes, present, toCodes } from "./text_build.ts";

const REPLACEMENT = 0x3f;

/** How one encoding turns text into bytes and back. */
interface Codec {
  readonly name: string;
  readonly displayName: string;
  readonly codePage: number;
  readonly type: string;
  /** The bytes that mark a text of this encoding. */
  readonly preamble: readonly number[];
  encode(text: string): number[];
  decode(bytes: readonly number[]): string;
}

/** One byte a code; codes from `limit` on become "?". */
function singleByte(limit: number, unknown: number) {
  return {
    encode: (text: string) => toCodes(text).map((code) => (code < limit ? code : REPLACEMENT)),
    decode: (bytes: readonly number[]) =>
      fromCodes(bytes.map((byte) => (byte < limit ? byte : unknown))),
  };
}

function swapped(bytes: readonly number[]): number[] {
  const out = bytes.slice();
  for (let i = 0; i + 1 < out.length; i += 2) [out[i], out[i + 1]] = [out[i + 1], out[i]];
  return out;
}

const utf16 = {
  encode: (text: string) => [...Buffer.from(text.toWellFormed(), "utf16le")],
  decode: (bytes: readonly number[]) => {
    const even = bytes.length & ~1;
    const text = Buffer.from(bytes.slice(0, even)).toString("utf16le").toWellFormed();
    return even < bytes.length ? `${text}\ufffd` : text;
  },
};

function utf32Encode(text: string): number[] {
  const bytes: number[] = [];
  for (const ch of text.toWellFormed()) {
    const code = ch.codePointAt(0)!;
    bytes.push(code & 0xff, (code >> 8) & 0xff, (code >> 16) & 0xff, 0);
  }
  return bytes;
}

function utf32Decode(bytes: readonly number[]): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 4) {
    const code = bytes[i] + bytes[i + 1] * 0x100 + bytes[i + 2] * 0x10000 +
      bytes[i + 3] * 0x1000000;
    const valid = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    text += valid ? String.fromCodePoint(code) : "\ufffd";
  }
  return text;
}

const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const CODECS: readonly Codec[] = [
  {
    name: "utf-8",
    displayName: "Unicode (UTF-8)",
    codePage: 65001,
    type: "UTF8Encoding",
    preamble: [0xef, 0xbb, 0xbf],
    encode: (text) => [...Buffer.from(text, "utf8")],
    decode: (bytes) => utf8Decoder.decode(Uint8Array.from(bytes)),
  },
  {
    name: "us-ascii",
    displayName: "US-ASCII",
    codePage: 20127,
    type: "ASCIIEncoding",
    preamble: [],
    ...singleByte(0x80, REPLACEMENT),
  },
  {
    name: "iso-8859-1",
    displayName: "Western European (ISO)",
    codePage: 28591,
    type: "Latin1Encoding",
    preamble: [],
    ...singleByte(0x100, REPLACEMENT),
  },
  {
    name: "utf-16",
    displayName: "Unicode",
    codePage: 1200,
    type: "UnicodeEncoding",
    preamble: [0xff, 0xfe],
    ...utf16,
  },
  {
    name: "utf-16BE",
    displayName: "Unicode (Big-Endian)",
    codePage: 1201,
    type: "UnicodeEncoding",
    preamble: [0xfe, 0xff],
    encode: (text) => swapped(utf16.encode(text)),
    decode: (bytes) => utf16.decode(swapped(bytes)),
  },
  {
    name: "utf-32",
    displayName: "Unicode (UTF-32)",
    codePage: 12000,
    type: "UTF32Encoding",
    preamble: [0xff, 0xfe, 0, 0],
    encode: utf32Encode,
    decode: utf32Decode,
  },
];

export class Encoding implements CsObject {
  readonly csType: CsType;

  constructor(readonly codec: Codec, readonly hasPreamble = true) {
    this.csType = typeOf(`System.Text.${codec.type}`);
  }
}

const [UTF8, ASCII, LATIN1, UTF16, UTF16BE, UTF32] = CODECS.map((codec) => new Encoding(codec));
const ENCODINGS = [UTF8, ASCII, LATIN1, UTF16, UTF16BE, UTF32];

/** Other names by which encodings are asked for. */
const ALIASES: Readonly<Record<string, Encoding>> = {
  "utf8": UTF8,
  "ascii": ASCII,
  "us-ascii": ASCII,
  "latin1": LATIN1,
  "iso_8859-1": LATIN1,
  "unicode": UTF16,
  "utf-16le": UTF16,
  "unicodefffe": UTF16BE,
};

function find(name: string | null): Encoding {
  const lower = present(name, "name").toLowerCase();
  const found = ENCODINGS.find((e) => e.codec.name.toLowerCase() === lower) ?? ALIASES[lower];
  if (found) return found;
  throw errors.argument(
    `'${name}' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.`,
    "name",
  );
}

function findPage(codePage: number): Encoding {
  const found = codePage === 0 ? UTF8 : ENCODINGS.find((e) => e.codec.codePage === codePage);
  if (found) return found;
  throw errors.notSupported(
    `No data is available for encoding ${codePage}. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.`,
  );
}

function encode(self: Encoding, text: string | null, parameter = "s"): number[] {
  const given = present(text, parameter);
  allocate(given.length);
  chargeFor(given);
  return self.codec.encode(given);
}

const textOf = (chars: CsArray | null) => fromCodes(present(chars, "chars").items as number[]);

declare({
  type: "abstract class System.Text.Encoding : ICloneable",
  members: {
    "static Encoding UTF8 { get; }": () => UTF8,
    "static Encoding ASCII { get; }": () => ASCII,
    "static Encoding Unicode { get; }": () => UTF16,
    "static Encoding BigEndianUnicode { get; }": () => UTF16BE,
    "static Encoding UTF32 { get; }": () => UTF32,
    "static Encoding Default { get; }": () => UTF8,
    "static Encoding GetEncoding(string name)": find,
    "static Encoding GetEncoding(int codepage)": findPage,
    "static byte[] Convert(Encoding srcEncoding, Encoding dstEncoding, byte[] bytes)": (
      source,
      target,
      bytes,
    ) => byteArray(target.codec.encode(source.codec.decode(bytesOf(bytes, "bytes")))),
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
      byteArray(encode(self, textOf(chars).slice(index, index + count))),
    "int GetBytes(string s, int charIndex, int charCount, byte[] bytes, int byteIndex)": (
      self,
      text,
      index,
      count,
      bytes: CsArray,
      at,
    ) => {
      const encoded = encode(self, present<string>(text, "s").slice(index, index + count));
      if (at + encoded.length > bytes.length) {
        throw errors.argument(
          "The output byte buffer is too small to contain the encoded data.",
          "bytes",
        );
      }
      encoded.forEach((byte, i) => bytes.items[at + i] = byte);
      return encoded.length;
    },
    "int GetByteCount(string s)": (self, text) => encode(self, text).length,
    "int GetByteCount(char[] chars)": (self, chars) => encode(self, textOf(chars)).length,
    "string GetString(byte[] bytes)": (self, bytes) => self.codec.decode(bytesOf(bytes, "bytes")),
    "string GetString(byte[] bytes, int index, int count)": (self, bytes, index, count) =>
      self.codec.decode(bytesWithin(bytes, index, count, "bytes")),
    "char[] GetChars(byte[] bytes)": (self, bytes) =>
      CsArray.of(typeOf("System.Char"), toCodes(self.codec.decode(bytesOf(bytes, "bytes")))),
    "int GetCharCount(byte[] bytes)": (self, bytes) =>
      self.codec.decode(bytesOf(bytes, "bytes")).length,
    "int GetMaxByteCount(int charCount)": (self, count) =>
      self === ASCII || self === LATIN1 ? count + 1 : (count + 1) * (self === UTF8 ? 3 : 2),
    "int GetMaxCharCount(int byteCount)": (_self, count) => count + 1,
    "object Clone()": (self) => self,
  },
});

declare({
  type: "class System.Text.UTF8Encoding : Encoding",
  members: {
    "new()": () => new Encoding(CODECS[0], false),
    "new(bool encoderShouldEmitUTF8Identifier)": (preamble) => new Encoding(CODECS[0], preamble),
    "new(bool encoderShouldEmitUTF8Identifier, bool throwOnInvalidBytes)": (preamble, strict) =>
      strict
        ? new Encoding({ ...CODECS[0], decode: strictDecode }, preamble)
        : new Encoding(CODECS[0], preamble),
  },
});

function strictDecode(bytes: readonly number[]): string {
  try {
    return new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(
      Uint8Array.from(bytes),
    );
  } catch {
    throw errors.argument(
      "Unable to translate bytes from specified code page to Unicode.",
      "bytes",
    );
  }
}

declare({ type: "class System.Text.ASCIIEncoding : Encoding", members: { "new()": () => ASCII } });
declare({
  type: "class System.Text.UnicodeEncoding : Encoding",
  members: { "new()": () => UTF16 },
});
declare({ type: "class System.Text.UTF32Encoding : Encoding", members: { "new()": () => UTF32 } });
declare({ type: "class System.Text.Latin1Encoding : Encoding" });
