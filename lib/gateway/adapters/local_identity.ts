/**
 * A stand-in for Entra: real signed tokens for managed identities, from a key of this process.
 * @module
 */
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { IdentityService } from "../ports.ts";

/** How long a token is valid: a managed identity's day, in milliseconds. */
const TOKEN_LIFE_MS = 24 * 3_600_000;
/** A token this close to its end is replaced. */
const RENEW_BEFORE_MS = 5 * 60_000;

const KEY_ID = "local-1";
/** The tenant and object that local tokens name. */
const TENANT_ID = "00000000-0000-4000-8000-00000000a91a";

export class LocalIdentity implements IdentityService {
  #key: KeyObject | null = null;
  readonly #tokens = new Map<string, { token: string; renewAt: number }>();

  /** @param options.clientIds the user-assigned identities that exist; default: any is accepted. */
  constructor(readonly options: { readonly clientIds?: readonly string[] } = {}) {}

  /** The issuer that tokens name. */
  get issuer(): string {
    return `https://sts.windows.net/${TENANT_ID}/`;
  }

  token(resource: string, clientId: string | null, now: number): string {
    const { clientIds } = this.options;
    if (clientId !== null && clientIds !== undefined && !clientIds.includes(clientId)) {
      throw new Error(`no managed identity with client id ${clientId} is assigned to the service`);
    }
    const key = `${clientId ?? ""} ${resource}`;
    const known = this.#tokens.get(key);
    if (known !== undefined && now < known.renewAt) return known.token;
    const token = this.#sign(resource, clientId, now);
    this.#tokens.set(key, { token, renewAt: now + TOKEN_LIFE_MS - RENEW_BEFORE_MS });
    return token;
  }

  /** The public key as a JWK, for whoever checks a token's signature. */
  publicJwk(): JsonWebKey & { kid: string } {
    const jwk = createPublicKey(this.#signingKey()).export({ format: "jwk" }) as JsonWebKey;
    return { ...jwk, kid: KEY_ID, alg: "RS256", use: "sig" };
  }

  #sign(resource: string, clientId: string | null, now: number): string {
    const issued = Math.floor(now / 1000);
    const head = { typ: "JWT", alg: "RS256", kid: KEY_ID };
    const claims = {
      aud: resource,
      iss: this.issuer,
      iat: issued,
      nbf: issued,
      exp: issued + TOKEN_LIFE_MS / 1000,
      appid: clientId ?? "system-assigned",
      tid: TENANT_ID,
    };
    const text = `${base64Url(JSON.stringify(head))}.${base64Url(JSON.stringify(claims))}`;
    const signature = sign("RSA-SHA256", new TextEncoder().encode(text), this.#signingKey());
    return `${text}.${signature.toString("base64url")}`;
  }

  #signingKey(): KeyObject {
    return this.#key ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  }
}

function base64Url(text: string): string {
  return new TextEncoder().encode(text).toBase64({ alphabet: "base64url", omitPadding: true });
}
