/**
 * The configuration of the simulated regions.
 * @module
 */
import type { ScriptedFault } from "./fault.ts";
import type { LatencyProfile } from "./latency.ts";

interface DeploymentBase {
  readonly name: string;
  /** A name in the catalogue. */
  readonly model: string;
  /** What differs from the model's usual speed. */
  readonly latency?: Partial<LatencyProfile>;
  /** How long answers are when the request does not tell: median tokens, sigma of the logarithm. */
  readonly output?: { readonly medianTokens: number; readonly sigma: number };
}

/** A deployment: provisioned throughput, or pay-as-you-go. */
export type DeploymentConfiguration =
  | DeploymentBase & {
    readonly type: "PTU";
    readonly ptus: number;
    /** Seconds of work that are 100% utilization; default 10. */
    readonly burstSeconds?: number;
    /** Azure OpenAI's own spillover: a PAYG deployment of the same region. */
    readonly spilloverDeployment?: string;
  }
  | DeploymentBase & {
    readonly type: "PAYG";
    readonly tokensPerMinute: number;
    /** default: proportional to the tokens, as documented */
    readonly requestsPerMinute?: number;
    /** 1 or 10: how finely the request rate is judged; default 10. */
    readonly rateSliceSeconds?: 1 | 10;
    /** Deployments that name the same quota share it. */
    readonly quota?: string;
    /**
     * Where requests are processed, and with whom the quota is shared since 2026: Global Standard with all
     * deployments of the model, Data Zone Standard with those of the zone. Default Standard: with nobody.
     * @see https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits
     */
    readonly deploymentType?: DeploymentType;
    /** Of requests that ask for none; default "default". Not for Standard, nor for Data Zones outside of the US. */
    readonly serviceTier?: ServiceTier;
    readonly spilloverDeployment?: undefined;
  };

export const DEPLOYMENT_TYPES = ["Standard", "GlobalStandard", "DataZoneStandard"] as const;
export type DeploymentType = typeof DEPLOYMENT_TYPES[number];

/** How a request is served: priority comes with a latency target, and a price. */
export type ServiceTier = "default" | "priority";

/** One region: one Azure OpenAI resource with one endpoint. */
export interface RegionConfiguration {
  readonly id: string;
  readonly region: string;
  /** default: Azure's name of the region, as in "East US" */
  readonly displayName?: string;
  /** default: a random one at each start */
  readonly apiKey?: string;
  /** default: 0, any free port */
  readonly port?: number;
  readonly deployments: readonly DeploymentConfiguration[];
  readonly faults?: readonly ScriptedFault[];
}

/** What a models file holds. */
export interface ModelsConfiguration {
  /** Of all that is left to chance; default 1. */
  readonly seed?: string | number;
  readonly regions: readonly RegionConfiguration[];
}

/**
 * What the workshop's simulated deployments serve, and what they are called. It is in the table of models that PTUs are
 * sold for today; gpt-4o is in that of earlier ones.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/provisioned-throughput-onboarding
 */
export const SIMULATED_MODEL = "gpt-4.1";

/**
 * The workshop's regions: PTUs of {@link SIMULATED_MODEL} in East US, and pay-as-you-go quotas in West US and Sweden Central.
 * @param options.ptus default 15, a small PTU.
 */
export function defaultRegions({ ptus = 15 }: { ptus?: number } = {}): RegionConfiguration[] {
  return [
    {
      id: "backend-a",
      region: "eastus",
      deployments: [{ name: SIMULATED_MODEL, model: SIMULATED_MODEL, type: "PTU", ptus }],
    },
    {
      id: "backend-b",
      region: "westus",
      deployments: [
        { name: SIMULATED_MODEL, model: SIMULATED_MODEL, type: "PAYG", tokensPerMinute: 150_000 },
      ],
    },
    {
      id: "backend-c",
      region: "swedencentral",
      deployments: [{
        name: SIMULATED_MODEL,
        model: SIMULATED_MODEL,
        type: "PAYG",
        tokensPerMinute: 150_000,
        latency: { networkMs: 110 },
      }],
    },
  ];
}
