/**
 * The token endpoint: applications ask for tokens with a secret or an assertion. Neither is checked: there is
 * no directory here that knows them.
 * @module
 */
import type { IdentityOptions } from "./identity_options.ts";
import { audienceOf } from "./audience.ts";
import { TokenError } from "./token_error.ts";

/** How long a token of an application is valid, in seconds. */
const LIFE_SECONDS = 86_399;

/** A form is shorter than this, in bytes. */
const MAX_FORM_BYTES = 64 * 1024;

export async function tokenRequest(
  request: Request,
  { identity, clock, tenant, version }: IdentityOptions & {
    readonly tenant: string;
    readonly version: "1.0" | "2.0";
  },
): Promise<Record<string, unknown>> {
  const form = await readForm(request);
  const field = (name: string) => {
    const value = form.get(name);
    if (!value) throw TokenError.missing(name);
    return value;
  };
  const grant = field("grant_type");
  if (grant !== "client_credentials") {
    const message =
      `The app requested an unsupported grant type '${grant.slice(0, 80)}': the local ` +
      "stand-in gives tokens for 'client_credentials' only.";
    throw new TokenError(400, "unsupported_grant_type", message, 70003);
  }
  const basic = basicCredentials(request.headers);
  const clientId = basic?.id ?? field("client_id");
  if (!basic?.secret && !form.get("client_secret") && !form.get("client_assertion")) {
    const message = "'client_assertion', 'client_secret' or 'request' is required for the " +
      "'client_credentials' grant type.";
    throw new TokenError(401, "invalid_client", message, 7000216);
  }
  const audience = version === "2.0" ? audienceOf(field("scope")) : field("resource");
  const now = clock.now();
  const tenantId = identity.tenantOf(tenant);
  const token = identity.issue(
    { aud: audience, appid: clientId, appidacr: "1", idtyp: "app", oid: clientId, sub: clientId },
    now,
    { tenantId, lifeMs: LIFE_SECONDS * 1000 },
  );
  const answer = { token_type: "Bearer", access_token: token };
  if (version === "2.0") {
    return { ...answer, expires_in: LIFE_SECONDS, ext_expires_in: LIFE_SECONDS };
  }
  const seconds = Math.floor(now / 1000);
  return {
    ...answer,
    expires_in: String(LIFE_SECONDS),
    ext_expires_in: String(LIFE_SECONDS),
    expires_on: String(seconds + LIFE_SECONDS),
    not_before: String(seconds),
    resource: audience,
  };
}

async function readForm(request: Request): Promise<URLSearchParams> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_FORM_BYTES) {
    await request.body?.cancel();
    throw new TokenError(413, "invalid_request", "The request's body is too large.");
  }
  return new URLSearchParams(await request.text());
}

function basicCredentials(headers: Headers): { id: string; secret: string } | null {
  const encoded = /^Basic (\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (encoded === undefined) return null;
  try {
    const [id, secret = ""] = atob(encoded).split(":");
    return { id: decodeURIComponent(id), secret };
  } catch {
    throw new TokenError(400, "invalid_request", "The Authorization header cannot be read.");
  }
}
