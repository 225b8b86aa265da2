/**
 * The certificate that `--tls` serves with: the user's own, or one that is made for this run.
 * @module
 */
import { SystemClock } from "../core/clock.ts";

/** Files, all in PEM, as the options name them. */
export interface CertificateFiles {
  /** A certificate chain. */
  readonly cert?: string;
  readonly key?: string;
  /** Where the authority of a certificate that is made here is written to. */
  readonly authority?: string;
}

/** What a server serves with, in PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  /** What clients on this machine are to trust. */
  readonly authority: string;
  /** The file that holds the authority; null where the user brought the certificate. */
  readonly authorityFile: string | null;
}

/**
 * Reads the certificate, or makes one whose key never leaves this process.
 * @throws Error that names the file which cannot be read or written
 */
export async function certificateOf(files: CertificateFiles): Promise<Certificate> {
  if (files.cert !== undefined && files.key !== undefined) {
    const certificate = await read("--tls-cert", files.cert, "CERTIFICATE");
    const key = await read("--tls-key", files.key, "PRIVATE KEY");
    return { certificate, key, authority: certificate, authorityFile: null };
  }
  const { makeLocalCertificate } = await import("../gateway/adapters/local_certificate.ts");
  const made = await makeLocalCertificate(new SystemClock().now());
  const authorityFile = files.authority ??
    await Deno.makeTempFile({ prefix: "embedded-apim-", suffix: ".pem" });
  try {
    await Deno.writeTextFile(authorityFile, made.authority);
  } catch (error) {
    throw new Error(`--tls-authority ${authorityFile}: ${(error as Error).message}`);
  }
  return { ...made, authorityFile };
}

async function read(option: string, file: string, what: string): Promise<string> {
  let text;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    throw new Error(`${option} ${file} cannot be read: ${(error as Error).message}`);
  }
  if (!new RegExp(`-----BEGIN [A-Z ]*${what}-----`).test(text)) {
    throw new Error(`${option} ${file} holds no ${what.toLowerCase()} in PEM`);
  }
  return text;
}
