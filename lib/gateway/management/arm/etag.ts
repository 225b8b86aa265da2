/**
 * Entity tags: the row version in base64, quoted, as in "AAAAAAAAAAE=".
 * @module
 */
import { preconditionFailed } from "./error.ts";

/** The version as the ETag header shows it. */
export function etagOf(version: number): string {
  return `"${rowVersion(version)}"`;
}

/** The version without quotes, as the service's body shows it. */
export function rowVersion(version: number): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(version));
  return btoa(String.fromCharCode(...bytes));
}

/**
 * Checks If-Match and If-None-Match of a write. `*` matches whatever is there, and also nothing: the
 * specification's examples create with `If-Match: *`.
 * @throws ArmError 412 when another version is meant.
 */
export function checkPreconditions(headers: Headers, version: number | undefined): void {
  const wanted = headers.get("if-match");
  if (wanted !== null && wanted.trim() !== "*") {
    const current = version === undefined ? null : rowVersion(version);
    const tags = wanted.split(",").map((tag) => tag.trim().replace(/^W\//, "").replaceAll('"', ""));
    if (current === null || !tags.includes(current)) throw preconditionFailed();
  }
  if (headers.get("if-none-match")?.trim() === "*" && version !== undefined) {
    throw preconditionFailed();
  }
}
