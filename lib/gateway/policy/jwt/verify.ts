/**
 * Checks of one token: its signature, its times, for whom it is and by whom. Messages are those of the
 * library that the gateway uses, where they are known.
 * @module
 */
import { TOKEN_FAULT } from "../../contracts/texts/token_faults.ts";
import { Buffer } from "node:buffer";
import { type Jwt, parseJwt } from "../../expression/context/credentials.ts";
import { decryptToken } from "./decrypt.ts";
import { JwtFault } from "./fault.ts";
import type { SigningKey } from "./keys.ts";

/** Characters of a token: Microsoft.IdentityModel's default. */
export const MAX_TOKEN_LENGTH = 256_000;

export interface JwtRules {
  readonly requireSigned: boolean;
  readonly requireExpiration: boolean;
  readonly clockSkewMs: number;
  /** Empty: any. */
  readonly audiences: readonly string[];
  /** Empty: any. */
  readonly issuers: readonly string[];
  readonly decryptionKeys: readonly Uint8Array[];
}

/** Looks for keys: all of them, or those of that id. Asked again with `again` when none was right. */
export type KeySource = (again: boolean) => Promise<readonly SigningKey[]>;

/** The token, decrypted, its signature verified. @throws JwtFault */
export async function verifySignature(
  token: string,
  keys: KeySource,
  rules: Pick<JwtRules, "requireSigned" | "decryptionKeys">,
): Promise<Jwt> {
  if (token.length > MAX_TOKEN_LENGTH) {
    throw new JwtFault(TOKEN_FAULT.tooLong(String(token.length), String(MAX_TOKEN_LENGTH)));
  }
  const encrypted = token.split(".").length === 5;
  const signed = encrypted ? decryptToken(token, rules.decryptionKeys) : token;
  const jwt = parseJwt(signed);
  if (jwt === null) {
    throw new JwtFault(TOKEN_FAULT.segments());
  }
  const algorithm = String(jwt.header.alg ?? "none");
  if (algorithm === "none" || jwt.token.endsWith(".")) {
    if (!rules.requireSigned && jwt.token.endsWith(".")) return jwt;
    throw new JwtFault(TOKEN_FAULT.noSignature());
  }
  const id = typeof jwt.header.kid === "string" ? jwt.header.kid : null;
  for (const again of [false, true]) {
    const candidates = candidatesOf(await keys(again), id, algorithm);
    if (candidates.length === 0) continue;
    if (signedByAny(signed, candidates, algorithm)) return jwt;
    throw new JwtFault(TOKEN_FAULT.signature());
  }
  throw new JwtFault(TOKEN_FAULT.noKey(id ?? ""));
}

/** A key with the token's id; where neither says or no key of that id is there, keys without one. */
function candidatesOf(
  keys: readonly SigningKey[],
  id: string | null,
  algorithm: string,
): readonly SigningKey[] {
  const fitting = keys.filter((key) => key.fits(algorithm));
  if (id === null) return fitting;
  const named = fitting.filter((key) => key.id === id);
  return named.length > 0 ? named : fitting.filter((key) => key.id === null);
}

function signedByAny(token: string, keys: readonly SigningKey[], algorithm: string): boolean {
  const end = token.lastIndexOf(".");
  const text = Buffer.from(token.slice(0, end), "ascii");
  const signature = Buffer.from(token.slice(end + 1), "base64url");
  return keys.some((key) => key.verifies(algorithm, text, signature));
}

/** Times, audience and issuer, in that order. @throws JwtFault */
export function checkRegisteredClaims(jwt: Jwt, rules: JwtRules, now: number): void {
  checkTimes(jwt, rules, now);
  const audiences = jwt.claims.get("aud") ?? [];
  if (rules.audiences.length > 0 && !audiences.some((one) => rules.audiences.includes(one))) {
    throw new JwtFault(TOKEN_FAULT.audience(audiences.join(", "), rules.audiences.join(", ")));
  }
  const issuer = jwt.text("iss");
  if (rules.issuers.length > 0 && (issuer === null || !rules.issuers.includes(issuer))) {
    throw new JwtFault(TOKEN_FAULT.issuer(issuer ?? "", rules.issuers.join(", ")));
  }
}

function checkTimes(jwt: Jwt, rules: JwtRules, now: number): void {
  const expires = seconds(jwt, "exp");
  const notBefore = seconds(jwt, "nbf");
  if (expires === null && rules.requireExpiration) {
    throw new JwtFault(TOKEN_FAULT.noExpiration());
  }
  if (notBefore !== null && notBefore * 1000 > now + rules.clockSkewMs) {
    throw new JwtFault(TOKEN_FAULT.notYetValid(utc(notBefore * 1000), utc(now)));
  }
  if (expires !== null && expires * 1000 <= now - rules.clockSkewMs) {
    throw new JwtFault(TOKEN_FAULT.expired(utc(expires * 1000), utc(now)));
  }
}

function seconds(jwt: Jwt, name: string): number | null {
  const value = jwt.payload[name];
  if (value === undefined) return null;
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw new JwtFault(TOKEN_FAULT.notANumber(name));
}

function utc(ms: number): string {
  return new Date(Math.floor(ms)).toISOString();
}
