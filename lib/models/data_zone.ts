/**
 * Data zones: groups of regions within which Data Zone deployments process.
 * @see https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types
 * @module
 */
import type { DeploymentConfiguration } from "./configuration.ts";

/** The data zone of a region; undefined where there is none. */
export function dataZoneOf(region: string): "US" | "EU" | "APAC" | undefined {
  const lower = region.toLowerCase();
  if (/us\d?$/.test(lower)) return "US";
  return EU.has(lower) ? "EU" : APAC.has(lower) ? "APAC" : undefined;
}

const EU = new Set([
  "francecentral",
  "germanywestcentral",
  "italynorth",
  "northeurope",
  "polandcentral",
  "spaincentral",
  "swedencentral",
  "westeurope",
]);

const APAC = new Set([
  "australiaeast",
  "japaneast",
  "japanwest",
  "koreacentral",
  "southeastasia",
  "southindia",
]);

/** Whether a deployment can serve with priority: Global Standard, and Data Zone Standard in the US. */
export function servesPriority(deployment: DeploymentConfiguration, region: string): boolean {
  if (deployment.type !== "PAYG") return false;
  return deployment.deploymentType === "GlobalStandard" ||
    deployment.deploymentType === "DataZoneStandard" && dataZoneOf(region) === "US";
}
