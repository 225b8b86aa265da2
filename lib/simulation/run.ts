/**
 * One run: a strategy under a scenario's traffic, from the first arrival to the last answer.
 * @module
 */
import { unknownName, UnknownNameError } from "../core/one_of.ts";
import { Random } from "../core/random.ts";
import { unlessAborted } from "../core/unless_aborted.ts";
import type { Fidelity } from "../gateway/mod.ts";
import { type DeploymentStats, ptuUnits } from "../models/mod.ts";
import { Callers } from "./callers.ts";
import { Ledger } from "./ledger.ts";
import type { OnFinished } from "./model_transport.ts";
import type { Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios/mod.ts";
import { strategyByName, type StrategyDefinition } from "./strategies.ts";
import { recordedTraffic, scenarioTraffic, type Traffic } from "./traffic.ts";
import type { TrafficTable } from "./traffic_csv.ts";
import { createWorld, START_MS, type World } from "./world.ts";

/** What to simulate. */
export interface SimulationOptions {
  /** A name that `strategyByName` knows, or a definition of one's own. */
  readonly strategy: string | StrategyDefinition;
  /** The name of a scenario that comes along, or one's own. */
  readonly scenario: string | Scenario;
  /** default 10,000; the run gets as long as they take at the scenario's rates */
  readonly requests?: number;
  /** default 1 */
  readonly seed?: string | number;
  /** One's own traffic takes the place of the scenario's arrivals. */
  readonly traffic?: TrafficTable;
  readonly fidelity?: Partial<Fidelity>;
  /** Ends the run early: what was computed so far is given, marked as partial. */
  readonly signal?: AbortSignal;
  /** Called now and then with the requests that have ended. */
  readonly onProgress?: (ended: number, requests: number) => void;
}

/** A finished run. */
export interface Run {
  readonly strategy: StrategyDefinition;
  readonly scenario: Scenario;
  readonly seed: string | number;
  readonly traffic: Traffic;
  readonly ledger: Ledger;
  /** The regions in the order of {@link Ledger.answeredBy}. */
  readonly backends: readonly BackendTotals[];
  readonly breakerTrips: number;
  /** Answers that nobody got: timed out, cut off, thrown away. */
  readonly wasted: number;
  /** true: interrupted. */
  readonly partial: boolean;
}

/** One region's deployments at the end of a run. */
export interface BackendTotals {
  readonly id: string;
  readonly region: string;
  readonly deployments: readonly {
    readonly name: string;
    readonly model: string;
    readonly type: "PTU" | "PAYG";
    /** 0 for pay-as-you-go. */
    readonly ptus: number;
    readonly capacityPerSecond: number;
    readonly stats: Readonly<DeploymentStats>;
  }[];
}

const DEFAULT_REQUESTS = 10_000;

/** @throws RangeError for names that do not exist, Error when the service refuses the policy. */
export async function run(options: SimulationOptions): Promise<Run> {
  const strategy = typeof options.strategy === "string"
    ? strategyByName(options.strategy)
    : options.strategy;
  const scenario = typeof options.scenario === "string"
    ? scenarioByName(options.scenario)
    : options.scenario;
  const seed = options.seed ?? 1;
  const random = new Random(`${seed}/${scenario.name}`);
  const trafficRandom = random.fork("traffic");
  const traffic = options.traffic
    ? recordedTraffic(scenario, options.traffic, {
      requests: options.requests,
      random: trafficRandom,
    })
    : scenarioTraffic(scenario, {
      requests: options.requests ?? DEFAULT_REQUESTS,
      random: trafficRandom,
    });

  let wasted = 0;
  let ledger: Ledger | null = null;
  const onFinished: OnFinished = (accepted, _region, { fromMs, untilMs }, lost) => {
    if (lost) wasted++;
    const { deployment, promptTokens, cachedTokens, completionTokens } = accepted;
    if (deployment.type !== "PTU") return;
    const tokens = { prompt: promptTokens, cached: cachedTokens, completion: completionTokens };
    const units = ptuUnits(deployment.facts, tokens);
    ledger!.slices.addUnits(fromMs - START_MS, untilMs - START_MS, units);
  };
  const world = await createWorld({
    scenario,
    strategy,
    stretch: traffic.stretch,
    random: random.fork("world"),
    fidelity: options.fidelity,
    onFinished,
  });
  ledger = new Ledger({
    requests: traffic.requests,
    durationMs: traffic.durationMs,
    backends: world.regions.length,
    ptuUnitsPerSecond: ptuCapacity(world),
  });
  const callers = new Callers(world, ledger, random.fork("callers"), scenario.client);
  await drive(world, ledger, callers, { scenario, traffic, options });
  if (ledger.pending > 0 && !options.signal?.aborted) {
    throw new Error(`${ledger.pending} requests wait for something that never happens`);
  }
  return {
    strategy,
    scenario,
    seed,
    traffic,
    ledger,
    backends: totals(world),
    breakerTrips: world.breakerTrips(),
    wasted,
    partial: ledger.pending > 0 || ledger.offered < traffic.requests, // only when interrupted
  };
}

/** @throws RangeError naming the scenarios there are */
export function scenarioByName(name: string): Scenario {
  const scenario = SCENARIOS.get(name);
  if (!scenario) {
    throw new UnknownNameError(
      `${unknownName("scenario", name, [...SCENARIOS.keys()])}; or give a file`,
    );
  }
  return scenario;
}

async function drive(
  world: World,
  ledger: Ledger,
  callers: Callers,
  { scenario, traffic, options }: {
    scenario: Scenario;
    traffic: Traffic;
    options: SimulationOptions;
  },
): Promise<void> {
  const { clock } = world;
  const arrivals = traffic.arrivals();
  const startMs = clock.now();
  const failed = Promise.withResolvers<never>();
  for (const event of scenario.timeline) {
    if (event.kind !== "policy") continue;
    clock.schedule(
      event.fromSeconds * 1000 * traffic.stretch,
      () => void clock.hold(world.republish(event.backends)).catch(failed.reject),
    );
  }
  const arrive = () => {
    const next = arrivals.next();
    if (next.done) return;
    const arrival = next.value;
    clock.schedule(startMs + arrival.atMs - clock.now(), () => {
      callers.send(arrival).catch(failed.reject);
      arrive();
      if (arrival.index % PROGRESS_EVERY === 0) {
        options.onProgress?.(ledger.offered - ledger.pending, traffic.requests);
      }
    });
  };
  arrive();
  const { signal = new AbortController().signal } = options;
  try {
    await clock.until(unlessAborted(Promise.race([clock.idle(), failed.promise]), signal));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

const PROGRESS_EVERY = 1_000;

function ptuCapacity(world: World): number {
  let capacity = 0;
  for (const { deployments } of world.regions) {
    for (const deployment of deployments.values()) {
      if (deployment.type === "PTU") capacity += deployment.capacityPerSecond;
    }
  }
  return capacity;
}

function totals(world: World): BackendTotals[] {
  return world.regions.map(({ id, region, deployments }) => ({
    id,
    region,
    deployments: [...deployments.values()].map((deployment) => ({
      name: deployment.name,
      model: deployment.model,
      type: deployment.type,
      ptus: deployment.configuration.type === "PTU" ? deployment.configuration.ptus : 0,
      capacityPerSecond: deployment.capacityPerSecond,
      stats: deployment.stats,
    })),
  }));
}
