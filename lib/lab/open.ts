/**
 * Opens the lab: the one call of a notebook's set-up cell.
 * @module
 */
import { SystemClock } from "../core/clock.ts";
import { Secret } from "../core/secret.ts";
import { deployStrategy } from "../apim/mod.ts";
import { baseline, type RoutingBackend } from "../policies/mod.ts";
import { send } from "../workload/mod.ts";
import { card } from "./card.ts";
import {
  type ConfigOptions,
  exportSignIn,
  type LabConfig,
  loadConfig,
  tooFewBackends,
} from "./config.ts";
import { redactWith, show } from "./display.ts";
import { type Embedded, startEmbedded } from "./embedded.ts";
import { Lab, prepareService, type Service } from "./lab.ts";
import { type RegionTuning, simulatedRegions } from "./regions.ts";

/** How much faster than life the embedded regions run, unless told otherwise. */
const EMBEDDED_SPEED = 20;
/** Requests through the gateway before the first measured one, for each backend. */
const WARM_UP_REQUESTS = 6;

export interface OpenOptions {
  /** How many backends the notebook needs; default 1. With fewer on Azure it runs on the embedded APIM and says so. */
  readonly leastBackends?: number;
  /** Simulated deployments that differ from the usual, by backend id; without effect on Azure. */
  readonly regions?: Readonly<Record<string, RegionTuning>>;
  /** Simulated milliseconds in a real one; default 20. Without effect on Azure. */
  readonly speed?: number;
  /** Where the configuration comes from; default: the process's environment and the working directory's `.env`. */
  readonly config?: ConfigOptions;
}

/**
 * Reads the configuration, starts the embedded APIM or finds the one on Azure, makes sure that the lab's API is
 * there, and shows the opening card.
 * @param part name of the notebook: `02-latency-based`.
 * @throws ConfigError, ApimError: each says what to do.
 */
export async function openLab(part: string, options: OpenOptions = {}): Promise<Lab> {
  const config = await chooseTarget(options.leastBackends ?? 1, options.config);
  const speed = config.target === "embedded" ? options.speed ?? EMBEDDED_SPEED : 1;
  const embedded = config.target === "embedded"
    ? await startEmbedded({
      regions: simulatedRegions(config.backends, options.regions),
      service: {
        subscriptionId: config.apim.subscriptionId,
        resourceGroup: config.apim.resourceGroup,
        name: config.apim.serviceName,
        location: "East US",
      },
      seed: config.seed,
      speed,
    })
    : null;
  if (embedded === null) await exportSignIn(options.config?.folder);
  try {
    const backends = resolveBackends(config, embedded);
    const service = await prepareService(config, embedded);
    keepSecret([service.key, ...backends.map((backend) => backend.apiKey)]);
    const lab = new Lab({
      part,
      config,
      backends,
      ...service,
      clock: new SystemClock({ speed }),
      embedded,
      resultsFolder: config.resultsFolder,
    });
    await lab.prepare();
    if (embedded) await warmUp(lab, service);
    await show(card(lab));
    return lab;
  } catch (error) {
    embedded?.close();
    throw error;
  }
}

/** The configuration, or the embedded target's where Azure has too few backends for the notebook. */
async function chooseTarget(
  leastBackends: number,
  options?: ConfigOptions,
): Promise<LabConfig> {
  const config = await loadConfig(options);
  if (config.target === "embedded" || config.backends.length >= leastBackends) return config;
  const embedded = await loadConfig({ ...options, target: "embedded" });
  return { ...embedded, notices: [...embedded.notices, tooFewBackends(config)!] };
}

/** The first calls compile a fresh gateway's code and would show up in a measurement. */
async function warmUp(lab: Lab, { apim, api, key }: Service): Promise<void> {
  const { clock, backends } = lab;
  for (const backend of backends) {
    await deployStrategy(apim, baseline(backend, lab.options), { api, key, clock });
    const calls = Array.from({ length: WARM_UP_REQUESTS }, () => lab.send());
    await Promise.all([...calls, send(lab.direct(backend))]);
  }
}

/** The configured backends; embedded ones get their region's endpoint and key. */
function resolveBackends(config: LabConfig, embedded: Embedded | null): RoutingBackend[] {
  if (config.target === "azure") return [...config.backends];
  return config.backends.map((plan) => {
    const { endpoint, apiKey } = embedded!.endpoints.find(({ id }) => id === plan.id)!;
    return { ...plan, endpoint, apiKey: new Secret(apiKey) };
  });
}

/** Nothing that a cell shows may hold a key. */
function keepSecret(secrets: readonly (Secret | null)[]): void {
  redactWith((text) => secrets.reduce((safe, secret) => secret?.redact(safe) ?? safe, text));
}
