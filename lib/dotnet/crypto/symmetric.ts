/**
 * Symmetric algorithms: AES, and DES and Triple DES for what is old.
 * @module
 */
import { table } from "../../core/table.ts";
import { Buffer } from "node:buffer";
import { type Cipheriv, createCipheriv, createDecipheriv, type Decipheriv } from "node:crypto";
import { byteArray, CsArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { bytesOf } from "../system/bytes.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { cryptographic, NAMESPACE, randomBytes } from "./hash.ts";
import { KEY_SIZES, KeySizes } from "./key_sizes.ts";

export const types = new Declarations();

const CipherMode = { CBC: 1, ECB: 2, OFB: 3, CFB: 4, CTS: 5 } as const;
const PaddingMode = { None: 1, PKCS7: 2, Zeros: 3, ANSIX923: 4, ISO10126: 5 } as const;

types.declare({ type: `enum ${NAMESPACE}.CipherMode`, values: CipherMode });
types.declare({ type: `enum ${NAMESPACE}.PaddingMode`, values: PaddingMode });

const PADDINGS: ReadonlySet<number> = new Set(Object.values(PaddingMode));

/** Of the modes that can be set: CFB, OFB and CTS are refused, as .NET Core refused them for long. */
const MODE_NAMES: Readonly<Record<number, string>> = table({
  [CipherMode.CBC]: "cbc",
  [CipherMode.ECB]: "ecb",
});

/** A block cipher. Sizes in bytes. */
interface Cipher {
  readonly name: string;
  readonly block: number;
  readonly keys: readonly number[];
  /** node:crypto's name. */
  node(keyLength: number, mode: string): string;
}

const AES: Cipher = {
  name: "Aes",
  block: 16,
  keys: [32, 16, 24],
  node: (keyLength, mode) => `aes-${keyLength * 8}-${mode}`,
};
const TRIPLE_DES: Cipher = {
  name: "TripleDES",
  block: 8,
  keys: [24, 16],
  node: (keyLength, mode) => {
    const name = keyLength === 24 ? "des-ede3" : "des-ede";
    return mode === "ecb" ? name : `${name}-${mode}`;
  },
};

export class SymmetricAlgorithm implements CsObject {
  readonly csType: CsType;
  mode: number = CipherMode.CBC;
  padding: number = PaddingMode.PKCS7;
  #key: Uint8Array | null = null;
  #iv: Uint8Array | null = null;

  constructor(readonly cipher: Cipher, typeName: string) {
    this.csType = typeOf(`${NAMESPACE}.${typeName}`);
  }

  get key(): Uint8Array {
    return this.#key ??= randomBytes(this.cipher.keys[0]);
  }

  set key(key: Uint8Array) {
    if (!this.cipher.keys.includes(key.length)) {
      throw cryptographic("Specified key is not a valid size for this algorithm.");
    }
    this.#key = key.slice();
  }

  get iv(): Uint8Array {
    return this.#iv ??= randomBytes(this.cipher.block);
  }

  set iv(iv: Uint8Array) {
    if (iv.length !== this.cipher.block) {
      throw cryptographic(
        "Specified initialization vector (IV) does not match the block size for this algorithm.",
      );
    }
    this.#iv = iv.slice();
  }

  set keySize(bits: number) {
    if (!this.cipher.keys.includes(bits / 8)) {
      throw cryptographic("Specified key is not a valid size for this algorithm.");
    }
    this.#key = randomBytes(bits / 8);
  }

  generateKey(): void {
    this.#key = randomBytes(this.key.length);
  }

  generateIv(): void {
    this.#iv = randomBytes(this.cipher.block);
  }

  transform(encrypting: boolean, key = this.key, iv: Uint8Array | null = this.iv) {
    if (!this.cipher.keys.includes(key.length)) {
      throw errors.argument("Specified key is not a valid size for this algorithm.", "key");
    }
    if (this.mode !== CipherMode.ECB && iv?.length !== this.cipher.block) {
      throw errors.argument(
        "Specified initialization vector (IV) does not match the block size for this algorithm.",
        "iv",
      );
    }
    return new CryptoTransform(this, encrypting, Buffer.from(key), iv && Buffer.from(iv));
  }
}

const EMPTY = new Uint8Array();

/** Of the platform's beginning one. */
const STEPS_PER_CIPHER = 150;

/** What CreateEncryptor and CreateDecryptor give: one message, in blocks or at once. */
class CryptoTransform implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.ICryptoTransform`);
  #pending: Uint8Array = EMPTY;
  #state: Cipheriv | Decipheriv | null = null;
  readonly #cipher: Cipher;
  readonly #mode: number;
  readonly #padding: number;

  constructor(
    algorithm: SymmetricAlgorithm,
    readonly encrypting: boolean,
    readonly key: Buffer,
    readonly iv: Buffer | null,
  ) {
    this.#cipher = algorithm.cipher;
    this.#mode = algorithm.mode;
    this.#padding = algorithm.padding;
  }

  get blockSize(): number {
    return this.#cipher.block;
  }

  /** Whole blocks pass at once; a decryptor keeps the last one back, which may hold padding. */
  transform(bytes: Uint8Array): Uint8Array {
    const all = Buffer.concat([this.#pending, bytes]);
    const rest = all.length % this.blockSize;
    const unpads = !this.encrypting && this.#isPadded;
    const whole = Math.max(0, all.length - (unpads && rest === 0 ? this.blockSize : rest));
    this.#pending = all.subarray(whole);
    return this.#run(all.subarray(0, whole));
  }

  transformFinal(last: Uint8Array): Uint8Array {
    const bytes = Buffer.concat([this.#pending, last]);
    this.#pending = EMPTY;
    try {
      if (this.encrypting) return this.#run(this.#pad(bytes));
      return bytes.length === 0 ? EMPTY : this.#unpad(this.#run(bytes));
    } finally {
      this.#state = null;
    }
  }

  #run(bytes: Uint8Array): Uint8Array {
    if (bytes.length % this.blockSize !== 0) {
      throw cryptographic("The input data is not a complete block.");
    }
    spend(Math.ceil(bytes.length / 64));
    this.#state ??= this.#start();
    return this.#state.update(bytes);
  }

  #start(): Cipheriv | Decipheriv {
    spend(STEPS_PER_CIPHER);
    const create = this.encrypting ? createCipheriv : createDecipheriv;
    const cipher = create(
      this.#cipher.node(this.key.length, MODE_NAMES[this.#mode]),
      this.key,
      this.#mode === CipherMode.ECB ? null : this.iv,
    );
    cipher.setAutoPadding(false);
    return cipher;
  }

  get #isPadded(): boolean {
    return this.#padding !== PaddingMode.None && this.#padding !== PaddingMode.Zeros;
  }

  #pad(bytes: Uint8Array): Uint8Array {
    const block = this.blockSize;
    const rest = bytes.length % block;
    const missing = block - rest;
    switch (this.#padding) {
      case PaddingMode.None:
        return bytes;
      case PaddingMode.Zeros:
        return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)]);
      case PaddingMode.ANSIX923:
        return Buffer.concat([bytes, Buffer.alloc(missing - 1), Buffer.of(missing)]);
      case PaddingMode.ISO10126:
        return Buffer.concat([bytes, randomBytes(missing - 1), Buffer.of(missing)]);
      default:
        return Buffer.concat([bytes, Buffer.alloc(missing, missing)]);
    }
  }

  #unpad(bytes: Uint8Array): Uint8Array {
    if (!this.#isPadded) return bytes;
    const count = bytes.at(-1) ?? 0;
    const tail = bytes.subarray(-count);
    const filler = this.#padding === PaddingMode.PKCS7 ? count : 0;
    const free = this.#padding === PaddingMode.ISO10126;
    const valid = count >= 1 && count <= Math.min(this.#cipher.block, bytes.length) &&
      (free || tail.subarray(0, -1).every((byte) => byte === filler));
    if (!valid) throw cryptographic("Padding is invalid and cannot be removed.");
    return bytes.subarray(0, -count);
  }
}

/** The algorithm of that name; null when it is unknown. */
export function createSymmetric(name: string | null): SymmetricAlgorithm | null {
  const plain = (name ?? "").replace(/^System\.Security\.Cryptography\./i, "").toLowerCase();
  if (/^(aes|rijndael)(managed|cryptoserviceprovider)?$/.test(plain)) {
    return new SymmetricAlgorithm(AES, "Aes");
  }
  return /^(3des|tripledes|triple des)$/.test(plain)
    ? new SymmetricAlgorithm(TRIPLE_DES, "TripleDES")
    : null;
}

const created = (encrypting: boolean): Implementation => (self: SymmetricAlgorithm, key, iv) =>
  self.transform(encrypting, bytesOf(key, "rgbKey"), iv === null ? null : bytesOf(iv, "rgbIV"));

types.of<SymmetricAlgorithm>().declare({
  type: `abstract class ${NAMESPACE}.SymmetricAlgorithm : System.IDisposable`,
  members: {
    "static SymmetricAlgorithm Create(string algName)": createSymmetric,
    "byte[] Key { get; set; }": {
      get: (self) => byteArray(self.key),
      set: (self, key) => void (self.key = bytesOf(key, "value")),
    },
    "byte[] IV { get; set; }": {
      get: (self) => byteArray(self.iv),
      set: (self, iv) => void (self.iv = bytesOf(iv, "value")),
    },
    "CipherMode Mode { get; set; }": {
      get: (self) => self.mode,
      set: (self, mode) => {
        if (!(mode in MODE_NAMES)) {
          throw cryptographic("Specified cipher mode is not valid for this algorithm.");
        }
        self.mode = mode;
      },
    },
    "PaddingMode Padding { get; set; }": {
      get: (self) => self.padding,
      set: (self, padding) => {
        if (!PADDINGS.has(padding)) {
          throw cryptographic("Specified padding mode is not valid for this algorithm.");
        }
        self.padding = padding;
      },
    },
    "int KeySize { get; set; }": {
      get: (self) => self.key.length * 8,
      set: (self, bits) => void (self.keySize = bits),
    },
    "int BlockSize { get; set; }": {
      get: (self) => self.cipher.block * 8,
      set: (self, bits) => {
        if (bits !== self.cipher.block * 8) {
          throw cryptographic("Specified block size is not valid for this algorithm.");
        }
      },
    },
    "void GenerateKey()": (self) => self.generateKey(),
    "void GenerateIV()": (self) => self.generateIv(),
    "int FeedbackSize { get; }": () => 8,
    "KeySizes[] LegalKeySizes { get; }": ({ cipher }: SymmetricAlgorithm) =>
      CsArray.of(KEY_SIZES, [
        new KeySizes(Math.min(...cipher.keys) * 8, Math.max(...cipher.keys) * 8, 64),
      ]),
    "KeySizes[] LegalBlockSizes { get; }": ({ cipher }: SymmetricAlgorithm) =>
      CsArray.of(KEY_SIZES, [new KeySizes(cipher.block * 8, cipher.block * 8, 0)]),
    "bool ValidKeySize(int bitLength)": (self, bits) => self.cipher.keys.includes(bits / 8),
    "ICryptoTransform CreateEncryptor()": (self) => self.transform(true),
    "ICryptoTransform CreateEncryptor(byte[] rgbKey, byte[] rgbIV)": created(true),
    "ICryptoTransform CreateDecryptor()": (self) => self.transform(false),
    "ICryptoTransform CreateDecryptor(byte[] rgbKey, byte[] rgbIV)": created(false),
    "void Clear()": () => {},
    "void Dispose()": () => {},
  },
});

/** Declares an abstract algorithm and the classes that implement it. */
function algorithm(cipher: Cipher, name: string, implementations: readonly string[]): void {
  types.declare({
    type: `abstract class ${NAMESPACE}.${name} : SymmetricAlgorithm`,
    members: { [`static ${name} Create()`]: () => new SymmetricAlgorithm(cipher, name) },
  });
  for (const implementation of implementations) {
    types.declare({
      type: `class ${NAMESPACE}.${implementation} : ${name}`,
      members: { "new()": () => new SymmetricAlgorithm(cipher, implementation) },
    });
  }
}

algorithm(AES, "Aes", ["AesManaged", "AesCryptoServiceProvider", "AesCng"]);
algorithm(AES, "Rijndael", ["RijndaelManaged"]);
algorithm(TRIPLE_DES, "TripleDES", ["TripleDESCryptoServiceProvider"]);
