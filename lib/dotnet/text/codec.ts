/**
 * How the encodings turn text into bytes and back.
 * @module
 */
import { Buffer } from "node:buffer";
import { CsException } from "../../csharp/runtime/exception.ts";
import { toHex } from "../system/bytes.ts";
import { fromCodes, toCodes } from "../system/string/build.ts";

const REPLACEMENT = 0x3f;

/** How one encoding turns text into bytes and back. */
export interface Codec {
  readonly name: string;
  readonly displayName: string;
  readonly codePage: number;
  readonly type: string;
  /** The bytes that mark a text of this encoding. */
  readonly preamble: readonly number[];
  /** The most bytes that so many UTF-16 codes, and the most codes that so many bytes, can become. */
  readonly maxBytes: (codes: number) => number;
  readonly maxCodes: (bytes: number) => number;
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
}

/** One byte a code; codes from `limit` on become "?". */
function singleByte(limit: number, unknown: number) {
  return {
    maxBytes: (codes: number) => codes + 1,
    maxCodes: (bytes: number) => bytes,
    encode: (text: string) =>
      Uint8Array.from(toCodes(text), (code) => (code < limit ? code : REPLACEMENT)),
    decode: (bytes: Uint8Array) =>
      fromCodes(Array.from(bytes, (byte) => (byte < limit ? byte : unknown))),
  };
}

function swapped(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes);
  for (let i = 0; i + 1 < out.length; i += 2) [out[i], out[i + 1]] = [out[i + 1], out[i]];
  return out;
}

const utf16 = {
  maxBytes: (codes: number) => (codes + 1) * 2,
  maxCodes: (bytes: number) => (bytes >> 1) + (bytes & 1) + 1,
  encode: (text: string): Uint8Array => Buffer.from(text.toWellFormed(), "utf16le"),
  decode: (bytes: Uint8Array) => {
    const even = bytes.length & ~1;
    const text = Buffer.from(bytes.subarray(0, even)).toString("utf16le").toWellFormed();
    return even < bytes.length ? `${text}\ufffd` : text;
  },
};

function utf32Encode(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const ch of text.toWellFormed()) {
    const code = ch.codePointAt(0)!;
    bytes.push(code & 0xff, (code >> 8) & 0xff, (code >> 16) & 0xff, 0);
  }
  return Uint8Array.from(bytes);
}

function utf32Decode(bytes: Uint8Array): string {
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

export const CODECS: readonly Codec[] = [
  {
    name: "utf-8",
    displayName: "Unicode (UTF-8)",
    codePage: 65001,
    type: "UTF8Encoding",
    preamble: [0xef, 0xbb, 0xbf],
    maxBytes: (codes) => (codes + 1) * 3,
    maxCodes: (bytes) => bytes + 1,
    encode: (text) => Buffer.from(text, "utf8"),
    decode: (bytes) => utf8Decoder.decode(bytes),
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
    ...utf16,
    encode: (text) => swapped(utf16.encode(text)),
    decode: (bytes) => utf16.decode(swapped(bytes)),
  },
  {
    name: "utf-32",
    displayName: "Unicode (UTF-32)",
    codePage: 12000,
    type: "UTF32Encoding",
    preamble: [0xff, 0xfe, 0, 0],
    maxBytes: (codes) => (codes + 1) * 4,
    maxCodes: (bytes) => (bytes >> 1) + 2,
    encode: utf32Encode,
    decode: utf32Decode,
  },
];

const utf8 = CODECS[0];

/** @throws CsException System.Text.EncoderFallbackException naming the surrogate that stands alone */
function strictEncode(text: string): Uint8Array {
  if (text.isWellFormed()) return utf8.encode(text);
  let index = 0;
  for (const ch of text) {
    if (!ch.isWellFormed()) break;
    index += ch.length;
  }
  const code = text.charCodeAt(index).toString(16).toUpperCase();
  throw new CsException(
    "System.Text.EncoderFallbackException",
    `Unable to translate Unicode character \\u${code} at index ${index} to specified code page.`,
  );
}

/** @throws CsException System.Text.DecoderFallbackException showing the first bytes that are no UTF-8 */
function strictDecode(bytes: Uint8Array): string {
  const text = utf8.decode(bytes);
  let index = 0;
  for (const ch of text) {
    const encoded = utf8.encode(ch);
    if (encoded.some((byte, i) => byte !== bytes[index + i])) throw undecodable(bytes, index);
    index += encoded.length;
  }
  return text;
}

function undecodable(bytes: Uint8Array, index: number) {
  let end = index + 1;
  while (end < bytes.length && utf8.decode(bytes.slice(index, end + 1)) === "\ufffd") end++;
  return new CsException(
    "System.Text.DecoderFallbackException",
    `Unable to translate bytes [${
      toHex(bytes.slice(index, end), "][")
    }] at index ${index} from specified code page to Unicode.`,
  );
}

/** UTF-8 that refuses what it cannot translate. */
export const STRICT_UTF8: Codec = { ...utf8, encode: strictEncode, decode: strictDecode };
