/**
 * The head of the gateway's reply to a caller, as text.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-4
 * @module
 */
import type { HeaderMap } from "../contracts/message.ts";
import { reasonPhrase } from "../contracts/reason_phrase.ts";

/** Fields that the connection decides, not the message. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "keep-alive",
  "transfer-encoding",
]);

/**
 * Characters of a reply's status line and fields: what is longer no caller reads, and becomes 500. Assumption: the
 * documentation gives no limit for what policies set.
 */
export const MAX_REPLY_HEAD = 128 * 1024;

const UNPRINTABLE = /[^\t\x20-\x7e\x80-\uffff]/g;

/** The reply's status line and fields are longer than {@link MAX_REPLY_HEAD}. */
export class ReplyTooLongError extends Error {
  override name = "ReplyTooLongError";
}

/** Statuses that come without a body. @see https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1 */
export function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

/** The status that can be sent: those below 200 and above 599 are no final answers, and become 500. */
export function finalStatus(statusCode: number): number {
  return statusCode >= 200 && statusCode <= 599 ? statusCode : 500;
}

/**
 * Status line and fields, without those that frame the body and without the empty line.
 * @param date the Date field's value, for a reply that has none
 */
export function formatReplyHead(
  status: number,
  reason: string,
  headers: HeaderMap,
  date: string,
): string {
  let head = `HTTP/1.1 ${status} ${
    reason === "" ? reasonPhrase(status) : reason.replace(UNPRINTABLE, " ")
  }\r\n`;
  let dated = false;
  headers.forEach((name, values, key) => {
    if (OWN_FIELDS.has(key)) return;
    if (key === "date") dated = true;
    for (let i = 0; i < values.length; i++) head += `${name}: ${byteString(values[i])}\r\n`;
  });
  if (head.length > MAX_REPLY_HEAD) throw new ReplyTooLongError();
  return dated ? head : `${head}Date: ${date}\r\n`;
}

const BEYOND_BYTES = /[\u0100-\uffff]/;
const encoder = new TextEncoder();

/** A value with characters that no header can carry goes as the bytes of its UTF-8 form. */
function byteString(text: string): string {
  if (!BEYOND_BYTES.test(text)) return text;
  return Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join("");
}
