/**
 * Tokens of managed identities, as App Service (`/msi/token`) and virtual machines
 * (`/metadata/identity/oauth2/token`) hand them out.
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 * @module
 */
import { SYSTEM_ASSIGNED } from "../adapters/local_identity.ts";
import type { IdentityOptions } from "./identity_options.ts";
import { TokenError } from "./token_error.ts";

/** How long such a token is valid, in seconds. */
const LIFE_SECONDS = 86_400;

export function managedIdentity(
  url: URL,
  headers: Headers,
  { identity, clock }: IdentityOptions,
): Record<string, unknown> {
  const onMachine = url.pathname.toLowerCase().startsWith("/metadata/");
  // these headers keep requests out that something was made to send
  if (onMachine && headers.get("metadata")?.toLowerCase() !== "true") {
    throw new TokenError(400, "invalid_request", "Required metadata header not specified");
  }
  if (!onMachine && !headers.get("x-identity-header") && !headers.get("secret")) {
    const message = "The header X-IDENTITY-HEADER is missing: send any text.";
    throw new TokenError(401, "unauthorized_client", message);
  }
  const query = url.searchParams;
  const resource = query.get("resource");
  if (!resource) {
    throw new TokenError(400, "invalid_request", "The query parameter 'resource' is missing.");
  }
  const named = ["client_id", "clientid", "principal_id", "object_id", "mi_res_id", "msi_res_id"]
    .map((name) => query.get(name)).find((value) => value);
  const now = clock.now();
  const appid = named ?? SYSTEM_ASSIGNED;
  const claims = { aud: resource, appid, oid: appid, sub: appid, idtyp: "app" };
  const token = identity.issue(claims, now, { lifeMs: LIFE_SECONDS * 1000 });
  const seconds = Math.floor(now / 1000);
  return {
    access_token: token,
    client_id: appid,
    expires_in: String(LIFE_SECONDS),
    expires_on: String(seconds + LIFE_SECONDS),
    ext_expires_in: String(LIFE_SECONDS),
    not_before: String(seconds),
    resource,
    token_type: "Bearer",
  };
}
