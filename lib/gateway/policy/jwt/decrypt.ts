/**
 * Encrypted tokens (JWE) whose content is encrypted with a shared key itself (`"alg": "dir"`).
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-5
 * @module
 */
import { TOKEN_FAULT } from "../../contracts/texts/token_faults.ts";
import { createDecipheriv, createHmac, timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";
import { isObject, parseJson } from "../../../core/json.ts";
import { JwtFault } from "./fault.ts";

/** Bits of the key, and of the hash where the cipher does not vouch for its text itself. */
const ENCRYPTIONS: Readonly<
  Record<string, { readonly aes: number; readonly hash: number | null }>
> = {
  "A128GCM": { aes: 128, hash: null },
  "A256GCM": { aes: 256, hash: null },
  "A128CBC-HS256": { aes: 128, hash: 256 },
  "A256CBC-HS512": { aes: 256, hash: 512 },
};

interface Parts {
  readonly header: string;
  readonly iv: Uint8Array;
  readonly text: Uint8Array;
  readonly tag: Uint8Array;
}

/** The token inside. @throws JwtFault when no key fits */
export function decryptToken(token: string, keys: readonly Uint8Array[]): string {
  const [header, , ...rest] = token.split(".");
  const [iv, text, tag] = rest.map((part) => new Uint8Array(Buffer.from(part, "base64url")));
  const head = parseJson(Buffer.from(header, "base64url").toString());
  const encryption = isObject(head) && head.alg === "dir" ? String(head.enc) : "";
  for (const key of keys) {
    const plain = decrypt(encryption, key, { header, iv, text, tag });
    if (plain !== null) return plain;
  }
  const tried = keys.length === 0 ? "No keys tried" : "Keys tried did not fit";
  throw new JwtFault(TOKEN_FAULT.notDecrypted(tried));
}

function decrypt(encryption: string, key: Uint8Array, parts: Parts): string | null {
  if (!Object.hasOwn(ENCRYPTIONS, encryption)) return null;
  const { aes, hash } = ENCRYPTIONS[encryption];
  if (key.length * 8 !== (hash ?? aes)) return null;
  try {
    return hash === null ? decryptGcm(aes, key, parts) : decryptCbc(aes, hash, key, parts);
  } catch {
    return null; // the key is not the one
  }
}

function decryptGcm(aes: number, key: Uint8Array, { header, iv, text, tag }: Parts): string {
  const decipher = createDecipheriv(aes === 128 ? "aes-128-gcm" : "aes-256-gcm", key, iv);
  decipher.setAAD(Buffer.from(header, "ascii"));
  decipher.setAuthTag(tag);
  return decipher.update(text, undefined, "utf8") + decipher.final("utf8");
}

/** The first half of the key is for the hash, the second for the cipher. */
function decryptCbc(
  aes: number,
  hash: number,
  key: Uint8Array,
  { header, iv, text, tag }: Parts,
): string | null {
  const half = key.length / 2;
  const bits = new Uint8Array(8);
  new DataView(bits.buffer).setBigUint64(0, BigInt(header.length * 8));
  const wanted = createHmac(`sha${hash}`, key.subarray(0, half))
    .update(header, "ascii").update(iv).update(text).update(bits).digest().subarray(0, half);
  if (wanted.length !== tag.length || !timingSafeEqual(wanted, tag)) return null;
  const decipher = createDecipheriv(`aes-${aes}-cbc`, key.subarray(half), iv);
  return decipher.update(text, undefined, "utf8") + decipher.final("utf8");
}
