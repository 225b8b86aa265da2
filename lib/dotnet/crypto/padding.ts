/**
 * HashAlgorithmName, RSAEncryptionPadding and RSASignaturePadding: values that are little more than their names.
 * @module
 */
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { equals, hashCode } from "../../csharp/runtime/object.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { ALGORITHMS, NAMESPACE } from "./hash.ts";

export const types = new Declarations();

/** A value that is only its name: HashAlgorithmName, the paddings. */
export class Named implements CsObject {
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
  types.of<Named>().declare({
    type: `${header} ${NAMESPACE}.${type}`,
    members: {
      ...statics,
      ...members,
      [`static bool operator ==(${type} left, ${type} right)`]: (a: unknown, b: unknown) =>
        equals(a, b),
      [`static bool operator !=(${type} left, ${type} right)`]: (a: unknown, b: unknown) =>
        !equals(a, b),
      "bool Equals(object obj)": (self, other) => equals(self, other),
      "int GetHashCode()": (self) => hashCode(self),
      "string ToString()": (self) => self.name,
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

const oaep = (name: string) => new Named("RSAEncryptionPadding", `Oaep${name}`, nodeHash(name));

namedType("class", "RSAEncryptionPadding", [
  new Named("RSAEncryptionPadding", "Pkcs1"),
  ...ALGORITHMS.slice(1).map(({ name }) => oaep(name)),
], {
  "static RSAEncryptionPadding CreateOaep(HashAlgorithmName hashAlgorithm)": (hash: Named) =>
    oaep(hash.name),
  "RSAEncryptionPaddingMode Mode { get; }": (self: Named) => self.name === "Pkcs1" ? 0 : 1,
  "HashAlgorithmName OaepHashAlgorithm { get; }": (self: Named) =>
    new Named("HashAlgorithmName", self.name.replace(/^(?:Oaep|Pkcs1)/, ""), self.hash),
});
namedType("class", "RSASignaturePadding", [
  new Named("RSASignaturePadding", "Pkcs1"),
  new Named("RSASignaturePadding", "Pss"),
], { "RSASignaturePaddingMode Mode { get; }": (self: Named) => self.name === "Pkcs1" ? 0 : 1 });
types.declare({
  type: `enum ${NAMESPACE}.RSAEncryptionPaddingMode`,
  values: { Pkcs1: 0, Oaep: 1 },
});
types.declare({
  type: `enum ${NAMESPACE}.RSASignaturePaddingMode`,
  values: { Pkcs1: 0, Pss: 1 },
});
