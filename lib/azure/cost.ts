/**
 * What the foundation costs by the hour, whether or not it is used.
 * @module
 */
import { table } from "../core/table.ts";
import { PTU_HOURLY_USD } from "../models/mod.ts";
import type { FoundationRegion, Tier } from "../templates/mod.ts";

/**
 * US dollars per unit and hour, rounded. Assumption: list prices in US regions, from a month's price over 730
 * hours; https://azure.microsoft.com/pricing/details/api-management/ has today's.
 */
const TIER_HOURLY_USD: Readonly<Record<Tier, number>> = table({
  BasicV2: 0.21,
  StandardV2: 0.96,
  Developer: 0.07,
  Basic: 0.2,
  Standard: 0.94,
  Premium: 3.83,
});

/** How long a tier takes to create. @see https://learn.microsoft.com/azure/api-management/get-started-create-service-instance */
export function creationTime(tier: Tier): string {
  return tier.endsWith("V2") ? "5 to 10 minutes" : "30 to 60 minutes";
}

export interface HourlyCost {
  readonly usd: number;
  /** One line for each part. */
  readonly parts: readonly string[];
}

export function hourlyCost(tier: Tier, regions: readonly FoundationRegion[]): HourlyCost {
  const tierUsd = TIER_HOURLY_USD[tier];
  const provisioned = regions.filter(({ sku }) => sku.endsWith("ProvisionedManaged"));
  const ptus = provisioned.map((region) => {
    const usd = region.capacity * PTU_HOURLY_USD[reachOf(region.sku)].onDemand;
    return { usd, line: `${dollars(usd)} ${region.capacity} PTUs in ${region.location}` };
  });
  const usd = ptus.reduce((sum, part) => sum + part.usd, tierUsd);
  const parts = [`${dollars(tierUsd)} API Management, ${tier}`, ...ptus.map(({ line }) => line)];
  if (provisioned.length < regions.length) {
    parts.push("$0.00 the other deployments: they are paid by the token");
  }
  return { usd, parts };
}

export function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`;
}

function reachOf(sku: FoundationRegion["sku"]): keyof typeof PTU_HOURLY_USD {
  if (sku.startsWith("Global")) return "global";
  return sku.startsWith("DataZone") ? "data-zone" : "regional";
}
