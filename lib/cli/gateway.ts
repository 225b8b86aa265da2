/**
 * `deno task gateway`: the embedded APIM and its model regions as a process of their own.
 * @module
 */
import {
  type Fidelity,
  HttpTransport,
  LocalIdentity,
  PortInUseError,
  type RunningGateway,
  serveGateway,
} from "../gateway/mod.ts";
import { type ModelsConfiguration, type ModelServers, serveModels } from "../models/mod.ts";
import { SystemClock } from "../core/clock.ts";
import { isHostname } from "../core/local_access.ts";
import { Secret } from "../core/secret.ts";
import { buildPolicy, STRATEGIES } from "../policies/mod.ts";
import { UserError } from "../core/user_error.ts";
import { type ConsoleRegions, createConsole } from "../console/mod.ts";
import { type Certificate, type CertificateFiles, certificateOf } from "./certificate.ts";
import { readFidelity } from "./fidelity_file.ts";
import { readOptions, runCommand, UsageError } from "./command.ts";
import { readModelsFile } from "./models_file.ts";
import { onEndingSignal } from "./signals.ts";

type StrategyName = (typeof STRATEGIES)[number];

const USAGE = `usage: deno task gateway [options]
  --port N             data plane (default 0: any free port)
  --management-port N  management plane, ARM REST (default 0: any free port)
  --models FILE        simulated model regions, JSON (default: three regions)
  --strategy NAME      puts an API with this strategy over the regions, and prints its address and key
  --fidelity FILE      open questions answered as a service was seen to: the report of deno task parity
  --tls                HTTPS on all ports, with a certificate that is made for this run
  --tls-authority FILE where to write that certificate's authority (default: a temporary file)
  --tls-cert FILE, --tls-key FILE
                       HTTPS with this certificate chain and key, PEM
  --identity           a local stand-in for sign-in: OpenID metadata, tokens, managed identities
  --identity-port N    its port (default 0: any free port)
  --check-tokens       with --identity: the management plane asks for a token of that stand-in
  --host NAME          answers to this host, too, where only local ones are answered to; may be given again
  --json               one line of JSON on stdout once it listens
Runs until it is interrupted. Everything else is configured through ARM REST, as in Azure.

example: deno task gateway --port 8080 --management-port 8081 --json
exit code: 0 when it was interrupted, 1 when it could not listen, 2 for wrong usage`;

const OPTIONS = {
  port: { type: "string", default: "0" },
  "management-port": { type: "string", default: "0" },
  models: { type: "string" },
  strategy: { type: "string" },
  fidelity: { type: "string" },
  tls: { type: "boolean", default: false },
  "tls-authority": { type: "string" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  identity: { type: "boolean", default: false },
  "identity-port": { type: "string", default: "0" },
  "check-tokens": { type: "boolean", default: false },
  host: { type: "string", multiple: true },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function readArguments(args: readonly string[]) {
  const values = readOptions(args, OPTIONS);
  const { "tls-cert": cert, "tls-key": key, "tls-authority": authority } = values;
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError("--tls-cert and --tls-key belong together: give both, or neither");
  }
  if (cert !== undefined && authority !== undefined) {
    throw new UsageError("--tls-authority is for a certificate that is made here: leave it out");
  }
  if (values["check-tokens"] && !values.identity) {
    throw new UsageError("--check-tokens asks for tokens of --identity: give both");
  }
  const secure = values.tls || cert !== undefined || authority !== undefined;
  return {
    help: values.help,
    json: values.json,
    hosts: (values.host ?? []).map(hostOf),
    models: values.models,
    strategy: strategyOf(values),
    fidelityFile: values.fidelity,
    certificate: secure ? { cert, key, authority } : null,
    identity: values.identity,
    identityPort: portOf("--identity-port", values["identity-port"]),
    checkTokens: values["check-tokens"],
    port: portOf("--port", values.port),
    managementPort: portOf("--management-port", values["management-port"]),
  };
}

/** @throws UsageError */
function strategyOf(
  { strategy, tls, "check-tokens": checkTokens }: {
    readonly strategy?: string;
    readonly tls: boolean;
    readonly "check-tokens": boolean;
  },
): StrategyName | null {
  if (strategy === undefined) return null;
  const known = STRATEGIES.find((name) => name === strategy);
  if (!known) {
    throw new UsageError(`--strategy is one of ${STRATEGIES.join(", ")}: it is "${strategy}"`);
  }
  if (tls || checkTokens) {
    throw new UsageError("--strategy goes with neither --tls nor --check-tokens: leave it out");
  }
  return known;
}

function hostOf(name: string): string {
  if (isHostname(name)) return name;
  throw new UsageError(
    `--host takes the name of a host, without scheme and port: it is "${name}"`,
  );
}

function portOf(option: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`${option} takes a port number from 0 to 65535: it is "${text}"`);
}

async function readModels(file: string | undefined): Promise<Partial<ModelsConfiguration>> {
  if (file === undefined) return {};
  try {
    return await readModelsFile(file);
  } catch (error) {
    throw error instanceof UserError ? new UsageError(error.message) : error;
  }
}

async function readSwitches(file: string | undefined): Promise<Partial<Fidelity>> {
  if (file === undefined) return {};
  try {
    return await readFidelity(file);
  } catch (error) {
    throw error instanceof UserError ? new UsageError(`--fidelity ${error.message}`) : error;
  }
}

async function startModels(
  configuration: Partial<ModelsConfiguration>,
  tls: Certificate | undefined,
): Promise<ModelServers> {
  try {
    return await serveModels({ ...configuration, tls });
  } catch (error) {
    throw new UsageError(`--models: ${(error as Error).message}`); // a region's port is in use
  }
}

/** The regions as a console looks at them. */
function regionsOf(models: ModelServers): ConsoleRegions {
  return {
    keys: models.endpoints.map(({ apiKey }) => apiKey),
    stats: () => models.stats(),
    faults: () => models.regions.map(({ id, faults }) => ({ id, faults: faults.switched })),
    switchFaults: (id, faults) => models.switchFaults(id, faults),
  };
}

/** Where the strategy's API takes requests, and the key that it asks for. */
interface Routing {
  readonly url: string;
  readonly key: string;
}

/** What `--json` prints. */
function describe(
  { gateway, gatewayUrl, managementUrl, identityUrl }: RunningGateway,
  models: ModelServers,
  authorityFile: string | null,
  routing: Routing | null,
) {
  const { subscriptionId, resourceGroup, name } = gateway.service;
  return {
    gateway: gatewayUrl,
    management: managementUrl,
    subscriptionId,
    resourceGroup,
    service: name,
    models: models.endpoints.map(({ id, endpoint, apiKey, deployment, region }) => ({
      id,
      endpoint,
      apiKey,
      deployment,
      region,
    })),
    console: `${managementUrl}/console/`,
    ...(identityUrl !== null && { identity: identityUrl }),
    ...(authorityFile !== null && { authority: authorityFile }),
    ...(routing !== null && { routing }),
  };
}

function toText(description: ReturnType<typeof describe>): string {
  const { gateway, management, subscriptionId, resourceGroup, service, models } = description;
  const { identity, authority, routing } = description;
  const trust = authority ? `--cacert ${authority} ` : "";
  return [
    `gateway      ${gateway}`,
    `management   ${management}  (ARM REST, api-version 2024-05-01)`,
    `console      ${description.console}  (requests, traces, breakers and policies, in a browser)`,
    `service      /subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}` +
    `/providers/Microsoft.ApiManagement/service/${service}`,
    ...models.map(({ id, endpoint, deployment, region, apiKey }) =>
      `model        ${id}: ${deployment} in ${region}, ${endpoint}, api-key ${apiKey}`
    ),
    ...(identity ? [`identity     ${identity}  (sign-in: docs/clients.md)`] : []),
    ...(authority ? [`authority    ${authority}  (the certificate for clients to trust)`] : []),
    ...(routing ? [`routing      ${routing.url}, Ocp-Apim-Subscription-Key ${routing.key}`] : []),
    "",
    ...(routing
      ? [
        "Next: send a request, and see it in the console; what else there is to do: docs/clients.md.",
        `  curl ${trust}-H "Ocp-Apim-Subscription-Key: ${routing.key}" -H "Content-Type: application/json" ` +
        `-d '{"input":"Say hello."}' ${routing.url}`,
      ]
      : [
        "Next: look at the service, then put an API and a policy into it, by any client of ARM (docs/clients.md):",
        `  curl ${trust}"${management}/subscriptions/${subscriptionId}` +
        `/resourceGroups/${resourceGroup}/providers/Microsoft.ApiManagement/service/${service}` +
        '?api-version=2024-05-01"',
      ]),
    "Press Ctrl+C to stop.",
  ].join("\n");
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => onEndingSignal(resolve));
}

async function main(args: readonly string[]): Promise<number> {
  const options = readArguments(args);
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  const configuration = await readModels(options.models);
  const fidelity = await readSwitches(options.fidelityFile);
  const stop = interrupted();
  const tls = options.certificate === null ? undefined : await readCertificate(options.certificate);
  await using models = await startModels(configuration, tls);
  const clock = new SystemClock();
  const looking = createConsole({ clock, regions: regionsOf(models), results: "results" });
  await using running = await serveGateway({
    port: options.port,
    managementPort: options.managementPort,
    hosts: options.hosts,
    identityPort: options.identityPort,
    checkTokens: options.checkTokens,
    ...looking,
    fidelity,
    ...(tls && { tls: { certificate: tls.certificate, key: tls.key } }),
    identity: options.identity ? new LocalIdentity() : undefined,
    ...(tls && {
      ports: { transport: new HttpTransport(clock, { caCerts: [tls.authority] }) },
    }),
  });
  const { strategy } = options;
  const routing = strategy === null ? null : await deployRouting(running, models, strategy);
  const description = describe(running, models, tls?.authorityFile ?? null, routing);
  console.log(options.json ? JSON.stringify(description) : toText(description));
  await stop;
  if (tls?.authorityFile && options.certificate?.authority === undefined) {
    await Deno.remove(tls.authorityFile).catch(() => {}); // temporary, and somebody may have tidied up
  }
  return 0;
}

/** The API and the strategy as the notebooks put them: through the SDK, which loads only for this. */
async function deployRouting(
  { gateway: { service }, gatewayUrl, managementUrl }: RunningGateway,
  models: ModelServers,
  strategy: StrategyName,
): Promise<Routing> {
  const { connect, deployStrategy, ensureApi, ensureSubscription } = await import("../apim/mod.ts");
  const { subscriptionId, resourceGroup, name: serviceName } = service;
  const apim = await connect({
    subscriptionId,
    resourceGroup,
    serviceName,
    endpoint: managementUrl,
    gatewayUrl,
  });
  const api = { id: "multi-region-router", path: "routing" };
  await ensureApi(apim, api);
  const { key } = await ensureSubscription(apim, api.id);
  const backends = models.endpoints.map(({ id, region, type, deployment, endpoint, apiKey }) => ({
    id,
    label: `${type}-${region}`,
    region,
    type,
    priority: type === "PTU" ? 1 : 2,
    weight: type === "PTU" ? 100 : 50,
    deployment,
    endpoint,
    apiKey: new Secret(apiKey),
  }));
  const clock = new SystemClock();
  await deployStrategy(apim, buildPolicy(strategy, backends), { api, key, clock });
  return { url: `${gatewayUrl}/${api.path}/responses`, key: key.reveal() };
}

async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  try {
    return await certificateOf(files);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

if (import.meta.main) await runCommand("gateway", main, { known: [PortInUseError] });
