/**
 * X509Certificate2 and the types around it, over node:crypto's certificates.
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, type KeyObject, X509Certificate } from "node:crypto";
import { byteArray } from "../../csharp/runtime/array.ts";
import { now } from "../../csharp/runtime/ambient.ts";
import { CsEnumerator } from "../../csharp/runtime/enumerator.ts";
import { Sequence } from "../../csharp/runtime/sequence.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { bytesOf, toHex } from "../system/bytes.ts";
import { DateTime, Kind } from "../time/date_time.ts";
import { readDate } from "../time/date_parse.ts";
import { toDateTime } from "../time/date_result.ts";
import { notNull, notSupported, outOfRange } from "../../csharp/runtime/errors.ts";
import { cryptographic } from "./hash.ts";
import { readPkcs12 } from "./pkcs12.ts";
import { Oid } from "./oid.ts";
import { Rsa } from "./rsa.ts";
import { childrenOf, type Der, oidOf, readDer } from "./der.ts";

export const types = new Declarations();

const NAMESPACE = "System.Security.Cryptography.X509Certificates";
const EXTENSION = typeOf(`${NAMESPACE}.X509Extension`);

/** `CN=a\nO=b` of node:crypto as .NET writes it: last part first, separated by commas. */
function distinguishedName(lines: string | undefined): string {
  return (lines ?? "").split("\n").filter((line) => line !== "").reverse().map((line) => {
    const at = line.indexOf("=");
    const value = line.slice(at + 1);
    return `${line.slice(0, at)}=${
      /[,+=";<>]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value
    }`;
  }).join(", ");
}

/** `Jan  5 10:00:00 2026 GMT`. */
function dateOf(text: string): DateTime {
  const [month, day, time, year, zone] = text.trim().split(/\s+/);
  return toDateTime(readDate(`${day} ${month} ${year} ${time} ${zone}`), 0).withKind(Kind.Local);
}

export class Certificate implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.X509Certificate2`);

  constructor(readonly x509: X509Certificate, readonly privateKey: KeyObject | null = null) {}

  /** @param data DER, PEM or PKCS #12. @throws CsException CryptographicException */
  static parse(data: Uint8Array, password: string | null = null): Certificate {
    const identity = readPkcs12(data, password ?? "");
    if (identity !== null) return new Certificate(identity.x509, identity.privateKey);
    try {
      return new Certificate(new X509Certificate(data));
    } catch {
      throw cryptographic("Cannot find the requested object.");
    }
  }

  get thumbprint(): string {
    return toHex([...createHash("sha1").update(this.x509.raw).digest()]);
  }

  get subject(): string {
    return distinguishedName(this.x509.subject);
  }

  get issuer(): string {
    return distinguishedName(this.x509.issuer);
  }

  get notBefore(): DateTime {
    return dateOf(this.x509.validFrom);
  }

  get notAfter(): DateTime {
    return dateOf(this.x509.validTo);
  }

  /** Assumption: valid while its dates say so; there is no store of roots and no revocation list. */
  isValid(): boolean {
    const time = now();
    return time >= this.notBefore.toUnix() && time <= this.notAfter.toUnix();
  }

  csToString(): string {
    return `[Subject]\n  ${this.subject}\n\n[Issuer]\n  ${this.issuer}\n\n[Serial Number]\n  ${this.x509.serialNumber}\n\n[Not Before]\n  ${this.notBefore.csToString()}\n\n[Not After]\n  ${this.notAfter.csToString()}\n\n[Thumbprint]\n  ${this.thumbprint}\n`;
  }

  csEquals(other: unknown): boolean {
    return other instanceof Certificate && other.thumbprint === this.thumbprint;
  }

  csHashKey(): string {
    return this.thumbprint;
  }
}

class DistinguishedName implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.X500DistinguishedName`);
  constructor(readonly name: string) {}
}

class PublicKey implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.PublicKey`);
  constructor(readonly certificate: Certificate) {}
}

const NameType = {
  SimpleName: 0,
  EmailName: 1,
  UpnName: 2,
  DnsName: 3,
  DnsFromAlternativeName: 4,
  UrlName: 5,
} as const;

/** `GetNameInfo`: the part of subject or issuer that the type names. */
function nameInfo(self: Certificate, type: number, ofIssuer: boolean): string {
  const lines = (ofIssuer ? self.x509.issuer : self.x509.subject).split("\n");
  const part = (...names: string[]) => {
    for (const name of names) {
      const line = lines.findLast((l) => l.startsWith(`${name}=`));
      if (line) return line.slice(name.length + 1);
    }
    return "";
  };
  const alternative = (kind: string) =>
    new RegExp(`${kind}:([^,]+)`).exec(self.x509.subjectAltName ?? "")?.[1] ?? "";
  switch (type) {
    case NameType.SimpleName:
      return part("CN", "OU", "O", "emailAddress");
    case NameType.EmailName:
      return alternative("email") || part("emailAddress");
    case NameType.UrlName:
      return alternative("URI");
    case NameType.UpnName:
      return "";
    default:
      return alternative("DNS") || part("CN");
  }
}

types.declare({ type: `enum ${NAMESPACE}.X509NameType`, values: NameType });
types.declare({
  type: `enum ${NAMESPACE}.X509ContentType`,
  values: {
    Unknown: 0,
    Cert: 1,
    SerializedCert: 2,
    Pfx: 3,
    Pkcs12: 3,
    SerializedStore: 4,
    Pkcs7: 5,
    Authenticode: 6,
  },
});

const CERT = 1;
const PFX = 3;

/** The fields of what is signed, from the serial number on. */
function fieldsOf({ x509 }: Certificate): Der[] {
  const [signed] = childrenOf(readDer(x509.raw));
  const fields = childrenOf(signed);
  return fields[0].tag === 0xa0 ? fields.slice(1) : fields;
}

/** Algorithm and key of SubjectPublicKeyInfo. */
const publicKeyOf = (self: Certificate) => childrenOf(fieldsOf(self)[5]);

const keyAlgorithm = (self: Certificate) => childrenOf(publicKeyOf(self)[0]);
const keyParameters = (self: Certificate) => keyAlgorithm(self)[1]?.whole ?? new Uint8Array();

/** Without the count of unused bits that a BIT STRING starts with. */
const publicKeyBytes = (self: Certificate) => publicKeyOf(self)[1].value.subarray(1);

/** One extension of a certificate. */
class Extension implements CsObject {
  readonly csType = EXTENSION;
  constructor(readonly oid: Oid, readonly critical: boolean, readonly raw: Uint8Array) {}
}

function extensionsOf(self: Certificate): Extension[] {
  const found = fieldsOf(self).find(({ tag }) => tag === 0xa3);
  if (found === undefined) return [];
  return childrenOf(childrenOf(found)[0]).map((one) => {
    const [oid, ...rest] = childrenOf(one);
    return new Extension(Oid.of(oidOf(oid)), rest.length > 1, rest.at(-1)!.value);
  });
}

/** PFX starts with version 3, a certificate with what is signed. */
function isPkcs12(bytes: Uint8Array): boolean {
  try {
    return childrenOf(readDer(bytes))[0]?.tag === 0x02;
  } catch {
    return false; // PEM, or nothing known
  }
}

class Extensions implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.X509ExtensionCollection`);
  constructor(readonly items: readonly Extension[]) {}
}

types.of<Extension>().declare({
  type: `class ${NAMESPACE}.X509Extension`,
  members: {
    "System.Security.Cryptography.Oid Oid { get; }": (self) => self.oid,
    "bool Critical { get; }": (self) => self.critical,
    "byte[] RawData { get; }": (self) => byteArray(self.raw),
  },
});

types.of<Extensions>().declare({
  type: `class ${NAMESPACE}.X509ExtensionCollection : System.Collections.IEnumerable`,
  members: {
    "int Count { get; }": (self) => self.items.length,
    "X509Extension this[int index] { get; }": (self, index) => {
      if (index < 0 || index >= self.items.length) throw outOfRange("index");
      return self.items[index];
    },
    "X509Extension this[string oid] { get; }": (self, oid) =>
      self.items.find((one) => one.oid.value === oid || one.oid.friendlyName === oid) ?? null,
    "System.Collections.IEnumerator GetEnumerator()": (self) =>
      CsEnumerator.over(new Sequence(EXTENSION, () => self.items[Symbol.iterator]())),
  },
});

function privateKeyOf(self: Certificate): Rsa | null {
  return isRsa(self) && self.privateKey !== null
    ? Rsa.cng(self.x509.publicKey, self.privateKey)
    : null;
}

types.of<Certificate>().declare({
  type: `class ${NAMESPACE}.X509Certificate : System.IDisposable`,
  members: {
    "new(byte[] data)": (data) => Certificate.parse(Buffer.from(bytesOf(data, "data"))),
    "string Subject { get; }": (self) => self.subject,
    "string Issuer { get; }": (self) => self.issuer,
    "string GetCertHashString()": (self) => self.thumbprint,
    "byte[] GetCertHash()": (self) => byteArray(createHash("sha1").update(self.x509.raw).digest()),
    "byte[] GetPublicKey()": (self) => byteArray(publicKeyBytes(self)),
    "string GetPublicKeyString()": (self) => toHex([...publicKeyBytes(self)]),
    "byte[] GetSerialNumber()": (self) =>
      byteArray(Buffer.from(self.x509.serialNumber, "hex").reverse()),
    "string GetFormat()": () => "X509",
    "byte[] GetKeyAlgorithmParameters()": (self) => byteArray(keyParameters(self)),
    "string GetKeyAlgorithmParametersString()": (self) => toHex([...keyParameters(self)]),
    "string GetSerialNumberString()": (self) => self.x509.serialNumber,
    "byte[] GetRawCertData()": (self) => byteArray(self.x509.raw),
    "string GetRawCertDataString()": (self) => toHex([...self.x509.raw]),
    "byte[] Export(X509ContentType contentType)": (self, type) => {
      if (type !== CERT) throw cryptographic("Only the certificate itself can be exported.");
      return byteArray(self.x509.raw);
    },
    "string GetEffectiveDateString()": (self) => self.notBefore.csToString(),
    "string GetExpirationDateString()": (self) => self.notAfter.csToString(),
    "string GetName()": (self) => self.subject,
    "string GetIssuerName()": (self) => self.issuer,
    "string GetKeyAlgorithm()": (self) => oidOf(keyAlgorithm(self)[0]),
    "void Reset()": () => {},
    "void Dispose()": () => {},
    "string ToString()": (self) => self.csToString(),
  },
});

types.of<Certificate>().declare({
  type: `class ${NAMESPACE}.X509Certificate2 : X509Certificate`,
  members: {
    "new(byte[] rawData)": (data) => Certificate.parse(Buffer.from(bytesOf(data, "rawData"))),
    "new(byte[] rawData, string password)": (data, password) =>
      Certificate.parse(Buffer.from(bytesOf(data, "rawData")), password),
    "string Thumbprint { get; }": (self) => self.thumbprint,
    "string SerialNumber { get; }": (self) => self.x509.serialNumber,
    "DateTime NotBefore { get; }": (self) => self.notBefore,
    "DateTime NotAfter { get; }": (self) => self.notAfter,
    "byte[] RawData { get; }": (self) => byteArray(self.x509.raw),
    "bool HasPrivateKey { get; }": (self) => self.privateKey !== null,
    "string FriendlyName { get; }": () => "",
    "bool Archived { get; }": () => false,
    "Oid SignatureAlgorithm { get; }": ({ x509 }: Certificate) =>
      Oid.of(oidOf(childrenOf(childrenOf(readDer(x509.raw))[1])[0])),
    "AsymmetricAlgorithm PrivateKey { get; }": privateKeyOf,
    "X509ExtensionCollection Extensions { get; }": (self) => new Extensions(extensionsOf(self)),
    "static X509ContentType GetCertContentType(byte[] rawData)": (data) => {
      const bytes = bytesOf(data, "rawData");
      return isPkcs12(bytes) ? PFX : Certificate.parse(Buffer.from(bytes)) && CERT;
    },
    "int Version { get; }": () => 3,
    "X500DistinguishedName SubjectName { get; }": (self) => new DistinguishedName(self.subject),
    "X500DistinguishedName IssuerName { get; }": (self) => new DistinguishedName(self.issuer),
    "PublicKey PublicKey { get; }": (self) => new PublicKey(self),
    "string GetNameInfo(X509NameType nameType, bool forIssuer)": nameInfo,
    "bool Verify()": (self) => self.isValid(),
  },
});

types.of<DistinguishedName>().declare({
  type: `class ${NAMESPACE}.X500DistinguishedName`,
  members: {
    "new(string distinguishedName)": (name) =>
      new DistinguishedName(notNull(name, "distinguishedName")),
    "string Name { get; }": (self) => self.name,
  },
});

const isRsa = ({ x509 }: Certificate) => x509.publicKey.asymmetricKeyType === "rsa";

types.declare({
  type: `class ${NAMESPACE}.PublicKey`,
  members: {
    "AsymmetricAlgorithm Key { get; }": ({ certificate }: PublicKey) => {
      if (isRsa(certificate)) return new Rsa(certificate.x509.publicKey);
      throw notSupported("The certificate key algorithm is not supported.");
    },
    "System.Security.Cryptography.Oid Oid { get; }": ({ certificate }: PublicKey) =>
      Oid.of(oidOf(keyAlgorithm(certificate)[0])),
  },
});

types.declare({
  type: `static class ${NAMESPACE}.RSACertificateExtensions`,
  members: {
    "static RSA GetRSAPublicKey(this X509Certificate2 certificate)": (
      certificate: Certificate | null,
    ) => {
      const own = notNull(certificate, "certificate");
      return isRsa(own) ? Rsa.cng(own.x509.publicKey) : null;
    },
    "static RSA GetRSAPrivateKey(this X509Certificate2 certificate)": (
      certificate: Certificate | null,
    ) => {
      return privateKeyOf(notNull(certificate, "certificate"));
    },
  },
});
