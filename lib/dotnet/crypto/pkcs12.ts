/**
 * Certificates with their private keys in PKCS #12, the form in which Key Vault gives them out.
 * @see https://www.rfc-editor.org/rfc/rfc7292
 * @module
 */
import { Buffer } from "node:buffer";
import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  pbkdf2Sync,
  X509Certificate,
} from "node:crypto";
import { spend } from "../../csharp/runtime/budget.ts";
import { CsException, LimitExceededError } from "../../csharp/runtime/exception.ts";
import { childrenOf, type Der, integerOf, oidOf, readDer } from "./der.ts";
import { cryptographic } from "./hash.ts";

/** Steps that one iteration of a key derivation costs, in native code and here. */
const STEPS = { pbkdf2: 10, sha1: 40 };

const OID = {
  data: "1.2.840.113549.1.7.1",
  encryptedData: "1.2.840.113549.1.7.6",
  keyBag: "1.2.840.113549.1.12.10.1.1",
  shroudedKeyBag: "1.2.840.113549.1.12.10.1.2",
  certificateBag: "1.2.840.113549.1.12.10.1.3",
  pbes2: "1.2.840.113549.1.5.13",
  pbeWithTripleDes: "1.2.840.113549.1.12.1.3",
} as const;

const HASH_OF_PRF: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  "1.2.840.113549.2.7": "sha1",
  "1.2.840.113549.2.9": "sha256",
  "1.2.840.113549.2.10": "sha384",
  "1.2.840.113549.2.11": "sha512",
}));

const CIPHERS: ReadonlyMap<string, { readonly name: string; readonly keyBytes: number }> = new Map<
  string,
  { readonly name: string; readonly keyBytes: number }
>(Object.entries({
  "2.16.840.1.101.3.4.1.2": { name: "aes-128-cbc", keyBytes: 16 },
  "2.16.840.1.101.3.4.1.22": { name: "aes-192-cbc", keyBytes: 24 },
  "2.16.840.1.101.3.4.1.42": { name: "aes-256-cbc", keyBytes: 32 },
  "1.2.840.113549.3.7": { name: "des-ede3-cbc", keyBytes: 24 },
}));

/** A certificate and the private key that belongs to it. */
export interface Identity {
  readonly x509: X509Certificate;
  readonly privateKey: KeyObject | null;
}

interface Bags {
  readonly keys: KeyObject[];
  readonly certificates: X509Certificate[];
}

/**
 * The certificate in a PKCS #12 file that has the file's private key, else its first certificate.
 * @returns null when the bytes are no PKCS #12 at all.
 * @throws CsException CryptographicException for a wrong password or an algorithm that is not known
 */
export function readPkcs12(data: Uint8Array, password: string): Identity | null {
  const contents = authenticatedSafe(data);
  if (contents === null) return null;
  const bags: Bags = { keys: [], certificates: [] };
  try {
    for (const content of childrenOf(contents)) readSafe(content, password, bags);
  } catch (error) {
    if (error instanceof CsException || error instanceof LimitExceededError) throw error;
    throw cryptographic("The specified network password is not correct.");
  }
  const [privateKey = null] = bags.keys;
  const publicPart = privateKey && spki(createPublicKey(privateKey));
  const own = bags.certificates.find(({ publicKey }) => publicPart?.equals(spki(publicKey)));
  const x509 = own ?? bags.certificates[0];
  if (x509 === undefined) throw cryptographic("Cannot find the requested object.");
  return { x509, privateKey: own ? privateKey : null };
}

const spki = (key: KeyObject) => key.export({ type: "spki", format: "der" });

/** The SEQUENCE of ContentInfo inside; null for anything else than a version 3 PFX. */
function authenticatedSafe(data: Uint8Array): Der | null {
  try {
    const [version, info] = childrenOf(readDer(data));
    if (integerOf(version) !== 3) return null;
    const [type, content] = childrenOf(info);
    if (oidOf(type) !== OID.data) return null;
    const [safe] = childrenOf(content);
    return safe === undefined ? null : readDer(safe.value);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** One ContentInfo: a list of bags, in plain or encrypted. */
function readSafe(info: Der, password: string, bags: Bags): void {
  const [type, content] = childrenOf(info);
  if (oidOf(type) === OID.data) return readBags(childrenOf(content)[0].value, password, bags);
  if (oidOf(type) !== OID.encryptedData) return;
  const [, encrypted] = childrenOf(childrenOf(content)[0]);
  const [, algorithm, text] = childrenOf(encrypted);
  readBags(decrypt(algorithm, text.value, password), password, bags);
}

function readBags(data: Uint8Array, password: string, { keys, certificates }: Bags): void {
  for (const bag of childrenOf(readDer(data))) {
    const [type, wrapped] = childrenOf(bag);
    const [value] = childrenOf(wrapped);
    switch (oidOf(type)) {
      case OID.keyBag:
        keys.push(privateKeyOf(value.whole));
        break;
      case OID.shroudedKeyBag: {
        const [algorithm, text] = childrenOf(value);
        keys.push(privateKeyOf(decrypt(algorithm, text.value, password)));
        break;
      }
      case OID.certificateBag: {
        const [, certificate] = childrenOf(value);
        certificates.push(new X509Certificate(childrenOf(certificate)[0].value));
        break;
      }
    }
  }
}

function privateKeyOf(pkcs8: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
}

function decrypt(algorithm: Der, data: Uint8Array, password: string): Uint8Array {
  const [oid, parameters] = childrenOf(algorithm);
  switch (oidOf(oid)) {
    case OID.pbes2: {
      const [derivation, encryption] = childrenOf(parameters);
      const [cipherOid, iv] = childrenOf(encryption);
      const cipher = CIPHERS.get(oidOf(cipherOid));
      if (cipher === undefined) throw unknownAlgorithm(oidOf(cipherOid));
      const key = pbkdf2(childrenOf(derivation)[1], password, cipher.keyBytes);
      return decipher(cipher.name, key, iv.value, data);
    }
    case OID.pbeWithTripleDes: {
      const [salt, count] = childrenOf(parameters);
      const derive = (purpose: number, length: number) =>
        deriveKey({ purpose, length, salt: salt.value, iterations: integerOf(count), password });
      return decipher("des-ede3-cbc", derive(1, 24), derive(2, 8), data);
    }
    default:
      throw unknownAlgorithm(oidOf(oid));
  }
}

function decipher(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createDecipheriv(name, key, iv);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function unknownAlgorithm(oid: string): CsException {
  return cryptographic(`'${oid}' is not a known key or encryption algorithm.`);
}

function pbkdf2(parameters: Der, password: string, keyBytes: number): Uint8Array {
  const [salt, count, ...rest] = childrenOf(parameters);
  const prf = rest.find(({ tag }) => tag === 0x30);
  const hash = prf === undefined ? "sha1" : HASH_OF_PRF.get(oidOf(childrenOf(prf)[0]));
  if (hash === undefined) throw unknownAlgorithm(oidOf(childrenOf(prf!)[0]));
  const iterations = integerOf(count);
  spend(iterations * STEPS.pbkdf2);
  return pbkdf2Sync(password, salt.value, iterations, keyBytes, hash);
}

/** RFC 7292, appendix B, with SHA-1. */
function deriveKey(
  { purpose, length, salt, iterations, password }: {
    readonly purpose: number;
    readonly length: number;
    readonly salt: Uint8Array;
    readonly iterations: number;
    readonly password: string;
  },
): Uint8Array {
  const block = 64;
  const filled = (bytes: Uint8Array) =>
    bytes.length === 0
      ? Buffer.alloc(0)
      : Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  const input = Buffer.concat([filled(salt), filled(bmpString(password))]);
  const parts: Buffer[] = [];
  for (let size = 0; size < length; size += 20) {
    spend(iterations * STEPS.sha1);
    let digest = createHash("sha1").update(Buffer.alloc(block, purpose)).update(input).digest();
    for (let i = 1; i < iterations; i++) digest = createHash("sha1").update(digest).digest();
    parts.push(digest);
    const addend = Buffer.alloc(block, digest);
    for (let at = 0; at < input.length; at += block) {
      let carry = 1;
      for (let i = block - 1; i >= 0; i--) {
        carry += input[at + i] + addend[i];
        input[at + i] = carry & 0xff;
        carry >>= 8;
      }
    }
  }
  return Buffer.concat(parts).subarray(0, length);
}

/** UTF-16 in big-endian order with an end mark. */
function bmpString(text: string): Buffer {
  return Buffer.from(`${text}\0`, "utf16le").swap16();
}
