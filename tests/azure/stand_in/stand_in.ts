/** A stand-in for Azure with Azure's manners: ARM, sign-in, a gateway of several units, model resources. */
import type { MaybePromise } from "../../../lib/core/maybe_promise.ts";
import { Random } from "../../../lib/core/random.ts";
import { makeLocalCertificate } from "../../../lib/gateway/adapters/local_certificate.ts";
import { webHandler } from "../../../lib/gateway/adapters/web_messages.ts";
import type { MessageHandler } from "../../../lib/gateway/http1/caller_connection.ts";
import { HttpServer } from "../../../lib/gateway/http1/server.ts";
import { answerIdentity } from "../../../lib/gateway/identity/identity_endpoints.ts";
import { createManagementPlane } from "../../../lib/gateway/management/mod.ts";
import {
  compileDocument,
  createGateway,
  HeaderMap,
  HttpTransport,
  LocalIdentity,
  TelemetryRecorder,
  TraceStore,
} from "../../../lib/gateway/mod.ts";
import type { RegionConfiguration } from "../../../lib/models/mod.ts";
import { lossyNetwork } from "../lossy_network.ts";
import { FrontDoor } from "./front_door.ts";
import { clockOf, GatewayUnits } from "./gateway_units.ts";
import { type Manners, USUAL } from "./manners.ts";
import { type ModelRegion, serveRegions } from "./model_regions.ts";
import { type Application, signIn } from "./sign_in.ts";

export const SUBSCRIPTION = "11111111-2222-4333-8444-555555555555";
const GROUP = "rg-training";
const SERVICE = "apim-training";
export const TENANT = "aaaaaaaa-1111-4222-8333-444444444444";

/** Two attendees. */
export const ANNA: Application = {
  clientId: "a0000000-0000-4000-8000-000000000001",
  secret: "annas-secret",
  displayName: "anna.meier@contoso.example",
};
export const BEN: Application = {
  clientId: "b0000000-0000-4000-8000-000000000002",
  secret: "bens-secret",
  displayName: "ben",
};
/** A small Standard deployment that plays the PTU, and two with room. */
const REGIONS: readonly RegionConfiguration[] = [
  region("backend-a", "eastus", 100_000, 5),
  region("backend-b", "westus", 600_000, 65),
  region("backend-c", "swedencentral", 600_000, 110),
];

function region(
  id: string,
  name: string,
  tokensPerMinute: number,
  networkMs: number,
): RegionConfiguration {
  const latency = { networkMs };
  const deployment = { model: "gpt-4o", type: "PAYG", latency, tokensPerMinute } as const;
  // one for each attendee, as the quota of one is too little for what two do at once
  const deployments = [ANNA, BEN].map((who) => ({ ...deployment, name: deploymentOf(who) }));
  return { id, region: name, deployments };
}

function deploymentOf({ displayName }: Application): string {
  return `gpt-4o-${displayName.split(/[.@]/)[0]}`;
}

export interface StandInOptions {
  readonly manners?: Partial<Manners>;
  readonly regions?: readonly RegionConfiguration[];
  /** What the service holds before anybody comes. */
  readonly content?: "fresh" | "full";
}

export interface StandIn extends AsyncDisposable {
  readonly manners: Manners;
  readonly managementUrl: string;
  readonly gatewayUrl: string;
  readonly authorityUrl: string;
  /** http on this machine: gives managed identities their tokens, as App Service does. */
  readonly identityEndpoint: string;
  readonly regions: readonly ModelRegion[];
  readonly units: GatewayUnits;
  readonly door: FrontDoor;
  /** PEM of the authority that its certificates are signed by. */
  readonly authority: string;
  /** Of whoever uses it: what `.env` and the environment would hold. @param authorityFile holds the PEM */
  environment(
    who: Application,
    authorityFile: string,
    auth?: "key" | "managed-identity",
  ): Record<string, string>;
  /** Below the service, past sign-in and manners: `backends`. */
  // deno-lint-ignore no-explicit-any -- JSON
  ask(path: string, method?: string, body?: unknown): Promise<any>;
}

export async function startStandIn(
  { manners: changed = {}, regions = REGIONS, content = "fresh" }: StandInOptions = {},
): Promise<StandIn> {
  const manners = { ...USUAL, ...changed };
  const clock = clockOf(manners);
  const random = new Random(manners.seed);
  const certificate = await makeLocalCertificate(clock.now());
  const identity = new LocalIdentity({ tenantId: TENANT });
  const stop = new AbortController();
  const { signal } = stop;
  const tls = { certificate: certificate.certificate, key: certificate.key };
  const onError = (error: unknown) => {
    console.error(error);
    return { statusCode: 500, statusReason: "", headers: new HeaderMap(), body: null };
  };
  const serveMessages = (handler: MessageHandler) =>
    new HttpServer({ port: 0, signal, tls, onError, maxBodyBytes: 1024 * 1024 }, handler).url;
  const serve = (handler: (request: Request) => MaybePromise<Response>) =>
    serveMessages(webHandler(handler));

  const transport = new HttpTransport(clock, { caCerts: [certificate.authority] });
  const { ports } = createGateway({
    ports: {
      clock,
      random: random.fork("gateway"),
      transport,
      identity,
      telemetry: new TelemetryRecorder(),
    },
  });
  const traces = new TraceStore(ports);
  const units = new GatewayUnits(ports, traces, manners, random.fork("units"));
  const gatewayUrl = serveMessages((request, caller) => units.handle(request, caller));
  const applications = [ANNA, BEN];
  const { tokenLifeMs } = manners;
  const authorityUrl = serve(async (request) => {
    const response = await signIn(request, { identity, clock, applications, tokenLifeMs });
    if (request.method === "POST" && response.ok) door.count("token issued");
    return response;
  });
  const identityServer = new HttpServer(
    { port: 0, signal, onError },
    webHandler((request) => answerIdentity(request, { identity, clock })),
  );
  const plane = createManagementPlane({
    clock,
    random,
    service: {
      subscriptionId: SUBSCRIPTION,
      resourceGroup: GROUP,
      name: SERVICE,
      location: "East US",
      gatewayUrl,
      sku: manners.tier,
    },
    compile: compileDocument,
    publish: (configuration) => units.publish(configuration),
    traces,
    tenantId: TENANT,
    loginUrl: authorityUrl,
  });
  const door = new FrontDoor({
    plane,
    identity,
    clock,
    random: random.fork("manners"),
    manners,
    subscriptionId: SUBSCRIPTION,
  });
  const arm = serve((request) => door.handle(request));
  const network = random.fork("network");
  const drops = () => {
    if (network.next() >= manners.drops) return false;
    door.count("connection lost");
    return true;
  };
  const lossy = manners.drops > 0 ? lossyNetwork(arm, drops, drops) : null;
  const managementUrl = lossy?.url.replace("http:", "https:") ?? arm;
  const models = serveRegions(regions, {
    ...{ clock, random, identity, manners, tls, signal },
    onRefused: () => door.count("PermissionDenied"),
  });
  door.keys = models.map(({ apiKey }) => apiKey);
  const service = (init?: RequestInit) =>
    plane.handle(
      new Request(`${managementUrl}${plane.serviceId}?api-version=2024-05-01`, init),
    );
  await service({
    method: "PATCH",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ identity: { type: "SystemAssigned" } }),
  });
  const { identity: { principalId } } = await (await service()).json();
  door.accounts = {
    subscriptionId: SUBSCRIPTION,
    resourceGroup: GROUP,
    regions: models,
    rolesSince: () => clock.now() - 60_000,
    hasRole: (id) => manners.gatewayMayCall || id !== principalId,
  };
  const ask = async (path: string, method = "GET", body?: unknown) => {
    const url = `${managementUrl}${plane.serviceId}/${path}?api-version=2024-05-01`;
    const headers = { "content-type": "application/json", "if-match": "*" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await plane.handle(new Request(url, { method, headers, ...sent }));
    const text = await response.text();
    return text === "" ? null : JSON.parse(text);
  };
  if (content === "full") await fill(ask);
  return {
    manners,
    managementUrl,
    gatewayUrl,
    authorityUrl,
    identityEndpoint: `${identityServer.url}/msi/token`,
    regions: models,
    units,
    door,
    authority: certificate.authority,
    ask,
    environment: (who, authorityFile, auth = "key") => ({
      DENO_CERT: authorityFile, // for fetch
      NODE_EXTRA_CA_CERTS: authorityFile, // for the SDK
      AZURE_RESOURCE_MANAGER_ENDPOINT: managementUrl,
      AZURE_AUTHORITY_HOST: authorityUrl,
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: who.clientId,
      AZURE_CLIENT_SECRET: who.secret,
      AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
      APIM_RESOURCE_GROUP: GROUP,
      APIM_SERVICE_NAME: SERVICE,
      WORKSHOP_CLOCK_SPEED: String(manners.speed),
      BACKEND_AUTH: auth,
      ...Object.assign({}, ...models.map((model, i) => backendVariables(model, i, who, auth))),
    }),
    async [Symbol.asyncDispose]() {
      stop.abort();
      lossy?.[Symbol.dispose]();
      transport.close();
    },
  };
}

function backendVariables(
  { endpoint, apiKey, region }: ModelRegion,
  i: number,
  who: Application,
  auth: "key" | "managed-identity",
): Record<string, string> {
  const letter = "ABCDEF"[i];
  return {
    [`BACKEND_${letter}_AZURE_OPENAI_ENDPOINT`]: endpoint,
    ...(auth === "key" && { [`BACKEND_${letter}_AZURE_OPENAI_API_KEY`]: apiKey }),
    [`BACKEND_${letter}_DEPLOYMENT`]: deploymentOf(who),
    [`BACKEND_${letter}_REGION`]: region.region,
    [`BACKEND_${letter}_TYPE`]: i === 0 ? "PTU" : "PAYG",
  };
}

/** Other people's work. */
async function fill(ask: StandIn["ask"]): Promise<void> {
  for (let i = 0; i < 30; i++) {
    const properties = { displayName: `Orders ${i}`, path: `orders/${i}`, protocols: ["https"] };
    await ask(`apis/orders-${i}`, "PUT", { properties });
    await ask(`backends/backend-${i}`, "PUT", {
      properties: { url: `https://orders-${i}.contoso.example`, protocol: "http" },
    });
    await ask(`namedValues/secret-${i}`, "PUT", {
      properties: { displayName: `secret-${i}`, value: `theirs-${i}`, secret: true },
    });
  }
}
