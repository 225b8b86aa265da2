import assert from "node:assert/strict";
import { Random } from "../../lib/core/random.ts";
import { type DeploymentConfiguration, Region } from "../../lib/models/mod.ts";
import { dataZoneOf } from "../../lib/models/data_zone.ts";

type Type = "Standard" | "GlobalStandard" | "DataZoneStandard";

/** Tokens left in each region after the first has used 600 of 1,000. */
function left(deploymentType: Type, ...regions: string[]): number[] {
  const quotas = new Map();
  const deployment: DeploymentConfiguration = {
    name: "d",
    model: "gpt-4.1",
    type: "PAYG",
    tokensPerMinute: 1000,
    deploymentType,
  };
  const made = regions.map((region) =>
    new Region({ id: region, region, deployments: [deployment] }, {
      random: new Random(1),
      startMs: 0,
      quotas,
    })
  );
  made[0].begin("d", { promptTokens: 500, maxTokens: 100, completionTokens: 10 }, 0);
  return made.map(({ deployments }) => deployments.get("d")!.quotaState(0)!.remainingTokens);
}

Deno.test("Global Standard draws on one pool over all regions, Data Zone Standard on its zone's", () => {
  const regions = ["eastus", "westus3", "swedencentral"];
  assert.deepEqual(left("Standard", ...regions), [400, 1000, 1000]);
  assert.deepEqual(left("DataZoneStandard", ...regions), [400, 400, 1000]);
  assert.deepEqual(left("GlobalStandard", ...regions), [400, 400, 400]);
});

Deno.test("dataZoneOf knows the zones' regions", () => {
  assert.deepEqual(
    [
      "eastus",
      "eastus2",
      "southcentralus",
      "westeurope",
      "japaneast",
      "australiaeast",
      "brazilsouth",
    ]
      .map(dataZoneOf),
    ["US", "US", "US", "EU", "APAC", "APAC", undefined],
  );
});
