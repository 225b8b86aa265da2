/**
 * Everything that a simulated request meets: gateway instances, regions, one clock.
 * @module
 */
import { OnDemandClock } from "../core/on_demand_clock.ts";
import { Random } from "../core/random.ts";
import { Secret } from "../core/secret.ts";

import { createGateway, type DataPlane, type Fidelity } from "../gateway/mod.ts";
import { Region, type RegionConfiguration, type ScriptedFault } from "../models/mod.ts";
import type { RoutingBackend } from "../policies/mod.ts";
import { ModelTransport, type OnFinished, type ReachableRegion } from "./model_transport.ts";
import { publishApi, publishStrategy } from "./publish.ts";
import type { Scenario } from "./scenario.ts";
import type { StrategyDefinition } from "./strategies.ts";

/** The start of every run: a Monday, 00:00 UTC. */
export const START_MS = Date.UTC(2026, 0, 5);

export interface World {
  readonly clock: OnDemandClock;
  readonly regions: readonly Region[];
  /** Instances of one service; requests take turns among them. */
  readonly gateways: readonly Pick<DataPlane, "handle">[];
  readonly transport: ModelTransport;
  /** The callers' key. */
  readonly key: Secret;
  /** Breakers that opened. */
  readonly breakerTrips: () => number;
  /** Publishes the strategy anew with other priorities and weights. */
  republish(changes: PlanChanges): Promise<void>;
}

/** Everything here waits on promises only; between these many events interrupts and progress get their turn. */
const EVENTS_PER_TURN = 64;

/**
 * Builds the world of one run.
 * @param options.stretch by which the scenario's timeline is longer than written
 */
export async function createWorld(options: {
  readonly scenario: Scenario;
  readonly strategy: StrategyDefinition;
  readonly stretch: number;
  readonly random: Random;
  readonly onFinished: OnFinished;
  readonly fidelity?: Partial<Fidelity>;
}): Promise<World> {
  const { scenario, strategy, random } = options;
  const clock = new OnDemandClock(START_MS, { eventsPerTurn: EVENTS_PER_TURN });
  const configurations = strategy.regions?.(scenario.regions) ?? scenario.regions;
  const quotas = new Map();
  const regions = configurations.map((configuration) =>
    new Region({
      ...configuration,
      faults: [
        ...configuration.faults ?? [],
        ...scriptOf(scenario, configuration.id, options.stretch),
      ],
    }, { random: random.fork("regions"), startMs: START_MS, quotas })
  );
  const reachable = new Map(regions.map((region, index): [string, ReachableRegion] => [
    originOf(region.id),
    { region, apiKey: keyOf(region.id), index },
  ]));
  const transport = new ModelTransport(
    reachable,
    clock,
    scenario.conversations?.sharedTokens ?? 0,
    options.onFinished,
  );

  let trips = 0;
  const gateway = createGateway({
    ports: {
      clock,
      random: random.fork("gateway"),
      transport,
      telemetry: {
        emit: ({ name }) => {
          if (name.endsWith("CircuitBreaker.Opened")) trips++;
        },
      },
    },
    fidelity: options.fidelity,
  });
  const gateways: Pick<DataPlane, "handle">[] = [gateway];
  while (gateways.length < strategy.instances) gateways.push(gateway.addInstance());
  const { management } = gateway;

  const key = new Secret("simulated-callers-key");
  await publishApi(management, key);
  const fastestFirst = measured(configurations, random);
  const publish = (changes: PlanChanges) =>
    publishStrategy(
      management,
      strategy.publication(backendsOf(configurations, changes), fastestFirst),
    );
  await publish({});
  return {
    clock,
    regions,
    gateways,
    transport,
    key,
    breakerTrips: () => trips,
    republish: publish,
  };
}

/** Where a simulated region is: as an Azure OpenAI resource is called. */
export function originOf(id: string): string {
  return `https://${id}.openai.azure.com`;
}

function keyOf(id: string): string {
  return `key-of-${id}`;
}

/** The scenario's faults of one region, in the run's milliseconds. */
export function scriptOf(scenario: Scenario, id: string, stretch: number): ScriptedFault[] {
  return scenario.timeline.flatMap((event) =>
    event.kind === "fault" && event.region === id
      ? [{
        fromMs: event.fromSeconds * 1000 * stretch,
        untilMs: event.untilSeconds * 1000 * stretch,
        fault: event.fault,
      }]
      : []
  );
}

/** Other priorities and weights, by backend. */
export type PlanChanges = Readonly<Record<string, { priority?: number; weight?: number }>>;

/**
 * The regions as backends. As in the original: the PTU has priority 1 and weight 100, the others
 * priority 2 and weight 50.
 */
export function backendsOf(
  regions: readonly RegionConfiguration[],
  changes: PlanChanges = {},
  place: (id: string) => { endpoint: string; apiKey: string } = (id) => ({
    endpoint: originOf(id),
    apiKey: keyOf(id),
  }),
): RoutingBackend[] {
  return regions.map(({ id, region, deployments: [first] }) => ({
    id,
    label: `${first.type}-${region}`,
    region,
    type: first.type,
    priority: changes[id]?.priority ?? (first.type === "PTU" ? 1 : 2),
    weight: changes[id]?.weight ?? (first.type === "PTU" ? 100 : 50),
    deployment: first.name,
    endpoint: place(id).endpoint,
    apiKey: new Secret(place(id).apiKey),
  }));
}

const PROBES = 5;
const PROBE = { promptTokens: 20, maxTokens: 20, completionTokens: 20 };

/** Region ids, fastest first: the median of some small requests to idle regions, as notebook 02 measures. */
export function measured(regions: readonly RegionConfiguration[], random: Random): string[] {
  const medians = regions.map((configuration) => {
    const idle = new Region({ ...configuration, faults: [] }, {
      random: random.fork("probes"),
      startMs: START_MS,
    });
    const times: number[] = [];
    for (let i = 0; i < PROBES; i++) {
      const found = idle.begin(configuration.deployments[0].name, PROBE, START_MS + i * 10_000);
      times.push(found?.decision.kind === "accepted" ? found.decision.totalMs : Infinity);
    }
    return { id: configuration.id, ms: times.sort((a, b) => a - b)[PROBES >> 1] };
  });
  return medians.sort((a, b) => a.ms - b.ms).map(({ id }) => id);
}
