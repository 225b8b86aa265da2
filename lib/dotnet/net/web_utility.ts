/**
 * System.Net.WebUtility.
 * @module
 */
import { byteArray } from "../../csharp/runtime/array.ts";
import { chargeFor } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { bytesWithin } from "../system/bytes.ts";
import { urlDecode, urlEncode } from "./escape.ts";
import { htmlDecode, htmlEncode } from "./html.ts";

export const types = new Declarations();

/** null stays null. */
const text = (convert: (text: string) => string) => (value: string | null) => {
  if (value === null) return null;
  chargeFor(value);
  return convert(value);
};

const SAFE = /[A-Za-z0-9\-_.!*()]/;
const PERCENT = 0x25;

function encodeBytes(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => {
    if (byte === 0x20) return [0x2b];
    if (byte < 0x80 && SAFE.test(String.fromCharCode(byte))) return [byte];
    const hex = byte.toString(16).toUpperCase().padStart(2, "0");
    return [PERCENT, hex.charCodeAt(0), hex.charCodeAt(1)];
  });
}

function decodeBytes(bytes: Uint8Array): number[] {
  const out: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const hex = String.fromCharCode(bytes[i + 1] ?? 0, bytes[i + 2] ?? 0);
    if (bytes[i] === PERCENT && /^[0-9a-fA-F]{2}$/.test(hex)) {
      out.push(parseInt(hex, 16));
      i += 2;
    } else out.push(bytes[i] === 0x2b ? 0x20 : bytes[i]);
  }
  return out;
}

types.declare({
  type: "static class System.Net.WebUtility",
  members: {
    "static string HtmlEncode(string value)": text(htmlEncode),
    "static string HtmlDecode(string value)": text(htmlDecode),
    "static string UrlEncode(string value)": text(urlEncode),
    "static string UrlDecode(string encodedValue)": text(urlDecode),
    "static byte[] UrlEncodeToBytes(byte[] value, int offset, int count)": (value, offset, count) =>
      value === null ? null : byteArray(encodeBytes(bytesWithin(value, offset, count, "value"))),
    "static byte[] UrlDecodeToBytes(byte[] encodedValue, int offset, int count)": (
      value,
      offset,
      count,
    ) => value === null ? null : byteArray(decodeBytes(bytesWithin(value, offset, count, "value"))),
  },
});
