/**
 * A certificate for this machine's own names, signed by an authority that is made for it and whose key is
 * thrown away: who trusts the authority trusts this one certificate, for as long as the process runs.
 * @module
 */
import "reflect-metadata"; // asked for by @peculiar/x509
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";

/** All in PEM. */
export interface LocalCertificate {
  /** What clients are to trust. */
  readonly authority: string;
  /** The server's certificate, then the authority's. */
  readonly certificate: string;
  /** PKCS #8. */
  readonly key: string;
}

/** How long it is valid, in days. Clients refuse more than 398. */
const DAYS = 90;
const DAY_MS = 86_400_000;

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

const NAMES = [
  { type: "dns", value: "localhost" },
  { type: "dns", value: "*.localhost" },
  { type: "ip", value: "127.0.0.1" },
  { type: "ip", value: "::1" },
] as const;

/** @param now milliseconds since the epoch; the certificate is valid from a day before */
export async function makeLocalCertificate(now: number): Promise<LocalCertificate> {
  const validity = { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + DAYS * DAY_MS) };
  const authorityKeys = await newKeys();
  const issuer = "CN=Embedded APIM (this machine only)";
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: issuer,
    keys: authorityKeys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      await SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create({
    ...validity,
    subject: "CN=localhost",
    issuer,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([...NAMES]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    authority: `${authority.toString("pem")}\n`,
    certificate: `${certificate.toString("pem")}\n${authority.toString("pem")}\n`,
    key: `${PemConverter.encode(pkcs8, PemConverter.PrivateKeyTag)}\n`,
  };
}

async function newKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as CryptoKeyPair;
}
