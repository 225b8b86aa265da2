/**
 * The scenarios that come with the workshop, one small file each.
 * @module
 */
import brownout from "./brownout.json" with { type: "json" };
import burst from "./burst.json" with { type: "json" };
import calmDay from "./calm-day.json" with { type: "json" };
import flapping from "./flapping.json" with { type: "json" };
import morningPeak from "./morning-peak.json" with { type: "json" };
import paygExhausted from "./payg-exhausted.json" with { type: "json" };
import policyChange from "./policy-change.json" with { type: "json" };
import regionDown from "./region-down.json" with { type: "json" };
import retryAfterStorm from "./retry-after-storm.json" with { type: "json" };
import type { Scenario } from "../scenario.ts";
import { parseScenario } from "../scenario_file.ts";

const FILES = [
  calmDay,
  morningPeak,
  burst,
  regionDown,
  brownout,
  retryAfterStorm,
  flapping,
  paygExhausted,
  policyChange,
];

/** All of them by name, in the order of a course: from calm to exhausted. */
export const SCENARIOS: ReadonlyMap<string, Scenario> = new Map(
  FILES.map((file) => [file.name, parseScenario(`${file.name}.json`, JSON.stringify(file))]),
);
