/** Small scenarios for tests. The callers' model name is the deployment's, so no policy has to write it. */
import type { Scenario } from "../../lib/simulation/mod.ts";

const LATENCY = {
  networkMs: 20,
  firstTokenMs: 200,
  perPromptTokenMs: 0,
  perOutputTokenMs: 10,
  sigma: 0,
  loadGrowth: 0,
};

/** A PTU of 1,000 units a second and a quota of 60,000 tokens a minute, both without any noise. */
export const REGIONS: Scenario["regions"] = [
  {
    id: "ptu",
    region: "eastus",
    deployments: [{
      name: "will-be-overridden",
      model: "gpt-4.1",
      type: "PTU",
      ptus: 20,
      latency: LATENCY,
    }],
  },
  {
    id: "payg",
    region: "westus",
    deployments: [{
      name: "will-be-overridden",
      model: "gpt-4.1",
      type: "PAYG",
      tokensPerMinute: 60_000,
      requestsPerMinute: 6_000,
      latency: LATENCY,
    }],
  },
];

/** Even arrivals of equal requests: 100 tokens in, 100 out (500 units), nobody retries. */
export function steady(perSecond: number, more: Partial<Scenario> = {}): Scenario {
  return {
    name: "steady",
    about: "Equal requests at equal distances.",
    durationSeconds: 600,
    demand: { perSecond, shape: "flat", arrivals: { process: "even" } },
    prompt: { medianTokens: 100, sigma: 0 },
    completion: { medianTokens: 100, sigma: 0 },
    maxTokens: 100,
    streaming: 0,
    conversations: null,
    client: { retries: 0, timeoutSeconds: 600 },
    regions: REGIONS,
    timeline: [],
    ...more,
  };
}
