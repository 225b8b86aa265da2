/**
 * A strategy onto the service: its entities first, then its document, then the wait until it serves.
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import type { StrategyPolicy } from "../policies/mod.ts";
import type { ApiSettings } from "./api.ts";
import { ensureBackend, ensureNamedValue, ensurePool } from "./backends.ts";
import type { Apim } from "./client.ts";
import { applyPolicy } from "./policy.ts";
import { type Served, waitUntilServed } from "./wait.ts";

export interface DeployOptions {
  readonly api: ApiSettings;
  readonly key: Secret;
  readonly clock: Clock;
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Puts named values, backends and pool (a policy that names a backend is refused before that backend is there),
 * then the policy, and returns when the gateway serves it. Doing it twice changes nothing.
 * @throws ApimError, PolicyRejectedError.
 */
export async function deployStrategy(
  apim: Apim,
  policy: StrategyPolicy,
  options: DeployOptions,
): Promise<Served> {
  const { api, key, clock, limitMs, signal } = options;
  await Promise.all(policy.namedValues.map((value) => ensureNamedValue(apim, value, signal)));
  await Promise.all(policy.backends.map((backend) => ensureBackend(apim, backend, signal)));
  if (policy.pool) await ensurePool(apim, policy.pool, signal);
  await applyPolicy(apim, { apiId: api.id, xml: policy.xml }, { signal });
  const azure = apim.target === "azure";
  return await waitUntilServed({
    apiUrl: `${apim.gatewayUrl}/${api.path}`,
    key,
    revision: policy.revision,
    clock,
    limitMs,
    intervalMs: azure ? 1000 : 20,
    inARow: azure ? 3 : 1,
    signal,
  });
}
