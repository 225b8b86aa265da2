/**
 * The simulated regions that stand behind the embedded APIM, one for each planned backend.
 * @module
 */
import { table } from "../../core/table.ts";
import { unknownName } from "../../core/one_of.ts";
import { UserError } from "../../core/user_error.ts";
import { type RegionConfiguration, SIMULATED_MODEL } from "../../models/mod.ts";
import type { BackendPlan } from "../../policies/backend.ts";

/** What a notebook may set for one backend's simulated deployment. */
export interface RegionTuning {
  /** Provisioned units of a PTU; default 15, the least that gpt-4.1 is sold in. */
  readonly ptus?: number;
  /** Quota of a PAYG deployment; default 600,000. */
  readonly tokensPerMinute?: number;
  /** Round trip between the gateway and the region, in milliseconds. */
  readonly networkMs?: number;
}

const PTUS = 15;
const TOKENS_PER_MINUTE = 600_000;

/** Round trips from East US in milliseconds, rounded. Assumption: published inter-region medians. */
const NETWORK_MS: Readonly<Record<string, number>> = table({
  eastus: 5,
  eastus2: 10,
  westus: 65,
  westeurope: 85,
  swedencentral: 110,
  francecentral: 85,
  australiaeast: 200,
  japaneast: 160,
});
const NETWORK_MS_ELSEWHERE = 120;

/**
 * One region a backend, with the limits that its type has.
 * @throws UserError for a tuning that names no backend or is no possible limit.
 */
export function simulatedRegions(
  plans: readonly BackendPlan[],
  tuning: Readonly<Record<string, RegionTuning>> = {},
): RegionConfiguration[] {
  assertTuning(plans, tuning);
  return plans.map(({ id, region, type, deployment }) => {
    const { ptus, tokensPerMinute, networkMs } = tuning[id] ?? {};
    const common = {
      name: deployment,
      model: SIMULATED_MODEL,
      latency: { networkMs: networkMs ?? NETWORK_MS[region] ?? NETWORK_MS_ELSEWHERE },
    };
    return {
      id,
      region,
      deployments: [
        type === "PTU"
          ? { ...common, type, ptus: ptus ?? PTUS }
          : { ...common, type, tokensPerMinute: tokensPerMinute ?? TOKENS_PER_MINUTE },
      ],
    };
  });
}

/** The limits that a notebook may set, and the type that has each; null: both. */
const TUNINGS: Readonly<Record<keyof RegionTuning, BackendPlan["type"] | null>> = table({
  ptus: "PTU",
  tokensPerMinute: "PAYG",
  networkMs: null,
});

function assertTuning(
  plans: readonly BackendPlan[],
  tuning: Readonly<Record<string, RegionTuning>>,
): void {
  const problems: string[] = [];
  for (const [id, limits] of Object.entries(tuning)) {
    const plan = plans.find((one) => one.id === id);
    if (plan === undefined) {
      problems.push(unknownName("backend", id, plans.map(({ id }) => id)));
      continue;
    }
    for (const [name, value] of Object.entries(limits)) {
      const fault = tuningFault(plan, name, value);
      if (fault !== null) problems.push(`${id}: ${fault}`);
    }
  }
  if (problems.length > 0) throw new UserError(`openLab: regions has ${problems.join("; ")}.`);
}

function tuningFault({ type }: BackendPlan, name: string, value: unknown): string | null {
  if (!Object.hasOwn(TUNINGS, name)) return unknownName("limit", name, Object.keys(TUNINGS));
  const of = TUNINGS[name as keyof RegionTuning];
  if (of !== null && of !== type) {
    const [own] = Object.entries(TUNINGS).find(([, other]) => other === type)!;
    return `${name}, a limit of ${of}: this backend is ${type} and has ${own}`;
  }
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
    return `${name} that must be a positive number: it is ${JSON.stringify(value)}`;
  }
  if (value > 0 || name === "networkMs") return null;
  return `${name} that must be a positive number: it is ${value}`;
}
