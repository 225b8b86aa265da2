/**
 * System.Security.Cryptography.Oid: object identifiers and their friendly names.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { cryptographic, NAMESPACE } from "./hash.ts";

export const types = new Declarations();

types.declare({
  type: `enum ${NAMESPACE}.OidGroup`,
  values: {
    All: 0,
    HashAlgorithm: 1,
    EncryptionAlgorithm: 2,
    PublicKeyAlgorithm: 3,
    SignatureAlgorithm: 4,
    Attribute: 5,
    ExtensionOrAttribute: 6,
    EnhancedKeyUsage: 7,
    Policy: 8,
    Template: 9,
    KeyDerivationFunction: 10,
  },
});

export class Oid implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.Oid`);
  constructor(readonly value: string | null, readonly friendlyName: string | null) {}

  static of(value: string): Oid {
    return new Oid(value, FRIENDLY.get(value) ?? null);
  }
}

const FRIENDLY: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  "1.2.840.113549.1.1.1": "RSA",
  "1.2.840.113549.1.1.5": "sha1RSA",
  "1.2.840.113549.1.1.11": "sha256RSA",
  "1.2.840.113549.1.1.12": "sha384RSA",
  "1.2.840.113549.1.1.13": "sha512RSA",
  "1.2.840.10045.4.3.2": "sha256ECDSA",
  "1.2.840.10045.4.3.3": "sha384ECDSA",
  "1.2.840.10045.4.3.4": "sha512ECDSA",
  "2.5.29.14": "Subject Key Identifier",
  "2.5.29.15": "Key Usage",
  "2.5.29.17": "Subject Alternative Name",
  "2.5.29.19": "Basic Constraints",
  "2.5.29.31": "CRL Distribution Points",
  "2.5.29.32": "Certificate Policies",
  "2.5.29.35": "Authority Key Identifier",
  "2.5.29.37": "Enhanced Key Usage",
  "1.2.840.113549.2.5": "md5",
  "1.3.14.3.2.26": "sha1",
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
}));

types.of<Oid>().declare({
  type: `class ${NAMESPACE}.Oid`,
  members: {
    "new()": () => new Oid(null, null),
    "new(string oid)": (oid) => {
      const value = errors.notNull(oid, "friendlyName");
      return new Oid(value, FRIENDLY.get(value) ?? null);
    },
    "new(string value, string friendlyName)": (value, name) => new Oid(value, name),
    "static Oid FromFriendlyName(string friendlyName, OidGroup group)": (name) => {
      if (name === null) throw errors.argumentNull("friendlyName");
      const wanted = String(name).toLowerCase();
      for (const [value, friendly] of FRIENDLY) {
        if (friendly.toLowerCase() === wanted) return new Oid(value, friendly);
      }
      throw cryptographic("The OID value is invalid.");
    },
    "static Oid FromOidValue(string oidValue, OidGroup group)": (value) => {
      if (value === null) throw errors.argumentNull("oidValue");
      const friendly = FRIENDLY.get(value);
      if (friendly === undefined) throw cryptographic("The OID value is invalid.");
      return new Oid(value, friendly);
    },
    "string Value { get; }": (self) => self.value,
    "string FriendlyName { get; }": (self) => self.friendlyName,
  },
});
