/**
 * Managing an APIM service through `@azure/arm-apimanagement`: the same calls for the embedded APIM and for Azure.
 * @module
 */
export { API_DISPLAY_NAME, type ApiSettings, ensureApi } from "./api.ts";
export { ensureBackend, ensureNamedValue, ensurePool } from "./backends.ts";
export { cleanUp, type CleanUpReport } from "./clean_up.ts";
export { type Apim, type ArmAccess, armAccess, connect, type ManagementTarget } from "./client.ts";
export { type Cloud, cloudOf, isLocal } from "./cloud.ts";
export {
  API_VERSION,
  type ArmCall,
  type ArmCaller,
  type ArmReply,
  callArm,
  saidBy,
  settled,
} from "./arm.ts";
export {
  type DeployOptions,
  deployStrategy,
  ensureEntities,
  putStrategy,
  strategyServed,
} from "./deploy.ts";
export { ApimError, type ApimErrorCode, attempt, explain, statusOf } from "./errors.ts";
export {
  identityOf,
  MODEL_ROLE,
  type ModelAccount,
  modelAccount,
  type ModelRole,
  modelRole,
} from "./model_roles.ts";
export {
  operationProperties,
  OPERATIONS,
  REVISION_OPERATION,
  REVISION_POLICY,
} from "./operations.ts";
export { isMarked, LAB_MARK, marked, markOf } from "./ownership.ts";
export {
  applyPolicy,
  type PolicyDocument,
  type PolicyFinding,
  PolicyRejectedError,
} from "./policy.ts";
export { ownPrefix, prefixOf, type SignedIn, whoAmI } from "./signed_in.ts";
export { ensureSubscription } from "./subscription.ts";
export { debugToken, readTrace } from "./trace.ts";
export { type TraceLine, type TraceSection, traceSections, traceTree } from "./trace_tree.ts";
export { type Served, type WaitOptions, waitUntilServed } from "./wait.ts";
