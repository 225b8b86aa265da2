/**
 * RSA, and the small types that go with it.
 * @module
 */
import { Buffer } from "node:buffer";
import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  sign,
  verify,
} from "node:crypto";
import { byteArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { CsException, LimitExceededError } from "../../csharp/runtime/exception.ts";
import { equals, hashCode } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { bytesOf } from "../system/bytes.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { ALGORITHMS, cryptographic, NAMESPACE } from "./hash.ts";

export const types = new Declarations();

/** Steps that one operation with a key costs. */
const KEY_STEPS = 5_000;

/** A value that is only its name: HashAlgorithmName, the paddings. */
class Named implements CsObject {
  readonly csType;
  constructor(type: string, readonly name: string, readonly hash = "") {
    this.csType = typeOf(`${NAMESPACE}.${type}`);
  }
  csToString(): string {
    return this.name;
  }
  csEquals(other: unknown): boolean {
    return other instanceof Named && other.csType === this.csType && other.name === this.name;
  }
  csHashKey(): string {
    return this.name;
  }
}

function namedType(
  header: string,
  type: string,
  values: readonly Named[],
  members: Record<string, Implementation> = {},
): void {
  const statics = Object.fromEntries(
    values.map((value) => [
      `static ${type} ${value.name.replace(/^HashAlgorithmName\./, "")} { get; }`,
      () => value,
    ]),
  );
  types.declare({
    type: `${header} ${NAMESPACE}.${type}`,
    members: {
      ...statics,
      ...members,
      [`static bool operator ==(${type} left, ${type} right)`]: (a, b) => equals(a, b),
      [`static bool operator !=(${type} left, ${type} right)`]: (a, b) => !equals(a, b),
      "bool Equals(object obj)": (self, other) => equals(self, other),
      "int GetHashCode()": (self) => hashCode(self),
      "string ToString()": (self: Named) => self.name,
    },
  });
}

namedType(
  "struct",
  "HashAlgorithmName",
  ALGORITHMS.map(({ name, node }) => new Named("HashAlgorithmName", name, node)),
  {
    "new()": () => new Named("HashAlgorithmName", ""),
    "new(string name)": (name) => new Named("HashAlgorithmName", name ?? "", nodeHash(name ?? "")),
    "string Name { get; }": (self: Named) => self.name,
  },
);

function nodeHash(name: string): string {
  return ALGORITHMS.find((a) => a.name === name)?.node ?? "";
}

namedType("class", "RSAEncryptionPadding", [
  new Named("RSAEncryptionPadding", "Pkcs1"),
  ...ALGORITHMS.slice(1).map(({ name, node }) =>
    new Named("RSAEncryptionPadding", `Oaep${name}`, node)
  ),
]);
namedType("class", "RSASignaturePadding", [
  new Named("RSASignaturePadding", "Pkcs1"),
  new Named("RSASignaturePadding", "Pss"),
]);

const RSA = typeOf(`${NAMESPACE}.RSA`);
const RSA_CNG = typeOf(`${NAMESPACE}.RSACng`);

export class Rsa implements CsObject {
  #publicKey: KeyObject | null;

  constructor(
    publicKey: KeyObject | null = null,
    public privateKey: KeyObject | null = null,
    readonly csType: CsType = RSA,
  ) {
    this.#publicKey = publicKey;
  }

  /** As certificates give their keys out. */
  static cng(publicKey: KeyObject | null = null, privateKey: KeyObject | null = null): Rsa {
    return new Rsa(publicKey, privateKey, RSA_CNG);
  }

  /** Made when it is first needed: a key pair of 2048 bits. */
  get publicKey(): KeyObject {
    if (!this.#publicKey) {
      spend(50 * KEY_STEPS);
      const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
      this.#publicKey = pair.publicKey;
      this.privateKey = pair.privateKey;
    }
    spend(KEY_STEPS);
    return this.#publicKey;
  }

  get secret(): KeyObject {
    void this.publicKey;
    if (this.privateKey) return this.privateKey;
    throw cryptographic("The key does not exist.");
  }

  load(xml: string): void {
    const field = (name: string) => {
      const value = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
      return value && Buffer.from(value, "base64").toString("base64url");
    };
    const [n, e, d] = [field("Modulus"), field("Exponent"), field("D")];
    if (!n || !e) {
      throw cryptographic("Input string does not contain a valid encoding of the 'RSA' key.");
    }
    const jwk = { kty: "RSA", n, e };
    this.#publicKey = createPublicKey({ key: jwk, format: "jwk" });
    this.privateKey = d
      ? createPrivateKey({
        key: {
          ...jwk,
          d,
          p: field("P"),
          q: field("Q"),
          dp: field("DP"),
          dq: field("DQ"),
          qi: field("InverseQ"),
        },
        format: "jwk",
      })
      : null;
  }

  save(withPrivate: boolean): string {
    const jwk = (withPrivate ? this.secret : this.publicKey).export({ format: "jwk" }) as Record<
      string,
      string
    >;
    const element = (name: string, key: string) =>
      jwk[key] ? `<${name}>${Buffer.from(jwk[key], "base64url").toString("base64")}</${name}>` : "";
    const secret = withPrivate
      ? element("P", "p") + element("Q", "q") + element("DP", "dp") + element("DQ", "dq") +
        element("InverseQ", "qi") + element("D", "d")
      : "";
    return `<RSAKeyValue>${element("Modulus", "n")}${
      element("Exponent", "e")
    }${secret}</RSAKeyValue>`;
  }

  get keySize(): number {
    return this.publicKey.asymmetricKeyDetails?.modulusLength ?? 2048;
  }
}

function encryptionOptions(key: KeyObject, padding: Named | null) {
  if (padding === null) throw errors.argumentNull("padding");
  return padding.name === "Pkcs1"
    ? { key, padding: constants.RSA_PKCS1_PADDING }
    : { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: padding.hash };
}

function signingOptions(key: KeyObject, padding: Named | null) {
  if (padding === null) throw errors.argumentNull("padding");
  return padding.name === "Pkcs1" ? { key, padding: constants.RSA_PKCS1_PADDING } : {
    key,
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
}

/** Runs an operation of node:crypto; what it throws becomes a CryptographicException. */
function guarded<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof CsException || error instanceof LimitExceededError) throw error;
    throw cryptographic(error instanceof Error ? error.message : String(error));
  }
}

types.declare({
  type: `abstract class ${NAMESPACE}.AsymmetricAlgorithm : System.IDisposable`,
  members: {
    "int KeySize { get; }": (self: Rsa) => self.keySize,
    "string ToXmlString(bool includePrivateParameters)": (self: Rsa, secret) => self.save(secret),
    "void FromXmlString(string xmlString)": (self: Rsa, xml) => {
      if (xml === null) throw errors.argumentNull("xmlString");
      self.load(xml);
    },
    "void Clear()": () => {},
    "void Dispose()": () => {},
  },
});

types.declare({
  type: `abstract class ${NAMESPACE}.RSA : AsymmetricAlgorithm`,
  members: {
    "static RSA Create()": () => new Rsa(),
    "byte[] Encrypt(byte[] data, RSAEncryptionPadding padding)": (self: Rsa, data, padding) =>
      byteArray(guarded(() =>
        publicEncrypt(
          encryptionOptions(self.publicKey, padding),
          Buffer.from(bytesOf(data, "data")),
        )
      )),
    "byte[] Decrypt(byte[] data, RSAEncryptionPadding padding)": (self: Rsa, data, padding) =>
      byteArray(
        guarded(() =>
          privateDecrypt(
            encryptionOptions(self.secret, padding),
            Buffer.from(bytesOf(data, "data")),
          )
        ),
      ),
    "byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)": (
      self: Rsa,
      data,
      hash: Named,
      padding,
    ) =>
      byteArray(
        guarded(() =>
          sign(hash.hash, Buffer.from(bytesOf(data, "data")), signingOptions(self.secret, padding))
        ),
      ),
    "bool VerifyData(byte[] data, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)":
      (self: Rsa, data, signature, hash: Named, padding) =>
        guarded(() =>
          verify(
            hash.hash,
            Buffer.from(bytesOf(data, "data")),
            signingOptions(self.publicKey, padding),
            Buffer.from(bytesOf(signature, "signature")),
          )
        ),
  },
});

types.declare({
  type: `class ${NAMESPACE}.RSACng : RSA`,
  members: {
    "new()": () => Rsa.cng(),
  },
});

class Oid implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.Oid`);
  constructor(readonly value: string | null, readonly friendlyName: string | null) {}
}

const FRIENDLY: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  "1.2.840.113549.1.1.1": "RSA",
  "1.2.840.113549.2.5": "md5",
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
}));

types.declare({
  type: `class ${NAMESPACE}.Oid`,
  members: {
    "new()": () => new Oid(null, null),
    "new(string oid)": (oid) => new Oid(oid, FRIENDLY.get(oid) ?? null),
    "new(string value, string friendlyName)": (value, name) => new Oid(value, name),
    "string Value { get; }": (self: Oid) => self.value,
    "string FriendlyName { get; }": (self: Oid) => self.friendlyName,
  },
});
