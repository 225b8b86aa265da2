/**
 * A stand-in for Entra: real signed tokens from a key of this process, and the documents that describe it.
 * @module
 */
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { BoundedMap } from "../../core/bounded_map.ts";
import type { AuthorizationGrant, IdentityService } from "../contracts/ports.ts";

/** How long a token is valid: a managed identity's day, in milliseconds. */
const TOKEN_LIFE_MS = 24 * 3_600_000;
/** A token this close to its end is replaced. */
const RENEW_BEFORE_MS = 5 * 60_000;

/** Tokens that are kept: policies choose the resource. */
const KEPT = { entries: 1_000, bytes: 4 * 1024 * 1024 };

const KEY_ID = "local-1";
/** The tenant that local tokens name unless told otherwise. */
const TENANT_ID = "00000000-0000-4000-8000-00000000a91a";

/** What a token of the service's own identity says where Entra names its client id. */
export const SYSTEM_ASSIGNED = "system-assigned";

/** Entra's hosts, of all clouds. */
const HOSTS =
  "login\\.microsoftonline\\.(?:com|us)|login\\.partner\\.microsoftonline\\.cn|login\\.windows\\.net|sts\\.windows\\.net";
const CONFIGURATION = new RegExp(
  `^https://(?:${HOSTS})/([^/]+)/(v2\\.0/)?\\.well-known/openid-configuration(?:\\?.*)?$`,
  "i",
);
const KEYS = new RegExp(`^https://(?:${HOSTS})/[^/]+/discovery/(?:v2\\.0/)?keys(?:\\?.*)?$`, "i");
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface LocalIdentityOptions {
  /** The user-assigned identities that exist; default: any is accepted. */
  readonly clientIds?: readonly string[];
  /** The tenant of the service's own identities, a GUID. */
  readonly tenantId?: string;
  /** Connections of the credential manager, as "provider/authorization", and the claims of each. */
  readonly connections?: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** What makes a token another one than the usual. */
export interface IssueOptions {
  /** A GUID; default: the service's own tenant. */
  readonly tenantId?: string;
  /** Of the token's shape; default "1.0". */
  readonly version?: "1.0" | "2.0";
  readonly lifeMs?: number;
}

export class LocalIdentity implements IdentityService {
  #key: KeyObject | null = null;
  readonly #tokens = new BoundedMap<{ token: string; renewAt: number }>(KEPT);

  constructor(readonly options: LocalIdentityOptions = {}) {}

  /** The tenant of the service's own identities. */
  get tenantId(): string {
    return this.options.tenantId ?? TENANT_ID;
  }

  /** The issuer that tokens name. */
  get issuer(): string {
    return issuerOf(this.tenantId, "1.0");
  }

  /** A tenant as it was named, if that is a GUID; else the service's own. */
  tenantOf(name: string): string {
    return GUID.test(name) ? name.toLowerCase() : this.tenantId;
  }

  token(resource: string, clientId: string | null, now: number): string {
    const { clientIds } = this.options;
    if (clientId !== null && clientIds !== undefined && !clientIds.includes(clientId)) {
      throw new Error(`no managed identity with client id ${clientId} is assigned to the service`);
    }
    const key = `${clientId ?? ""} ${resource}`;
    const known = this.#tokens.get(key);
    if (known !== undefined && now < known.renewAt) return known.token;
    const token = this.issue({ aud: resource, appid: clientId ?? SYSTEM_ASSIGNED }, now);
    const renewAt = now + TOKEN_LIFE_MS - RENEW_BEFORE_MS;
    this.#tokens.set(key, { token, renewAt }, 2 * token.length);
    return token;
  }

  /** A signed token with these claims over the usual ones: for callers that are to pass, or not. */
  issue(
    claims: Readonly<Record<string, unknown>>,
    now: number,
    { tenantId = this.tenantId, version = "1.0", lifeMs = TOKEN_LIFE_MS }: IssueOptions = {},
  ): string {
    const issued = Math.floor(now / 1000);
    return this.#sign({
      iss: issuerOf(tenantId, version),
      iat: issued,
      nbf: issued,
      exp: issued + Math.floor(lifeMs / 1000),
      tid: tenantId,
      ver: version,
      ...claims,
    });
  }

  metadata(url: string): Readonly<Record<string, unknown>> | null {
    const configuration = CONFIGURATION.exec(url);
    if (configuration !== null) {
      const [, tenant, v2] = configuration;
      const tenantId = this.tenantOf(tenant);
      return {
        issuer: issuerOf(tenantId, v2 ? "2.0" : "1.0"),
        jwks_uri: `https://login.microsoftonline.com/${tenantId}/discovery/${v2 ?? ""}keys`,
        id_token_signing_alg_values_supported: ["RS256"],
      };
    }
    return KEYS.test(url) ? { keys: [this.publicJwk()] } : null;
  }

  authorization(
    providerId: string,
    authorizationId: string,
    now: number,
  ): AuthorizationGrant | null {
    const claims = this.options.connections?.get(`${providerId}/${authorizationId}`);
    if (claims === undefined) return null;
    return { accessToken: this.issue({ aud: providerId, ...claims }, now), claims };
  }

  /** The public key as a JWK, for whoever checks a token's signature. */
  publicJwk(): JsonWebKey & { kid: string } {
    const jwk = createPublicKey(this.#signingKey()).export({ format: "jwk" }) as JsonWebKey;
    return { ...jwk, kid: KEY_ID, alg: "RS256", use: "sig" };
  }

  #sign(claims: Readonly<Record<string, unknown>>): string {
    const head = { typ: "JWT", alg: "RS256", kid: KEY_ID };
    const text = `${base64Url(JSON.stringify(head))}.${base64Url(JSON.stringify(claims))}`;
    const signature = sign("RSA-SHA256", new TextEncoder().encode(text), this.#signingKey());
    return `${text}.${signature.toString("base64url")}`;
  }

  #signingKey(): KeyObject {
    return this.#key ??= generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
  }
}

function issuerOf(tenantId: string, version: "1.0" | "2.0"): string {
  return version === "1.0"
    ? `https://sts.windows.net/${tenantId}/`
    : `https://login.microsoftonline.com/${tenantId}/v2.0`;
}

function base64Url(text: string): string {
  return new TextEncoder().encode(text).toBase64({ alphabet: "base64url", omitPadding: true });
}
