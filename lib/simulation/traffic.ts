/**
 * The requests of a run: from a scenario's distributions, or from a record of one's own traffic.
 * @module
 */
import type { Random } from "../core/random.ts";
import type { Arrival } from "./arrival.ts";
import { arrivalTimes, DemandCurve } from "./demand.ts";
import type { Scenario, TokenDistribution } from "./scenario.ts";
import type { TrafficTable } from "./traffic_csv.ts";

/** A workload made ready. */
export interface Traffic {
  /** See {@link titleOf}. */
  readonly title: string;
  readonly requests: number;
  readonly durationMs: number;
  /** How much longer the run takes than the scenario's file says: its timeline is stretched by this. */
  readonly stretch: number;
  /** The same requests at each call. */
  arrivals(): Iterator<Arrival>;
}

/**
 * Traffic of `requests` requests at the scenario's rates, hence a run as long as they take.
 * @param options.requests default: as many as come in the scenario's own duration.
 * @throws RangeError when nobody ever asks for anything
 */
export function scenarioTraffic(
  scenario: Scenario,
  options: { requests?: number; random: Random },
): Traffic {
  const { durationSeconds, demand } = scenario;
  const curve = new DemandCurve(
    demand.shape,
    scenario.timeline.flatMap((event) =>
      event.kind === "demand"
        ? [{
          from: event.fromSeconds / durationSeconds,
          until: event.untilSeconds / durationSeconds,
          factor: event.factor,
        }]
        : []
    ),
  );
  const usual = demand.perSecond * curve.mean * durationSeconds;
  if (usual <= 0) throw new RangeError(`${scenario.name} has no demand at any time`);
  const count = options.requests ?? Math.max(1, Math.round(usual));
  const stretch = count / usual;
  const durationMs = durationSeconds * 1000 * stretch;
  return {
    title: titleOf(scenario),
    requests: count,
    durationMs,
    stretch,
    *arrivals() {
      const times = arrivalTimes(curve, demand.arrivals, {
        count,
        durationMs,
        random: () => options.random.fork("arrivals"),
      });
      const random = options.random.fork("requests");
      let index = 0;
      for (const atMs of times) {
        yield {
          index: index++,
          atMs,
          promptTokens: draw(scenario.prompt, random),
          completionTokens: draw(scenario.completion, random),
          maxTokens: scenario.maxTokens,
          stream: random.next() < scenario.streaming,
          conversation: scenario.conversations
            ? random.integer(0, scenario.conversations.count)
            : -1,
          noise: random.normal(),
        };
      }
    },
  };
}

/** What results under a scenario are called: `calm-day`, or `mine.csv (calm-day)` under traffic of one's own. */
export function titleOf({ name }: Scenario, traffic?: TrafficTable): string {
  return traffic?.name === undefined ? name : `${traffic.name} (${name})`;
}

/** One's own traffic, as it came: times and tokens from the table, the rest from the scenario. */
export function recordedTraffic(
  scenario: Scenario,
  table: TrafficTable,
  options: { requests?: number; random: Random },
): Traffic {
  const requests = Math.min(options.requests ?? table.length, table.length);
  const durationMs = Math.max(1, table.timesMs[requests - 1]);
  return {
    title: titleOf(scenario, table),
    requests,
    durationMs,
    stretch: durationMs / (scenario.durationSeconds * 1000),
    *arrivals() {
      const random = options.random.fork("requests");
      for (let index = 0; index < requests; index++) {
        yield {
          index,
          atMs: table.timesMs[index],
          promptTokens: table.tokensIn[index],
          completionTokens: table.tokensOut[index],
          maxTokens: scenario.maxTokens === null
            ? null
            : Math.max(scenario.maxTokens, table.tokensOut[index]),
          stream: random.next() < scenario.streaming,
          conversation: -1,
          noise: random.normal(),
        };
      }
    },
  };
}

function draw(distribution: TokenDistribution, random: Random): number {
  const { medianTokens, sigma, leastTokens = 1, mostTokens = Infinity } = distribution;
  const tokens = Math.round(random.logNormal(medianTokens, sigma));
  return Math.min(mostTokens, Math.max(leastTokens, tokens));
}
