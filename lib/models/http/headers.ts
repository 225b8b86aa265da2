/**
 * The headers of Azure OpenAI's replies.
 * @module
 */
import type { ModelDeployment, Rejected } from "../deployment.ts";
import type { Region, Spill } from "../region.ts";

/** Headers that every reply past the front door carries. */
export function replyHeaders(
  region: Region,
  ids: { requestId: string; clientRequestId: string | null },
): Headers {
  const headers = new Headers({
    "apim-request-id": ids.requestId,
    "x-request-id": ids.requestId,
    "x-ms-region": region.displayName,
    "x-content-type-options": "nosniff",
    "strict-transport-security": "max-age=31536000; includeSubDomains; preload",
  });
  if (ids.clientRequestId !== null) headers.set("x-ms-client-request-id", ids.clientRequestId);
  return headers;
}

/** Adds the deployment's name and, for pay-as-you-go, what is left of its quota. */
export function addDeploymentHeaders(
  headers: Headers,
  deployment: ModelDeployment,
  now: number,
): void {
  headers.set("x-ms-deployment-name", deployment.name);
  headers.set("x-ms-rai-invoked", "true");
  const quota = deployment.quotaState(now);
  if (!quota) return;
  headers.set("x-ratelimit-limit-requests", String(quota.limitRequests));
  headers.set("x-ratelimit-limit-tokens", String(quota.limitTokens));
  headers.set("x-ratelimit-remaining-requests", String(quota.remainingRequests));
  headers.set("x-ratelimit-remaining-tokens", String(Math.floor(quota.remainingTokens)));
  headers.set("x-ratelimit-reset-requests", String(seconds(quota.resetRequestsMs)));
  headers.set("x-ratelimit-reset-tokens", String(seconds(quota.resetTokensMs)));
}

/** Adds when to come back, in both units. */
export function addRetryAfter(headers: Headers, { retryAfterMs }: Rejected): void {
  if (retryAfterMs === null) return;
  headers.set("retry-after", String(seconds(retryAfterMs)));
  headers.set("retry-after-ms", String(Math.ceil(retryAfterMs)));
}

/**
 * Adds what the service's own spillover did: from where, only if it served; else with what it failed.
 * `x-ms-is-spilled-over` is not documented, and read by tools that captured live replies.
 */
export function addSpillHeaders(headers: Headers, spill: Spill | null): void {
  if (spill === null) return;
  headers.set("x-ms-is-spilled-over", String(spill.error === null));
  if (spill.error === null) headers.set("x-ms-spillover-from-deployment", spill.from);
  else headers.set("x-ms-spillover-error", String(spill.error));
}

function seconds(ms: number): number {
  return Math.ceil(ms / 1000);
}
