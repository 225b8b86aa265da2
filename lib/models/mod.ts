/**
 * Simulated Azure OpenAI deployments in several regions: PTU and pay-as-you-go limits, latency,
 * faults; the same objects behind HTTP and in the simulation.
 * @module
 */
export {
  type ModelFacts,
  modelFacts,
  PTU_HOURLY_USD,
  type PtuReach,
  type PtuTerm,
  SOURCES,
  tokenCostUsd,
} from "./catalogue.ts";
export {
  defaultRegions,
  type DeploymentConfiguration,
  type ModelsConfiguration,
  type RegionConfiguration,
  SIMULATED_MODEL,
} from "./configuration.ts";
export { ModelsConfigurationError, parseModelsConfiguration } from "./configuration_file.ts";
export {
  type Accepted,
  type Broken,
  type Decision,
  type DeploymentStats,
  type ModelRequest,
  type Rejected,
  type RejectReason,
} from "./deployment.ts";
export type { Fault, ScriptedFault } from "./fault.ts";
export { STRING_INPUT_FRAMING_TOKENS } from "./http/call.ts";
export { credentialProblem } from "./http/credentials.ts";
export { faultProblems, type RegionStats, regionStats } from "./http/control.ts";
export { ConnectionReset, CONTENT_FILTER_MARKER, modelHandler } from "./http/handler.ts";
export { type ModelEndpoint, type ModelServers, serveModels } from "./http/server.ts";
export { type LatencyProfile } from "./latency.ts";
export { PaygQuota, type QuotaState } from "./payg.ts";
export { ptuCapacityPerSecond, ptuUnits } from "./ptu.ts";
export { Region, type RegionDecision, type Spill } from "./region.ts";
export { estimateTokens, exactTokens, type TokenCounter } from "../core/tokens.ts";
