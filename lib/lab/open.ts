/**
 * Opens the lab: the one call of a notebook's set-up cell.
 * @module
 */
import { SystemClock } from "../core/clock.ts";
import { keepSecret } from "../core/redaction.ts";
import { object, recordOf, type Shapes, wholeFrom } from "../core/options.ts";
import { UserError } from "../core/user_error.ts";
import { Secret } from "../core/secret.ts";
import type { RoutingBackend } from "../policies/mod.ts";
import { card } from "./show/card.ts";
import {
  type ConfigOptions,
  exportSignIn,
  type LabConfig,
  loadConfig,
  tooFewBackends,
} from "./config/config.ts";
import { guardConsole } from "./show/console_guard.ts";
import { canUpdate, displayedAs, inKernel, Panel, show, type Showable } from "./show/display.ts";
import { EmbeddedWorld } from "./embedded/world.ts";
import { interruptSignal, orInterrupted, outliveInterrupts } from "./interruption.ts";
import { expectedCost } from "./expected.ts";
import { newRoles } from "./target/new_role.ts";
import { checkReach } from "./target/reach.ts";
import { watchProgress } from "./show/progress.ts";
import { Lab } from "./lab.ts";
import { type RegionTuning, simulatedRegions } from "./target/regions.ts";
import { requireOptions } from "./runs/run_options.ts";
import { prepareService } from "./target/service.ts";

export interface OpenOptions {
  /** How many backends the notebook needs; default 1. With fewer on Azure it runs on the embedded APIM and says so. */
  readonly leastBackends?: number;
  /** Simulated deployments that differ from the usual, by backend id; without effect on Azure. */
  readonly regions?: Readonly<Record<string, RegionTuning>>;
  /** Where the configuration comes from; default: the process's environment and the working directory's `.env`. */
  readonly config?: ConfigOptions;
}

const OPTIONS: Shapes<OpenOptions> = {
  leastBackends: wholeFrom(1),
  regions: recordOf(object), // simulatedRegions looks at each
  config: object,
};

/** The labs that are open, by their notebook. */
const openLabs = new Map<string, Lab>();

/**
 * Reads the configuration, starts the embedded APIM or finds the one on Azure, makes sure that the lab's API is
 * there, and shows the opening card. Opened again for the same notebook, it ends the lab that was open before and
 * starts anew.
 * @param part name of the notebook: `02-latency-based`.
 * @throws ConfigError, ApimError, UserError: each says what to do.
 */
export async function openLab(part: string, options: OpenOptions = {}): Promise<Lab> {
  outliveInterrupts();
  if (inKernel()) guardConsole(console);
  if (typeof part !== "string" || part.trim() === "") {
    throw new UserError(`openLab takes the notebook's name first, as in openLab("04-spillover").`);
  }
  requireOptions(`openLab("${part}")`, options, OPTIONS);
  const place = new OpeningPlace(part);
  await place.say("reading the configuration");
  const config = await chooseTarget(options.leastBackends ?? 1, options.config);
  watchProgress(config.pace !== "instant");
  await place.say(
    config.target === "embedded"
      ? "starting the embedded APIM and its regions"
      : `finding ${config.apim.serviceName} on Azure, and making sure that the lab's API is there`,
  );
  const world = config.target === "embedded"
    ? await EmbeddedWorld.open({
      regions: simulatedRegions(config.backends, options.regions),
      service: {
        subscriptionId: config.apim.subscriptionId,
        resourceGroup: config.apim.resourceGroup,
        name: config.apim.serviceName,
        location: "East US",
      },
      seed: config.seed,
    })
    : null;
  if (world === null) await exportSignIn(options.config?.folder);
  try {
    const backends = resolveBackends(config, world);
    for (const { apiKey } of backends) keepSecret(apiKey?.reveal() ?? "");
    const signal = interruptSignal();
    const service = await orInterrupted(prepareService(config, world, signal), signal);
    const { id: apiId, path: apiPath } = service.api;
    keepSecret(service.key.reveal());
    const lab = new Lab({
      part,
      config: { ...config, apim: { ...config.apim, apiId, apiPath } },
      backends,
      ...service,
      clock: world?.clock ?? new SystemClock({ speed: config.clockSpeed }),
      world,
      resultsFolder: config.resultsFolder,
    });
    if (config.target === "azure") await sayWhatItCosts(lab);
    await lab.prepare();
    await lab.serveBaseline();
    const notices = config.target === "azure" ? await reached(lab, place) : [];
    await world?.reset(); // so that lab.reset() comes back to what is here now
    const replaced = await replace(part, lab);
    displayedAs(lab, () => card(lab));
    await place.show(card(lab));
    for (const notice of notices) await show(`⚠️ ${notice}`);
    if (replaced) await show(replaced);
    return lab;
  } catch (error) {
    await world?.close();
    throw error;
  }
}

/** Before anything is sent: how much will be. */
async function sayWhatItCosts({ part, backends: [{ deployment }], config }: Lab): Promise<void> {
  const expected = expectedCost(part, deployment, config.maxRequests);
  if (expected !== null) await show(`**This notebook sends** ${expected}.`);
}

/** Whether each backend answers. @returns what is worth knowing @throws UserError that says what to do */
async function reached(lab: Lab, place: OpeningPlace): Promise<string[]> {
  const { backends, gateway, clock, apim, config } = lab;
  return await checkReach({
    backends,
    gateway,
    clock,
    direct: lab.direct.bind(lab),
    roleIsNew: newRoles(apim, config.apim.subscriptionId, () => clock.now()),
    say: (what) => place.say(what),
    spend: (count) => lab.budget.spend(count, "looking whether each backend answers"),
    signal: interruptSignal(),
  });
}

let opened = 0;

/** Where the cell says what openLab is at, until the card takes its place. */
class OpeningPlace {
  readonly #panel = new Panel(`lab-${++opened}`);

  constructor(readonly part: string) {}

  async say(what: string): Promise<void> {
    if (canUpdate()) await this.#panel.update({ text: `${this.part}: ${what} ...` });
  }

  /** What stays. */
  async show(item: Showable): Promise<void> {
    await (canUpdate() ? this.#panel.update(item) : show(item));
  }
}

/** Ends the lab that this notebook had open, and says what that resets; null where it had none. */
async function replace(part: string, lab: Lab): Promise<string | null> {
  const before = openLabs.get(part);
  openLabs.set(part, lab);
  if (before === undefined || before.target === "azure") return null;
  if (before.closed) return "Opened again: it starts from the first day, with no claim checked.";
  await before.end(
    `This lab was replaced: openLab("${part}") was called again. Use what that call gave, or give the second lab ` +
      "another name.",
  );
  return "Set up again: the lab that was open is closed. Its faults, policies, breakers, buckets and claims are " +
    "gone; the new one starts from the first day. What earlier cells have measured is still in their variables.";
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

/** The configured backends; embedded ones get their region's endpoint and key. */
function resolveBackends(config: LabConfig, world: EmbeddedWorld | null): RoutingBackend[] {
  if (config.target === "azure") return [...config.backends];
  return config.backends.map((plan) => {
    const { endpoint, apiKey } = world!.endpoints.find(({ id }) => id === plan.id)!;
    return { ...plan, endpoint, apiKey: new Secret(apiKey) };
  });
}
