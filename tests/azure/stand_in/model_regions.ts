/** Azure OpenAI resources: they know keys and tokens, have real limits, and no way to switch a fault on. */
import { createLocalJWKSet, type JWTPayload, jwtVerify } from "jose";
import type { Clock } from "../../../lib/core/clock.ts";
import type { Random } from "../../../lib/core/random.ts";
import { HeaderMap, type LocalIdentity } from "../../../lib/gateway/mod.ts";
import { webHandler } from "../../../lib/gateway/adapters/web_messages.ts";
import { HttpServer } from "../../../lib/gateway/http1/server.ts";
import { SYSTEM_ASSIGNED } from "../../../lib/gateway/adapters/local_identity.ts";
import { modelHandler } from "../../../lib/models/http/handler.ts";
import { type PaygQuota, Region, type RegionConfiguration } from "../../../lib/models/mod.ts";
import type { Manners } from "./manners.ts";

export interface ModelRegion {
  readonly id: string;
  readonly endpoint: string;
  readonly apiKey: string;
  readonly region: Region;
}

interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly identity: LocalIdentity;
  readonly manners: Manners;
  readonly tls: { readonly certificate: string; readonly key: string };
  readonly signal: AbortSignal;
  /** Told when a principal is refused. */
  readonly onRefused: () => void;
}

const AUDIENCES = ["https://cognitiveservices.azure.com", "https://cognitiveservices.azure.us"];

export function serveRegions(
  configurations: readonly RegionConfiguration[],
  { clock, random, identity, manners, tls, signal, onRefused }: Surroundings,
): ModelRegion[] {
  const quotas = new Map<string, PaygQuota>();
  const keys = createLocalJWKSet({ keys: [{ ...identity.publicJwk(), kty: "RSA" }] });
  const known = new Map<string, JWTPayload>(); // each token's signature is checked once
  const startMs = clock.now();
  let firstAskedMs: number | null = null; // with a token
  return configurations.map((configuration) => {
    const { id } = configuration;
    const region = new Region(configuration, { random, startMs, quotas });
    const apiKey = random.fork(`${id}/key`).uuid().replaceAll("-", "");
    const handle = modelHandler({ region, clock, random: random.fork(`${id}/http`), apiKey });
    const door = async (request: Request) => {
      if (new URL(request.url).pathname.startsWith("/_")) {
        return new Response(null, { status: 404 });
      }
      const bearer = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
      const refusal = bearer === undefined ? null : await refuse(bearer);
      return refusal ?? await handle(request);
    };
    async function verified(token: string): Promise<JWTPayload | null> {
      const currentDate = new Date(clock.now());
      const before = known.get(token);
      if (before !== undefined) return currentDate.getTime() < before.exp! * 1000 ? before : null;
      const claims = await jwtVerify(token, keys, { currentDate })
        .then(({ payload }) => payload, () => null);
      if (claims !== null) known.set(token, claims);
      return claims;
    }
    async function refuse(token: string): Promise<Response | null> {
      const claims = await verified(token);
      const audience = [claims?.aud ?? ""].flat()[0].replace(/\/$/, "");
      if (claims === null || !AUDIENCES.includes(audience)) {
        const message = "Access denied due to invalid subscription key or wrong API endpoint.";
        return Response.json({ error: { code: "401", message } }, { status: 401 });
      }
      const gateway = claims.appid === SYSTEM_ASSIGNED;
      firstAskedMs ??= clock.now();
      if (
        clock.now() - firstAskedMs >= manners.rolesAfterMs && (!gateway || manners.gatewayMayCall)
      ) {
        return null;
      }
      onRefused();
      const message =
        `The principal \`${claims.oid ?? claims.appid}\` lacks the required data action ` +
        "`Microsoft.CognitiveServices/accounts/OpenAI/responses/write` to perform " +
        "`POST /openai/responses` operation.";
      return Response.json({ error: { code: "PermissionDenied", message } }, { status: 401 });
    }
    const onError = () => ({
      statusCode: 500,
      statusReason: "",
      headers: new HeaderMap(),
      body: null,
    });
    const server = new HttpServer({ port: 0, signal, tls, onError }, webHandler(door));
    return { id, endpoint: server.url, apiKey, region };
  });
}
