/**
 * One Azure OpenAI resource: its deployments, its key, its faults, and the service's own spillover.
 * @module
 */
import { table } from "../core/table.ts";
import type { Random } from "../core/random.ts";
import type { RegionConfiguration } from "./configuration.ts";
import { type Decision, ModelDeployment, type ModelRequest } from "./deployment.ts";
import { servesPriority } from "./data_zone.ts";
import { FaultPanel } from "./fault.ts";
import type { PaygQuota } from "./payg.ts";
import { sharedQuota } from "./shared_quota.ts";

/** How the service's own spillover went. */
export interface Spill {
  /** The PTU deployment that did not serve. */
  readonly from: string;
  /** The standard deployment that was asked instead. */
  readonly to: string;
  /** Its status when it failed too; the PTU's own reply is then the answer. null: it served. */
  readonly error: number | null;
}

/** A decision, and the spillover that led to it. */
export interface RegionDecision {
  readonly decision: Decision;
  readonly spill: Spill | null;
}

export class Region {
  readonly id: string;
  /** As in resource locations: "eastus". */
  readonly region: string;
  /** As in the `x-ms-region` header: "East US". */
  readonly displayName: string;
  readonly faults: FaultPanel;
  readonly deployments: ReadonlyMap<string, ModelDeployment>;

  /**
   * @param world.startMs when the scripted faults' time begins.
   * @param world.quotas quotas that deployments share by name, also across regions.
   */
  constructor(
    readonly configuration: RegionConfiguration,
    world: { random: Random; startMs: number; quotas?: Map<string, PaygQuota> },
  ) {
    this.id = configuration.id;
    this.region = configuration.region;
    this.displayName = configuration.displayName ?? displayNameOf(configuration.region);
    this.faults = new FaultPanel({ startMs: world.startMs, script: configuration.faults });
    const quotas = world.quotas ?? new Map<string, PaygQuota>();
    this.deployments = new Map(configuration.deployments.map((deployment) => [
      deployment.name,
      new ModelDeployment(deployment, {
        random: world.random.fork(`${configuration.id}/${deployment.name}`),
        faults: this.faults,
        quota: sharedQuota(deployment, configuration.region, quotas),
        servesPriority: servesPriority(deployment, configuration.region),
      }),
    ]));
  }

  /**
   * Decides over a request to one deployment; undefined when there is no such deployment.
   * @param spilloverTo the `x-ms-spillover-deployment` header; the deployment's own setting wins.
   * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/spillover-traffic-management
   */
  begin(
    deploymentName: string,
    request: ModelRequest,
    now: number,
    spilloverTo?: string,
  ): RegionDecision | undefined {
    const deployment = this.deployments.get(deploymentName);
    if (!deployment) return undefined;
    const decision = deployment.begin(request, now);
    if (deployment.type !== "PTU" || decision.kind !== "rejected" || !SPILLS.has(decision.status)) {
      return { decision, spill: null };
    }
    const target = this.deployments.get(deployment.spilloverDeployment ?? spilloverTo ?? "");
    if (!target || target.type !== "PAYG") return { decision, spill: null };
    const second = target.begin(request, now);
    const spill = { from: deployment.name, to: target.name };
    return second.kind === "accepted" ? { decision: second, spill: { ...spill, error: null } } : {
      decision,
      spill: { ...spill, error: second.kind === "rejected" ? second.status : 500 },
    };
  }
}

/** The PTU statuses after which the service spills: full, prompt too long, failing. */
const SPILLS = new Set([429, 400, 500, 503]);

const DISPLAY_NAMES: Readonly<Record<string, string>> = table({
  eastus: "East US",
  eastus2: "East US 2",
  westus: "West US",
  westus3: "West US 3",
  centralus: "Central US",
  northcentralus: "North Central US",
  southcentralus: "South Central US",
  westeurope: "West Europe",
  northeurope: "North Europe",
  swedencentral: "Sweden Central",
  francecentral: "France Central",
  germanywestcentral: "Germany West Central",
  uksouth: "UK South",
  switzerlandnorth: "Switzerland North",
  japaneast: "Japan East",
  koreacentral: "Korea Central",
  southeastasia: "Southeast Asia",
  australiaeast: "Australia East",
  southindia: "South India",
  canadaeast: "Canada East",
  brazilsouth: "Brazil South",
});

function displayNameOf(region: string): string {
  return DISPLAY_NAMES[region] ?? region;
}
