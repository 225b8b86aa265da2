/**
 * Heads of messages between bytes and text: one byte a character, as HTTP/1.1 has it.
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-2.2
 * @module
 */

const CR = 13, LF = 10;

/** The offset after the head's empty line in `bytes[from, end)`, or -1 when it is not there yet. */
export function findHeadEnd(bytes: Uint8Array, from = 0, end = bytes.length): number {
  for (let at = from; at < end - 1; at++) { // not by indexOf, which would search what lies behind `end`
    if (bytes[at] !== LF) continue;
    const next = bytes[at + 1] === CR ? at + 2 : at + 1;
    if (next < end && bytes[next] === LF) return next + 1;
  }
  return -1;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** One character a byte. */
export function decodeLatin1(bytes: Uint8Array): string {
  const text = decoder.decode(bytes);
  if (text.length === bytes.length && !text.includes("\ufffd")) return text; // plain ASCII
  let latin = "";
  for (const byte of bytes) latin += String.fromCharCode(byte);
  return latin;
}

/** A head's bytes: one for a character up to U+00FF, UTF-8 for what lies beyond. */
export function encodeHead(head: string): Uint8Array {
  const bytes: number[] = [];
  for (const ch of head) {
    const code = ch.codePointAt(0)!;
    if (code <= 0xff) bytes.push(code);
    else bytes.push(...encoder.encode(ch));
  }
  return Uint8Array.from(bytes);
}

/** `text[from, to)` without the spaces and tabs around it: not `trim`, which takes U+00A0 and more away, too. */
export function withoutSpaces(text: string, from = 0, to = text.length): string {
  while (from < to && isSpace(text.charCodeAt(from))) from++;
  while (from < to && isSpace(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
