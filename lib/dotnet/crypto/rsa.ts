/**
 * RSA.
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
  privateEncrypt,
  publicDecrypt,
  publicEncrypt,
  sign,
  verify,
} from "node:crypto";
import { byteArray, CsArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { CsException, LimitExceededError } from "../../csharp/runtime/exception.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { bytesOf } from "../system/bytes.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { cryptographic, NAMESPACE } from "./hash.ts";
import { KEY_SIZES, KeySizes } from "./key_sizes.ts";
import { Named } from "./padding.ts";

export const types = new Declarations();

/** Steps that one operation with a key costs. */
const KEY_STEPS = 5_000;

const RSA = typeOf(`${NAMESPACE}.RSA`);

/** RSAParameters' fields, by their names in a JSON Web Key and in .NET's XML. */
const PARAMETERS = {
  Modulus: "n",
  Exponent: "e",
  D: "d",
  P: "p",
  Q: "q",
  DP: "dp",
  DQ: "dq",
  InverseQ: "qi",
} as const;

class Parameters implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.RSAParameters`);
  readonly fields = new Map<string, Uint8Array>();
}

// a struct in .NET: what this library has as structs does not change once it is made
types.declare({
  type: `sealed class ${NAMESPACE}.RSAParameters`,
  members: {
    "new()": () => new Parameters(),
    ...Object.fromEntries(
      Object.keys(PARAMETERS).map((name) => [`byte[] ${name} { get; set; }`, {
        get: ({ fields }: Parameters) => {
          const bytes = fields.get(name);
          return bytes === undefined ? null : byteArray(bytes);
        },
        set: ({ fields }: Parameters, value: CsArray | null) =>
          void (value === null ? fields.delete(name) : fields.set(name, bytesOf(value, name))),
      }]),
    ),
  },
});
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
      spend(200 * KEY_STEPS); // it looks for primes
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
    const parameters = new Parameters();
    for (const name of Object.keys(PARAMETERS)) {
      const value = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
      if (value) parameters.fields.set(name, Buffer.from(value, "base64"));
    }
    if (!this.import(parameters)) {
      throw cryptographic("Input string does not contain a valid encoding of the 'RSA' key.");
    }
  }

  /** Whether they are a key. */
  import({ fields }: Parameters): boolean {
    const key = { kty: "RSA" } as Record<string, string>;
    for (const [name, short] of Object.entries(PARAMETERS)) {
      const bytes = fields.get(name);
      if (bytes !== undefined) key[short] = Buffer.from(bytes).toString("base64url");
    }
    if (!key.n || !key.e) return false;
    const { kty, n, e } = key;
    this.#publicKey = createPublicKey({ key: { kty, n, e }, format: "jwk" });
    this.privateKey = key.d ? createPrivateKey({ key, format: "jwk" }) : null;
    return true;
  }

  export(withPrivate: boolean): Parameters {
    const key = (withPrivate ? this.secret : this.publicKey).export({ format: "jwk" });
    const parameters = new Parameters();
    for (const [name, short] of Object.entries(PARAMETERS)) {
      const value = (key as Record<string, string>)[short];
      if (value) parameters.fields.set(name, Buffer.from(value, "base64url"));
    }
    return parameters;
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

types.of<Rsa>().declare({
  type: `abstract class ${NAMESPACE}.AsymmetricAlgorithm : System.IDisposable`,
  members: {
    "int KeySize { get; }": (self) => self.keySize,
    "string ToXmlString(bool includePrivateParameters)": (self, secret) => self.save(secret),
    "void FromXmlString(string xmlString)": (self, xml) => {
      if (xml === null) throw errors.argumentNull("xmlString");
      self.load(xml);
    },
    "string KeyExchangeAlgorithm { get; }": () => "RSA",
    "string SignatureAlgorithm { get; }": () => "RSA",
    "KeySizes[] LegalKeySizes { get; }": () => CsArray.of(KEY_SIZES, [new KeySizes(384, 16384, 8)]),
    "static AsymmetricAlgorithm Create()": () => new Rsa(),
    "void Clear()": () => {},
    "void Dispose()": () => {},
  },
});

/** DER in front of a hash that PKCS #1 signs. */
const DIGEST_INFO: ReadonlyMap<string, string> = new Map(Object.entries({
  md5: "3020300c06082a864886f70d020505000410",
  sha1: "3021300906052b0e03021a05000414",
  sha256: "3031300d060960864801650304020105000420",
  sha384: "3041300d060960864801650304020205000430",
  sha512: "3051300d060960864801650304020305000440",
}));

function digestInfo(hash: CsArray | null, algorithm: Named, padding: Named | null): Uint8Array {
  if (padding === null) throw errors.argumentNull("padding");
  const prefix = DIGEST_INFO.get(algorithm.hash);
  if (padding.name !== "Pkcs1" || prefix === undefined) {
    throw cryptographic("Specified padding mode is not valid for this algorithm.");
  }
  return Buffer.concat([Buffer.from(prefix, "hex"), bytesOf(hash, "hash")]);
}

const pkcs1 = (key: KeyObject) => ({ key, padding: constants.RSA_PKCS1_PADDING });

function importParameters(self: Rsa, parameters: Parameters): void {
  const imported = guarded(() => self.import(parameters));
  if (!imported) throw cryptographic("The specified RSA parameters are not valid.");
}

types.of<Rsa>().declare({
  type: `abstract class ${NAMESPACE}.RSA : AsymmetricAlgorithm`,
  members: {
    "static RSA Create()": () => new Rsa(),
    "static RSA Create(RSAParameters parameters)": (parameters) => {
      const rsa = new Rsa();
      importParameters(rsa, parameters);
      return rsa;
    },
    "RSAParameters ExportParameters(bool includePrivateParameters)": (self, secret) =>
      guarded(() => self.export(secret)),
    "void ImportParameters(RSAParameters parameters)": importParameters,
    "byte[] EncryptValue(byte[] rgb)": () => {
      throw errors.notSupported("Method is not supported.");
    },
    "byte[] DecryptValue(byte[] rgb)": () => {
      throw errors.notSupported("Method is not supported.");
    },
    "byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)": (
      self,
      hash,
      algorithm: Named,
      padding,
    ) => {
      const signed = digestInfo(hash, algorithm, padding);
      return byteArray(guarded(() => privateEncrypt(pkcs1(self.secret), signed)));
    },
    "bool VerifyHash(byte[] hash, byte[] signature, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)":
      (self, hash, signature, algorithm: Named, padding) => {
        const wanted = digestInfo(hash, algorithm, padding);
        const key = pkcs1(self.publicKey);
        try {
          return publicDecrypt(key, bytesOf(signature, "signature")).equals(wanted);
        } catch {
          return false; // what it was signed with is another key
        }
      },
    "byte[] Encrypt(byte[] data, RSAEncryptionPadding padding)": (self, data, padding) =>
      byteArray(guarded(() =>
        publicEncrypt(
          encryptionOptions(self.publicKey, padding),
          Buffer.from(bytesOf(data, "data")),
        )
      )),
    "byte[] Decrypt(byte[] data, RSAEncryptionPadding padding)": (self, data, padding) =>
      byteArray(
        guarded(() =>
          privateDecrypt(
            encryptionOptions(self.secret, padding),
            Buffer.from(bytesOf(data, "data")),
          )
        ),
      ),
    "byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding)": (
      self,
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
      (self, data, signature, hash: Named, padding) =>
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
