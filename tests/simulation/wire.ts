/** The same traffic as a simulation's, through the HTTP gateway and the model servers on a fast clock. */
import "../defects.ts";
import { SystemClock } from "../../lib/core/clock.ts";
import { Random } from "../../lib/core/random.ts";
import { Secret } from "../../lib/core/secret.ts";
import { serveGateway } from "../../lib/gateway/mod.ts";
import { serveModels } from "../../lib/models/mod.ts";
import type { Arrival } from "../../lib/simulation/arrival.ts";
import { retries, retryDelayMs } from "../../lib/simulation/client_retry.ts";
import { Histogram } from "../../lib/simulation/report/histogram.ts";
import type { Scenario, StrategyDefinition } from "../../lib/simulation/mod.ts";
import { API_PATH, publishApi, publishStrategy } from "../../lib/simulation/publish.ts";
import { scenarioTraffic } from "../../lib/simulation/traffic.ts";
import { backendsOf, measured, scriptOf } from "../../lib/simulation/world.ts";

/** Requests that nobody counts, so that no code runs for the first time while it is measured. */
const WARM_UP = 20;

export interface WireResult {
  readonly offered: number;
  /** Answers by region id, as `x-ms-region` tells. */
  readonly answered: Readonly<Record<string, number>>;
  readonly rejected: number;
  readonly seen429: number;
  readonly latency: Histogram;
}

/** Runs `requests` requests of the scenario, `speed` times faster than life. */
export async function runOnTheWire(
  options: {
    scenario: Scenario;
    strategy: StrategyDefinition;
    requests: number;
    speed: number;
    seed: number;
  },
): Promise<WireResult> {
  const { scenario, strategy, requests, speed, seed } = options;
  const random = new Random(`${seed}/${scenario.name}`);
  const traffic = scenarioTraffic(scenario, { requests, random: random.fork("traffic") });
  const clock = new SystemClock({ speed });
  await using models = await serveModels({ regions: scenario.regions, clock, seed });
  await using served = await serveGateway({ ports: { clock, random: random.fork("gateway") } });
  const { management } = served.gateway;
  const key = new Secret("key-of-the-wire-test");
  await publishApi(management, key);
  const backends = backendsOf(
    scenario.regions,
    {},
    (id) => models.endpoints.find((one) => one.id === id)!,
  );
  await publishStrategy(
    management,
    strategy.publication(backends, measured(scenario.regions, random)),
  );

  const ids = new Map(models.regions.map(({ id, displayName }) => [displayName, id]));
  const result = {
    offered: 0,
    answered: Object.fromEntries(models.regions.map(({ id }) => [id, 0])) as Record<string, number>,
    rejected: 0,
    seen429: 0,
    latency: new Histogram(),
  };
  const callerRandom = random.fork("callers");
  const cancel: (() => void)[] = [];
  const post = (promptTokens: number, completionTokens: number, maxTokens: number | null) =>
    fetch(`${served.gatewayUrl}/${API_PATH}/responses`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "Ocp-Apim-Subscription-Key": key.reveal(),
        "x-simulated-prompt-tokens": String(promptTokens),
        "x-simulated-completion-tokens": String(completionTokens),
      },
      body: JSON.stringify({
        model: "will-be-overridden",
        input: "What color is the sky?",
        max_output_tokens: maxTokens ?? undefined,
      }),
    });
  for (let i = 0; i < WARM_UP; i++) await (await post(1, 1, 1)).text();
  const startMs = clock.now();
  for (const { id } of scenario.regions) {
    for (const { fromMs, untilMs, fault } of scriptOf(scenario, id, traffic.stretch)) {
      // What lasts from the beginning or to the end must not hang on a timer: requests may be ahead of it.
      if (fromMs <= 0) models.switchFaults(id, [fault]);
      else cancel.push(clock.schedule(fromMs, () => models.switchFaults(id, [fault])));
      if (untilMs! >= traffic.durationMs) continue;
      cancel.push(clock.schedule(untilMs!, () => models.switchFaults(id, [])));
    }
  }

  const send = async (arrival: Arrival): Promise<void> => {
    for (let attempt = 0;; attempt++) {
      const { promptTokens, completionTokens, maxTokens } = arrival;
      const reply = await post(promptTokens, completionTokens, maxTokens);
      await reply.text();
      if (reply.status === 429) result.seen429++;
      if (reply.ok) {
        result.answered[ids.get(reply.headers.get("x-ms-region") ?? "") ?? "?"]++;
        result.latency.add(clock.now() - startMs - arrival.atMs);
        return;
      }
      if (attempt === scenario.client.retries || !retries(reply.status)) {
        result.rejected++;
        return;
      }
      const delay = retryDelayMs(
        {
          retryAfterMs: reply.headers.get("retry-after-ms") ?? undefined,
          retryAfter: reply.headers.get("retry-after") ?? undefined,
        },
        attempt,
        callerRandom,
      );
      await clock.sleep(delay);
    }
  };

  const under: Promise<void>[] = [];
  const arrivals = traffic.arrivals();
  for (let next = arrivals.next(); !next.done; next = arrivals.next()) {
    const arrival = next.value;
    await clock.sleep(startMs + arrival.atMs - clock.now());
    result.offered++;
    under.push(send(arrival));
  }
  await Promise.all(under);
  for (const timer of cancel) timer();
  return result;
}
