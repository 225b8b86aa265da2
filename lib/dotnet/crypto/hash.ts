/**
 * Hash algorithms and HMACs.
 * @module
 */
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { random } from "../../csharp/runtime/ambient.ts";
import { byteArray, CsArray } from "../../csharp/runtime/array.ts";
import { spend } from "../../csharp/runtime/budget.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { bytesOf, bytesWithin } from "../system/bytes.ts";
import * as errors from "../../csharp/runtime/errors.ts";

export const types = new Declarations();

export const NAMESPACE = "System.Security.Cryptography";

export function cryptographic(message: string): CsException {
  return new CsException(`${NAMESPACE}.CryptographicException`, message);
}

/** Of beginning and ending one. */
const STEPS_PER_HASH = 100;

/** Bytes hashed for one step of the budget. */
const BYTES_PER_STEP = 256;

/** An algorithm of node:crypto. Sizes in bytes. */
interface Algorithm {
  readonly name: string;
  readonly node: string;
  readonly size: number;
  /** Block size: the length of the key that HMAC makes for itself. */
  readonly block: number;
}

export const ALGORITHMS: readonly Algorithm[] = [
  { name: "MD5", node: "md5", size: 16, block: 64 },
  { name: "SHA1", node: "sha1", size: 20, block: 64 },
  { name: "SHA256", node: "sha256", size: 32, block: 64 },
  { name: "SHA384", node: "sha384", size: 48, block: 128 },
  { name: "SHA512", node: "sha512", size: 64, block: 128 },
];

/** Bytes from the evaluation's randomness. */
export function randomBytes(count: number): Uint8Array {
  spend(count);
  return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}

export class HashAlgorithm implements CsObject {
  readonly csType: CsType;
  readonly blockSize = 1;
  #state: Hash | Hmac | null = null;
  #key: Uint8Array | null = null;
  #disposed = false;
  /** What the last computation gave. */
  hash: Uint8Array | null = null;

  /** @param key of an HMAC; null for a plain hash. */
  constructor(readonly algorithm: Algorithm, key: Uint8Array | null, typeName: string) {
    this.csType = typeOf(`${NAMESPACE}.${typeName}`);
    if (key) this.key = key;
  }

  get key(): Uint8Array | null {
    return this.#key;
  }

  /** A key longer than a block is replaced by its hash. */
  set key(key: Uint8Array) {
    const { node, block } = this.algorithm;
    this.#key = key.length > block ? createHash(node).update(key).digest() : key.slice();
  }

  csDispose(): void {
    this.#disposed = true;
  }

  #start(): Hash | Hmac {
    spend(STEPS_PER_HASH);
    return this.key === null
      ? createHash(this.algorithm.node)
      : createHmac(this.algorithm.node, this.key);
  }

  update(bytes: Uint8Array): void {
    if (this.#disposed) {
      throw new CsException("System.ObjectDisposedException", "Cannot access a disposed object.");
    }
    spend(Math.ceil(bytes.length / BYTES_PER_STEP));
    this.#state ??= this.#start();
    this.#state.update(bytes);
  }

  finish(): Uint8Array {
    const digest = (this.#state ?? this.#start()).digest();
    this.#state = null;
    return this.hash = digest;
  }

  reset(): void {
    this.#state = null;
  }

  compute(bytes: Uint8Array): Uint8Array {
    this.reset();
    this.update(bytes);
    return this.finish();
  }
}

/** `HashAlgorithm.Create("SHA-256")`; null when the name is unknown. */
function create(name: string | null, prefix = ""): HashAlgorithm | null {
  if (name === null) throw errors.argumentNull("hashName");
  const plain = name.replace(/^System\.Security\.Cryptography\./i, "").replace("-", "")
    .toUpperCase();
  const keyed = plain.startsWith("HMAC");
  const algorithm = ALGORITHMS.find((a) => a.name === plain.replace(/^HMAC/, ""));
  if (!algorithm || (prefix !== "" && !plain.startsWith(prefix))) return null;
  return keyed
    ? new HashAlgorithm(algorithm, randomBytes(algorithm.block), `HMAC${algorithm.name}`)
    : new HashAlgorithm(algorithm, null, algorithm.name);
}

/** @throws CsException where `output`, if any, has no room for `count` bytes from `at` on */
function checkPlace(count: number, output: CsArray | null, at: number): void {
  if (output === null) return;
  if (at < 0) throw errors.outOfRange("outputOffset", "Non-negative number required.");
  if (count > output.length - at) {
    throw errors.argument(
      "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
    );
  }
}

function store(bytes: Uint8Array, output: CsArray | null, at: number): void {
  checkPlace(bytes.length, output, at);
  if (output !== null) bytes.forEach((byte, i) => output.items[at + i] = byte);
}

types.declare({
  type: `interface ${NAMESPACE}.ICryptoTransform : System.IDisposable`,
  members: {
    "byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)": (
      self,
      input,
      offset,
      count,
    ) => byteArray(self.transformFinal(bytesWithin(input, offset, count, "inputBuffer"))),
    "int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)":
      (self, input, offset, count, output: CsArray | null, at) => {
        const given = bytesWithin(input, offset, count, "inputBuffer");
        checkPlace(count, output, at);
        const bytes: Uint8Array = self.transform(given);
        store(bytes, output, at);
        return bytes.length;
      },
    "bool CanReuseTransform { get; }": () => true,
    "bool CanTransformMultipleBlocks { get; }": () => true,
    "int InputBlockSize { get; }": (self) => self.blockSize,
    "int OutputBlockSize { get; }": (self) => self.blockSize,
  },
});

types.of<HashAlgorithm>().declare({
  type: `abstract class ${NAMESPACE}.HashAlgorithm : System.IDisposable, ICryptoTransform`,
  members: {
    "static HashAlgorithm Create()": () => create("SHA1"),
    "static HashAlgorithm Create(string hashName)": (name) => create(name),
    "byte[] ComputeHash(byte[] buffer)": (self, bytes) =>
      byteArray(self.compute(bytesOf(bytes, "buffer"))),
    "byte[] ComputeHash(byte[] buffer, int offset, int count)": (
      self,
      bytes,
      offset,
      count,
    ) => byteArray(self.compute(bytesWithin(bytes, offset, count, "buffer"))),
    "int TransformBlock(byte[] inputBuffer, int inputOffset, int inputCount, byte[] outputBuffer, int outputOffset)":
      (self, input, offset, count, output: CsArray | null, at) => {
        const bytes = bytesWithin(input, offset, count, "inputBuffer");
        checkPlace(count, output, at);
        self.update(bytes);
        store(bytes, output, at);
        return count;
      },
    "byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)": (
      self,
      input,
      offset,
      count,
    ) => {
      const bytes = bytesWithin(input, offset, count, "inputBuffer");
      self.update(bytes);
      self.finish();
      return byteArray(bytes);
    },
    "byte[] Hash { get; }": (self) => self.hash && byteArray(self.hash),
    "int HashSize { get; }": (self) => self.algorithm.size * 8,
    "void Initialize()": (self) => self.reset(),
    "bool CanReuseTransform { get; }": () => true,
    "bool CanTransformMultipleBlocks { get; }": () => true,
    "int InputBlockSize { get; }": (self) => self.blockSize,
    "int OutputBlockSize { get; }": (self) => self.blockSize,
    "void Clear()": (self) => self.csDispose(),
    "void Dispose()": (self) => self.csDispose(),
  },
});

types.of<HashAlgorithm>().declare({
  type: `abstract class ${NAMESPACE}.KeyedHashAlgorithm : HashAlgorithm`,
  members: {
    "byte[] Key { get; set; }": {
      get: (self) => byteArray(self.key!),
      set: (self, key) => void (self.key = bytesOf(key, "value")),
    },
  },
});

types.of<HashAlgorithm>().declare({
  type: `abstract class ${NAMESPACE}.HMAC : KeyedHashAlgorithm`,
  members: {
    "static HMAC Create()": () => create("HMACSHA1"),
    "static HMAC Create(string algorithmName)": (name) => create(name, "HMAC"),
    "string HashName { get; }": (self) => self.algorithm.name,
  },
});

for (const algorithm of ALGORITHMS) {
  const { name } = algorithm;
  const plain = () => new HashAlgorithm(algorithm, null, name);
  types.declare({
    type: `abstract class ${NAMESPACE}.${name} : HashAlgorithm`,
    members: {
      [`static ${name} Create()`]: plain,
      [`static ${name} Create(string hashName)`]: (hashName: string | null) =>
        create(hashName, name),
    },
  });
  for (const suffix of ["Managed", "CryptoServiceProvider", "Cng"]) {
    if (name === "MD5" && suffix === "Managed") continue;
    const typeName = name + suffix;
    types.declare({
      type: `class ${NAMESPACE}.${typeName} : ${name}`,
      members: { "new()": () => new HashAlgorithm(algorithm, null, typeName) },
    });
  }
  const legacy: Record<string, Implementation> = algorithm.block > 64
    ? { "bool ProduceLegacyHmacValues { get; }": () => false }
    : {};
  const keyed: Record<string, Implementation> = {
    ...legacy,
    "new()": () => new HashAlgorithm(algorithm, randomBytes(algorithm.block), `HMAC${name}`),
    "new(byte[] key)": (key) => new HashAlgorithm(algorithm, bytesOf(key, "key"), `HMAC${name}`),
  };
  types.declare({ type: `class ${NAMESPACE}.HMAC${name} : HMAC`, members: keyed });
}

class RandomNumberGenerator implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.RNGCryptoServiceProvider`);
}

function fill(array: CsArray | null, start = 0, count = (array?.length ?? 0) - start): void {
  if (array === null) throw errors.argumentNull("data");
  if (start < 0 || count < 0 || start + count > array.length) throw errors.outOfRange("offset");
  randomBytes(count).forEach((byte, i) => array.items[start + i] = byte);
}

types.declare({
  type: `abstract class ${NAMESPACE}.RandomNumberGenerator : System.IDisposable`,
  members: {
    "static RandomNumberGenerator Create()": () => new RandomNumberGenerator(),
    "void GetBytes(byte[] data)": (_self, data) => fill(data),
    "void GetBytes(byte[] data, int offset, int count)": (_self, data, offset, count) =>
      fill(data, offset, count),
    "void GetNonZeroBytes(byte[] data)": (_self, data: CsArray | null) => {
      fill(data);
      data!.items.forEach((byte, i) => data!.items[i] = byte || 1);
    },
    "void Dispose()": () => {},
  },
});

types.declare({
  type: `class ${NAMESPACE}.RNGCryptoServiceProvider : RandomNumberGenerator`,
  members: { "new()": () => new RandomNumberGenerator() },
});
