/**
 * What the workshop stands on in Azure: made, checked, removed.
 * @module
 */
export { whoAmI } from "../apim/mod.ts";
export type { Check } from "./check.ts";
export { creationTime, dollars, hourlyCost } from "./cost.ts";
export { type DownPlan, planDown, removeAll } from "./down.ts";
export { deploymentRuns, endDeployment } from "./end_deployment.ts";
export { envBlock, withBlock, withoutBlock } from "./env_block.ts";
export { type AzureGroup, openGroup } from "./group.ts";
export type { Foundation, FoundationSettings } from "./foundation.ts";
export { deployFoundation } from "./up.ts";
export { verify } from "./verify.ts";
