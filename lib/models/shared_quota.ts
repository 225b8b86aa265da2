/**
 * Quotas that deployments share: those that name one, and those that Azure pools for a subscription.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits
 * @module
 */
import { modelFacts } from "./catalogue.ts";
import type { DeploymentConfiguration } from "./configuration.ts";
import { dataZoneOf } from "./data_zone.ts";
import { quotaOf } from "./deployment.ts";
import type { PaygQuota } from "./payg.ts";

/** The name of the pool that a deployment draws on; undefined when it has a quota to itself. */
function quotaPool(
  deployment: DeploymentConfiguration,
  region: string,
): string | undefined {
  if (deployment.type !== "PAYG") return undefined;
  if (deployment.quota !== undefined) return `named/${deployment.quota}`;
  switch (deployment.deploymentType) {
    case "GlobalStandard":
      return `global/${deployment.model}`;
    case "DataZoneStandard":
      return `zone/${dataZoneOf(region) ?? region}/${deployment.model}`;
  }
  return undefined;
}

/** The quota of a deployment that shares one, made when the first of its pool comes. */
export function sharedQuota(
  deployment: DeploymentConfiguration,
  region: string,
  quotas: Map<string, PaygQuota>,
): PaygQuota | undefined {
  const pool = quotaPool(deployment, region);
  if (pool === undefined || deployment.type !== "PAYG") return undefined;
  let quota = quotas.get(pool);
  if (!quota) quotas.set(pool, quota = quotaOf(modelFacts(deployment.model), deployment));
  return quota;
}
