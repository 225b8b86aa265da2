/**
 * The registry: one line a policy.
 * @module
 */
import type { PolicyDefinition } from "../definition/definition.ts";
import { authenticationBasic } from "./authentication_basic.ts";
import { authenticationCertificate } from "./authentication_certificate.ts";
import { authenticationManagedIdentity } from "./authentication_managed_identity.ts";
import { azureOpenaiEmitTokenMetric } from "./azure_openai_emit_token_metric.ts";
import { azureOpenaiSemanticCacheLookup } from "./azure_openai_semantic_cache_lookup.ts";
import { azureOpenaiSemanticCacheStore } from "./azure_openai_semantic_cache_store.ts";
import { azureOpenaiTokenLimit } from "./azure_openai_token_limit.ts";
import { base } from "./base.ts";
import { cacheLookup } from "./cache_lookup.ts";
import { cacheLookupValue } from "./cache_lookup_value.ts";
import { cacheRemoveValue } from "./cache_remove_value.ts";
import { cacheStore } from "./cache_store.ts";
import { cacheStoreValue } from "./cache_store_value.ts";
import { checkHeader } from "./check_header.ts";
import { choose } from "./choose.ts";
import { cors } from "./cors.ts";
import { emitMetric } from "./emit_metric.ts";
import { findAndReplace } from "./find_and_replace.ts";
import { forwardRequest } from "./forward_request.ts";
import { getAuthorizationContext } from "./get_authorization_context.ts";
import { includeFragment } from "./include_fragment.ts";
import { ipFilter } from "./ip_filter.ts";
import { jsonToXml } from "./json_to_xml.ts";
import { jsonp } from "./jsonp.ts";
import { limitConcurrency } from "./limit_concurrency.ts";
import { llmContentSafety } from "./llm_content_safety.ts";
import { llmEmitTokenMetric } from "./llm_emit_token_metric.ts";
import { llmSemanticCacheLookup } from "./llm_semantic_cache_lookup.ts";
import { llmSemanticCacheStore } from "./llm_semantic_cache_store.ts";
import { llmTokenLimit } from "./llm_token_limit.ts";
import { logToEventhub } from "./log_to_eventhub.ts";
import { mockResponse } from "./mock_response.ts";
import { quota } from "./quota.ts";
import { quotaByKey } from "./quota_by_key.ts";
import { rateLimit } from "./rate_limit.ts";
import { rateLimitByKey } from "./rate_limit_by_key.ts";
import { redirectContentUrls } from "./redirect_content_urls.ts";
import { retry } from "./retry.ts";
import { returnResponse } from "./return_response.ts";
import { rewriteUri } from "./rewrite_uri.ts";
import { sendOneWayRequest } from "./send_one_way_request.ts";
import { sendRequest } from "./send_request.ts";
import { setBackendService } from "./set_backend_service.ts";
import { setBody } from "./set_body.ts";
import { setHeader } from "./set_header.ts";
import { setMethod } from "./set_method.ts";
import { setQueryParameter } from "./set_query_parameter.ts";
import { setStatus } from "./set_status.ts";
import { setVariable } from "./set_variable.ts";
import { trace } from "./trace.ts";
import { validateAzureAdToken } from "./validate_azure_ad_token.ts";
import { validateContent } from "./validate_content.ts";
import { validateHeaders } from "./validate_headers.ts";
import { validateJwt } from "./validate_jwt.ts";
import { validateParameters } from "./validate_parameters.ts";
import { validateStatusCode } from "./validate_status_code.ts";
import { wait } from "./wait.ts";
import { xmlToJson } from "./xml_to_json.ts";

/** Every policy that this gateway runs. */
export const POLICIES: readonly PolicyDefinition[] = [
  authenticationBasic,
  authenticationCertificate,
  authenticationManagedIdentity,
  azureOpenaiEmitTokenMetric,
  azureOpenaiSemanticCacheLookup,
  azureOpenaiSemanticCacheStore,
  azureOpenaiTokenLimit,
  base,
  cacheLookup,
  cacheLookupValue,
  cacheRemoveValue,
  cacheStore,
  cacheStoreValue,
  checkHeader,
  choose,
  cors,
  emitMetric,
  findAndReplace,
  forwardRequest,
  getAuthorizationContext,
  includeFragment,
  ipFilter,
  jsonToXml,
  jsonp,
  limitConcurrency,
  llmContentSafety,
  llmEmitTokenMetric,
  llmSemanticCacheLookup,
  llmSemanticCacheStore,
  llmTokenLimit,
  logToEventhub,
  mockResponse,
  quota,
  quotaByKey,
  rateLimit,
  rateLimitByKey,
  redirectContentUrls,
  retry,
  returnResponse,
  rewriteUri,
  sendOneWayRequest,
  sendRequest,
  setBackendService,
  setBody,
  setHeader,
  setMethod,
  setQueryParameter,
  setStatus,
  setVariable,
  trace,
  validateAzureAdToken,
  validateContent,
  validateHeaders,
  validateJwt,
  validateParameters,
  validateStatusCode,
  wait,
  xmlToJson,
];

const BY_NAME: ReadonlyMap<string, PolicyDefinition> = new Map(
  POLICIES.map((policy) => [policy.name, policy]),
);

/** The policy of that element name. */
export function policyNamed(name: string): PolicyDefinition | undefined {
  return BY_NAME.get(name);
}
