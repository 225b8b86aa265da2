/**
 * Percent-escapes, as System.Uri and System.Net.WebUtility write and read them.
 * @module
 */
import { Buffer } from "node:buffer";
import { chargeFor, spend } from "../../csharp/runtime/budget.ts";

/** `Uri.EscapeDataString`: all but letters, digits and `-_.~`. */
export function escapeData(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (ch) => `%${ch.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `Uri.EscapeUriString`: all but what may stand in a URI; `%` is escaped. */
export function escapeUri(text: string): string {
  return encodeURI(text.toWellFormed()).replace(/%5[BD]/g, decodeURIComponent);
}

const SEQUENCE = /(?:%[0-9A-Fa-f]{2})+/g;

function bytesOf(sequence: string): number[] {
  return sequence.slice(1).split("%").map((hex) => parseInt(hex, 16));
}

/** Length in bytes of the UTF-8 character that starts at `at`; 0 when there is none. */
function characterLength(bytes: readonly number[], at: number): number {
  const first = bytes[at];
  const length = first < 0x80
    ? 1
    : first < 0xc2
    ? 0
    : first < 0xe0
    ? 2
    : first < 0xf0
    ? 3
    : first < 0xf5
    ? 4
    : 0;
  if (length === 0 || at + length > bytes.length) return 0;
  const text = Buffer.from(bytes.slice(at, at + length)).toString("utf8");
  return text.includes("\ufffd") && !(length === 3 && first === 0xef) ? 0 : length;
}

/** Decoding one character of more than a byte, against turns of a loop. */
const STEPS_PER_CHARACTER = 8;

/**
 * Unescapes what is valid UTF-8 and what `keep` does not want kept; the rest stays as it is written.
 * @param keep whether the character stays escaped.
 */
export function unescape(text: string, keep: (ch: string) => boolean = () => false): string {
  chargeFor(text);
  if (!text.includes("%")) return text;
  return text.replace(SEQUENCE, (sequence) => {
    const bytes = bytesOf(sequence);
    let out = "";
    for (let i = 0; i < bytes.length;) {
      if (bytes[i] < 0x80) {
        const ascii = String.fromCharCode(bytes[i]);
        out += keep(ascii) ? sequence.slice(3 * i, 3 * i + 3) : ascii;
        i++;
        continue;
      }
      spend(STEPS_PER_CHARACTER);
      const length = characterLength(bytes, i);
      const written = sequence.slice(3 * i, 3 * (i + (length || 1)));
      const ch = length > 0 ? Buffer.from(bytes.slice(i, i + length)).toString("utf8") : written;
      out += length > 0 && !keep(ch) ? ch : written;
      i += length || 1;
    }
    return out;
  });
}

/** `WebUtility.UrlEncode`: spaces become `+`. */
export function urlEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/%20/g, "+")
    .replace(/[~']/g, (ch) => (ch === "~" ? "%7E" : "%27"));
}

/** `WebUtility.UrlDecode`: `+` becomes a space, bytes that are no UTF-8 become U+FFFD. */
export function urlDecode(text: string): string {
  spend(text.length >> 2);
  return text.replace(/\+/g, " ").replace(
    SEQUENCE,
    (sequence) => Buffer.from(bytesOf(sequence)).toString("utf8"),
  );
}
