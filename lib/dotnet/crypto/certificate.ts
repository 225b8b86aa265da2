/**
 * X509Certificate2 and the types around it, over node:crypto's certificates.
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash, type KeyObject, X509Certificate } from "node:crypto";
import { byteArray } from "../../csharp/runtime/array.ts";
import { now } from "../../csharp/runtime/ambient.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { bytesOf, toHex } from "../system/bytes.ts";
import { DateTime, Kind } from "../time/date_time.ts";
import { readDate } from "../time/date_parse.ts";
import { toDateTime } from "../time/date_result.ts";
import { notNull, notSupported } from "../../csharp/runtime/errors.ts";
import { cryptographic } from "./hash.ts";
import { readPkcs12 } from "./pkcs12.ts";
import { Rsa } from "./rsa.ts";

export const types = new Declarations();

const NAMESPACE = "System.Security.Cryptography.X509Certificates";

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
  values: { Unknown: 0, Cert: 1, SerializedCert: 2, Pfx: 3, SerializedStore: 4, Pkcs7: 5 },
});

const CERT = 1;

types.declare({
  type: `class ${NAMESPACE}.X509Certificate : System.IDisposable`,
  members: {
    "new(byte[] data)": (data) => Certificate.parse(Buffer.from(bytesOf(data, "data"))),
    "string Subject { get; }": (self: Certificate) => self.subject,
    "string Issuer { get; }": (self: Certificate) => self.issuer,
    "string GetCertHashString()": (self: Certificate) => self.thumbprint,
    "byte[] GetCertHash()": (self: Certificate) =>
      byteArray(createHash("sha1").update(self.x509.raw).digest()),
    "string GetSerialNumberString()": (self: Certificate) => self.x509.serialNumber,
    "byte[] GetRawCertData()": (self: Certificate) => byteArray(self.x509.raw),
    "string GetRawCertDataString()": (self: Certificate) => toHex([...self.x509.raw]),
    "byte[] Export(X509ContentType contentType)": (self: Certificate, type) => {
      if (type !== CERT) throw cryptographic("Only the certificate itself can be exported.");
      return byteArray(self.x509.raw);
    },
    "string GetEffectiveDateString()": (self: Certificate) => self.notBefore.csToString(),
    "string GetExpirationDateString()": (self: Certificate) => self.notAfter.csToString(),
    "string GetName()": (self: Certificate) => self.subject,
    "string GetIssuerName()": (self: Certificate) => self.issuer,
    "string GetKeyAlgorithm()": () => "1.2.840.113549.1.1.1",
    "void Reset()": () => {},
    "void Dispose()": () => {},
    "string ToString()": (self: Certificate) => self.csToString(),
  },
});

types.declare({
  type: `class ${NAMESPACE}.X509Certificate2 : X509Certificate`,
  members: {
    "new(byte[] rawData)": (data) => Certificate.parse(Buffer.from(bytesOf(data, "rawData"))),
    "new(byte[] rawData, string password)": (data, password) =>
      Certificate.parse(Buffer.from(bytesOf(data, "rawData")), password),
    "string Thumbprint { get; }": (self: Certificate) => self.thumbprint,
    "string SerialNumber { get; }": (self: Certificate) => self.x509.serialNumber,
    "DateTime NotBefore { get; }": (self: Certificate) => self.notBefore,
    "DateTime NotAfter { get; }": (self: Certificate) => self.notAfter,
    "byte[] RawData { get; }": (self: Certificate) => byteArray(self.x509.raw),
    "bool HasPrivateKey { get; }": (self: Certificate) => self.privateKey !== null,
    "string FriendlyName { get; }": () => "",
    "int Version { get; }": () => 3,
    "X500DistinguishedName SubjectName { get; }": (self: Certificate) =>
      new DistinguishedName(self.subject),
    "X500DistinguishedName IssuerName { get; }": (self: Certificate) =>
      new DistinguishedName(self.issuer),
    "PublicKey PublicKey { get; }": (self: Certificate) => new PublicKey(self),
    "string GetNameInfo(X509NameType nameType, bool forIssuer)": nameInfo,
    "bool Verify()": (self: Certificate) => self.isValid(),
  },
});

types.declare({
  type: `class ${NAMESPACE}.X500DistinguishedName`,
  members: {
    "new(string distinguishedName)": (name) => new DistinguishedName(name),
    "string Name { get; }": (self: DistinguishedName) => self.name,
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
      const own = notNull(certificate, "certificate");
      return isRsa(own) && own.privateKey !== null
        ? Rsa.cng(own.x509.publicKey, own.privateKey)
        : null;
    },
  },
});
