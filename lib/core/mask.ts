/**
 * Secrets in texts that others wrote, in every form that a text usually gives them.
 * @module
 */
import { Buffer } from "node:buffer";

/** Of a secret this long or longer, other cases are looked for, too. */
const LONG = 6;

/** A function that writes `name` wherever a text holds `secret`: as it is, in another case, escaped, or encoded. */
export function mask(secret: string, name: string): (text: string) => string {
  const forms = [...new Set([secret, ...escaped(secret), ...base64(secret), hex(secret)])]
    .filter((form) => form.length >= Math.min(secret.length, LONG))
    .sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"),
    secret.length >= LONG ? "gi" : "g",
  );
  return (text) => text.replace(pattern, () => name);
}

function escaped(secret: string): string[] {
  const url = encodeURIComponent(secret.toWellFormed());
  const xml = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return [
    url,
    url.replaceAll("%20", "+"),
    JSON.stringify(secret).slice(1, -1),
    xml,
    xml.replaceAll('"', "&quot;"),
    xml.replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
  ];
}

/**
 * The part of the base64 text that the secret alone decides, wherever it begins in what was encoded: as the first,
 * second or third byte of a group.
 */
function base64(secret: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    const text = bytes.toString("base64").replace(/=+$/, "");
    const shared = bytes.length % 3 === 0 ? 0 : 1; // its last letter depends on what follows
    const own = text.slice(before === 0 ? 0 : before + 1, text.length - shared);
    return own.length < LONG ? [] : [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function hex(secret: string): string {
  return Buffer.from(secret).toString("hex");
}
