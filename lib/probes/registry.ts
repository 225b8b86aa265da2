/**
 * Every switch's probe, or why it has none.
 * @module
 */
import { affinityToTripped } from "./backends/affinity_to_tripped.ts";
import { backendAutoMatch } from "./backends/backend_auto_match.ts";
import { breakerPercentage } from "./backends/breaker_percentage.ts";
import { breakerRetryAfter } from "./backends/breaker_retry_after.ts";
import { breakerTransportFailures } from "./backends/breaker_transport_failures.ts";
import { breakerWindow } from "./backends/breaker_window.ts";
import { contextBackendOfPool } from "./backends/context_backend_of_pool.ts";
import { credentialMerge } from "./backends/credential_merge.ts";
import { newerMembers } from "./backends/newer_members.ts";
import { poolExhaustedRetryAfter } from "./backends/pool_exhausted_retry_after.ts";
import { poolMissingPriority } from "./backends/pool_missing_priority.ts";
import { poolMissingWeight } from "./backends/pool_missing_weight.ts";
import { poolZeroWeight } from "./backends/pool_zero_weight.ts";
import { keySentToOpenApi } from "./pipeline/key_sent_to_open_api.ts";
import { lastErrorPath } from "./pipeline/last_error_path.ts";
import { onErrorFailure } from "./pipeline/on_error_failure.ts";
import { operationNotFoundScope } from "./pipeline/operation_not_found_scope.ts";
import { responseAfterTransportFailure } from "./pipeline/response_after_transport_failure.ts";
import { responseWithoutForward } from "./pipeline/response_without_forward.ts";
import { retryFirstFastIndex } from "./pipeline/retry_first_fast_index.ts";
import { unbufferedRetryBody } from "./pipeline/unbuffered_retry_body.ts";
import { cacheMiss } from "./policies/cache_miss.ts";
import { cacheValues } from "./policies/cache_values.ts";
import { corsTerminatesByDefault } from "./policies/cors_terminates_by_default.ts";
import { emptyRequiredValue } from "./policies/empty_required_value.ts";
import { ipFilterBody } from "./policies/ip_filter_body.ts";
import { jwtIssuers } from "./policies/jwt_issuers.ts";
import { missingNamedValue } from "./policies/missing_named_value.ts";
import { missingVariable } from "./policies/missing_variable.ts";
import { nestedFragments } from "./policies/nested_fragments.ts";
import { tokenLimitRefill } from "./policies/token_limit_refill.ts";
import { tokensOfFailedCall } from "./policies/tokens_of_failed_call.ts";
import { undocumentedTypes } from "./policies/undocumented_types.ts";
import { valueCacheUsage } from "./policies/value_cache_usage.ts";
import { variableOfWrongType } from "./policies/variable_of_wrong_type.ts";
import { xmlJsonConventions } from "./policies/xml_json_conventions.ts";
import type { Probe, SwitchName } from "./probe.ts";

/** In the order of the report. */
export const PROBES: readonly Probe[] = [
  affinityToTripped,
  backendAutoMatch,
  breakerPercentage,
  breakerRetryAfter,
  breakerTransportFailures,
  breakerWindow,
  contextBackendOfPool,
  credentialMerge,
  newerMembers,
  poolExhaustedRetryAfter,
  poolMissingPriority,
  poolMissingWeight,
  poolZeroWeight,
  keySentToOpenApi,
  lastErrorPath,
  onErrorFailure,
  operationNotFoundScope,
  responseAfterTransportFailure,
  responseWithoutForward,
  retryFirstFastIndex,
  unbufferedRetryBody,
  cacheMiss,
  cacheValues,
  corsTerminatesByDefault,
  emptyRequiredValue,
  ipFilterBody,
  jwtIssuers,
  missingNamedValue,
  missingVariable,
  nestedFragments,
  tokenLimitRefill,
  tokensOfFailedCall,
  undocumentedTypes,
  valueCacheUsage,
  variableOfWrongType,
  xmlJsonConventions,
];

/** Switches that no probe here can settle, and why. */
export const WITHOUT_PROBE: Readonly<Partial<Record<SwitchName, string>>> = {
  semanticScore:
    "llm-semantic-cache needs an external Redis cache and an embeddings deployment on the service.",
};
