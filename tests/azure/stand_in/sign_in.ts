/** Entra for a few applications: it knows their secrets, and says no in Entra's words. */
import type { Clock } from "../../../lib/core/clock.ts";
import { answerIdentity } from "../../../lib/gateway/identity/identity_endpoints.ts";
import { audienceOf } from "../../../lib/gateway/identity/audience.ts";
import type { LocalIdentity } from "../../../lib/gateway/mod.ts";

/** Who may sign in. */
export interface Application {
  readonly clientId: string;
  readonly secret: string;
  readonly displayName: string;
}

/** What a workload of the application's has in AZURE_FEDERATED_TOKEN_FILE: GitHub's token, say. */
export function federatedToken({ clientId }: Application): string {
  return `github-says-${clientId}`;
}

interface Directory {
  readonly identity: LocalIdentity;
  readonly clock: Clock;
  readonly applications: readonly Application[];
  readonly tokenLifeMs: number;
}

export async function signIn(request: Request, directory: Directory): Promise<Response> {
  const url = new URL(request.url);
  const { identity, clock, applications, tokenLifeMs } = directory;
  if (request.method !== "POST" || !/\/oauth2\/v2\.0\/token$/.test(url.pathname)) {
    return await answerIdentity(request, { identity, clock });
  }
  const form = new URLSearchParams(await request.text());
  const clientId = form.get("client_id") ?? "";
  const application = applications.find((one) => one.clientId === clientId);
  if (application === undefined) {
    return refused(400, "unauthorized_client", 700016, `Application '${clientId}' was not found.`);
  }
  const assertion = form.get("client_assertion");
  if (assertion !== null) {
    if (assertion !== federatedToken(application)) {
      const says = "No matching federated identity record found for presented assertion subject.";
      return refused(401, "invalid_request", 70021, says);
    }
  } else if (form.get("client_secret") !== application.secret) {
    return refused(401, "invalid_client", 7000215, "Invalid client secret provided.");
  }
  const tenantId = identity.tenantOf(url.pathname.split("/")[1]);
  const token = identity.issue(
    {
      aud: audienceOf(form.get("scope") ?? ""),
      appid: clientId,
      // a person's token, for whom the stand-in has no way to sign in but a secret
      ...(application.displayName.includes("@")
        ? { upn: application.displayName }
        : { app_displayname: application.displayName, idtyp: "app" }),
      oid: clientId,
      sub: clientId,
    },
    clock.now(),
    { lifeMs: tokenLifeMs, tenantId },
  );
  const expires_in = Math.max(1, Math.floor(tokenLifeMs / 1000 / clock.speed));
  const answer = {
    token_type: "Bearer",
    expires_in,
    ext_expires_in: expires_in,
    access_token: token,
  };
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
}

function refused(status: number, error: string, code: number, says: string): Response {
  const error_description = `AADSTS${code}: ${says} Trace ID: 0 Correlation ID: 0`;
  return Response.json({ error, error_description, error_codes: [code] }, { status });
}
