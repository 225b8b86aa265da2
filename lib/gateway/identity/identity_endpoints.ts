/**
 * A stand-in for sign-in at Entra and for managed-identity endpoints, over HTTP: OpenID documents, tokens for
 * applications, tokens for identities. Whoever asks gets a token; each is signed with the key of this process,
 * which nobody else trusts.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 * @module
 */
import { reportDefect } from "../../core/defects.ts";
import type { LocalIdentity } from "../adapters/local_identity.ts";
import type { IdentityOptions } from "./identity_options.ts";
import { managedIdentity } from "./managed_identity.ts";
import { tokenRequest } from "./token_request.ts";
import { TokenError } from "./token_error.ts";

/** Tenants that are no tenant: whoever signs in with them is of the service's own. */
const ANY_TENANT = ["common", "organizations", "consumers"];

const MANAGED_IDENTITY = /^\/(?:msi\/token|metadata\/identity\/oauth2\/token)\/?$/i;

/** Answers one request. Never rejects. */
export async function answerIdentity(
  request: Request,
  options: IdentityOptions,
): Promise<Response> {
  const headers = { "cache-control": "no-store" };
  try {
    return Response.json(await route(request, options), { headers });
  } catch (error) {
    if (error instanceof TokenError) return error.toResponse(options.clock.now());
    reportDefect(error); // ours to mend: its text holds nothing of a request's body
    return Response.json({ error: "server_error" }, { status: 500, headers });
  }
}

async function route(request: Request, options: IdentityOptions): Promise<unknown> {
  const url = new URL(request.url);
  const { identity } = options;
  if (MANAGED_IDENTITY.test(url.pathname)) {
    only("GET", request);
    return managedIdentity(url, request.headers, options);
  }
  if (/^\/[^/]+\/discovery\/instance$/i.test(url.pathname)) {
    only("GET", request);
    return instance(url);
  }
  const match = /^\/([^/]+)\/(.+)$/.exec(url.pathname);
  if (!match) throw TokenError.notFound(url.pathname);
  const tenant = ANY_TENANT.includes(match[1].toLowerCase()) ? identity.tenantId : match[1];
  const path = match[2].toLowerCase();
  const version = path.includes("v2.0") ? "2.0" : "1.0";
  switch (path) {
    case "v2.0/.well-known/openid-configuration":
    case ".well-known/openid-configuration":
      only("GET", request);
      return configuration(url.origin, tenant, version, identity);
    case "discovery/v2.0/keys":
    case "discovery/keys":
      only("GET", request);
      return { keys: [identity.publicJwk()] };
    case "oauth2/v2.0/token":
    case "oauth2/token":
      only("POST", request);
      return await tokenRequest(request, { ...options, tenant, version });
    case "oauth2/v2.0/authorize":
    case "oauth2/authorize":
    case "oauth2/v2.0/devicecode":
    case "oauth2/devicecode":
      throw new TokenError(
        400,
        "unsupported_response_type",
        "The local stand-in signs in no people: use a service principal " +
          "(az login --service-principal) or a managed identity (az login --identity).",
      );
  }
  throw TokenError.notFound(url.pathname);
}

function only(method: string, request: Request): void {
  if (request.method === method) return;
  throw new TokenError(405, "invalid_request", `This address takes ${method} requests only.`);
}

/** The issuer is the one that the tokens name, as Entra would: what checks them need not know the stand-in. */
function configuration(
  origin: string,
  tenant: string,
  version: "1.0" | "2.0",
  identity: LocalIdentity,
): Record<string, unknown> {
  const v2 = version === "2.0" ? "v2.0/" : "";
  const { issuer } = identity.metadata(
    `https://login.microsoftonline.com/${tenant}/${v2}.well-known/openid-configuration`,
  )!;
  const base = `${origin}/${tenant}`;
  return {
    issuer,
    authorization_endpoint: `${base}/oauth2/${v2}authorize`,
    token_endpoint: `${base}/oauth2/${v2}token`,
    device_authorization_endpoint: `${base}/oauth2/${v2}devicecode`,
    jwks_uri: `${base}/discovery/${v2}keys`,
    token_endpoint_auth_methods_supported: [
      "client_secret_post",
      "client_secret_basic",
      "private_key_jwt",
    ],
    response_types_supported: ["token"],
    grant_types_supported: ["client_credentials"],
    scopes_supported: [],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    tenant_region_scope: null,
    cloud_instance_name: new URL(origin).host,
  };
}

/** One cloud with one host: this one. */
function instance(url: URL): Record<string, unknown> {
  const asked = url.searchParams.get("authorization_endpoint") ?? "";
  const tenant = /^https?:\/\/[^/]+\/([^/]+)/.exec(asked)?.[1] ?? "common";
  const { host, origin } = url;
  return {
    tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
