/**
 * Keys that tokens are signed with: secrets, RSA numbers, certificates and JSON Web Keys. Over node:crypto and
 * not the Web's cryptography, which answers from outside of the virtual clock.
 * @module
 */
import { table } from "../../../core/table.ts";
import { TOKEN_FAULT } from "../../contracts/texts/token_faults.ts";
import { Buffer } from "node:buffer";
import {
  constants,
  createHmac,
  createPublicKey,
  type JsonWebKey,
  type KeyObject,
  timingSafeEqual,
  verify,
  X509Certificate,
} from "node:crypto";
import { JwtFault } from "./fault.ts";

/** A key and the id that a token may call it by. */
export interface SigningKey {
  readonly id: string | null;
  /** Whether tokens of that algorithm can be signed with it: a public key must never serve as a secret. */
  fits(algorithm: string): boolean;
  verifies(algorithm: string, text: Uint8Array, signature: Uint8Array): boolean;
}

/** By the first two letters of the algorithm; a secret's are "HS". */
const FAMILIES: Readonly<Record<string, { readonly keyType: string; readonly options: object }>> =
  table({
    RS: { keyType: "rsa", options: { padding: constants.RSA_PKCS1_PADDING } },
    PS: {
      keyType: "rsa",
      options: {
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      },
    },
    ES: { keyType: "ec", options: { dsaEncoding: "ieee-p1363" } },
  });
const ALGORITHM = /^(HS|RS|PS|ES)(256|384|512)$/;

function publicKey(id: string | null, key: KeyObject): SigningKey {
  const fits = (algorithm: string) => {
    const [, family] = ALGORITHM.exec(algorithm) ?? [];
    return family !== undefined && FAMILIES[family]?.keyType === key.asymmetricKeyType;
  };
  return {
    id,
    fits,
    verifies(algorithm, text, signature) {
      if (!fits(algorithm)) return false;
      const [, family, bits] = ALGORITHM.exec(algorithm)!;
      return verify(`sha${bits}`, text, { key, ...FAMILIES[family].options }, signature);
    },
  };
}

function secretKey(id: string | null, secret: Uint8Array): SigningKey {
  const fits = (algorithm: string) => ALGORITHM.exec(algorithm)?.[1] === "HS";
  return {
    id,
    fits,
    verifies(algorithm, text, signature) {
      if (!fits(algorithm)) return false;
      const wanted = createHmac(`sha${algorithm.slice(2)}`, secret).update(text).digest();
      return wanted.length === signature.length && timingSafeEqual(wanted, signature);
    },
  };
}

/** A JSON Web Key, as `jwks_uri` lists them; null for one that signs nothing, or cannot be read. */
export function jwkKey(jwk: Readonly<Record<string, unknown>>): SigningKey | null {
  if (jwk.use === "enc") return null;
  const id = typeof jwk.kid === "string" ? jwk.kid : null;
  try {
    if (jwk.kty === "oct") return secretKey(id, decodeBase64(String(jwk.k)));
    return publicKey(id, createPublicKey({ key: jwk as JsonWebKey, format: "jwk" }));
  } catch {
    return null;
  }
}

/** An RSA public key by its Base64url-encoded numbers. @throws JwtFault when they are none */
export function rsaKey(id: string | null, n: string, e: string): SigningKey {
  const key = jwkKey({ kty: "RSA", n, e });
  if (key === null) throw new JwtFault(TOKEN_FAULT.keyNumbers());
  return { ...key, id };
}

/** A Base64-encoded secret or certificate. @throws JwtFault when the text is no Base64 */
export function encodedKey(id: string | null, text: string): SigningKey {
  const bytes = decodeBase64(text);
  const certificate = certificateOf(bytes);
  return certificate === null ? secretKey(id, bytes) : publicKey(id, certificate.publicKey);
}

/** @throws JwtFault when the text is no Base64 */
export function decodeBase64(text: string): Uint8Array {
  const compact = text.replaceAll(/\s/g, "");
  const alphabet = /[-_]/.test(compact) ? "base64url" : "base64";
  try {
    return Uint8Array.fromBase64(compact, { alphabet });
  } catch {
    throw new JwtFault(TOKEN_FAULT.keyNotBase64());
  }
}

function certificateOf(bytes: Uint8Array): X509Certificate | null {
  if (bytes[0] !== 0x30) return null;
  try {
    return new X509Certificate(Buffer.from(bytes));
  } catch {
    return null;
  }
}
