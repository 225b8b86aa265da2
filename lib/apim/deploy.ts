/**
 * A strategy onto the service: its entities first, then its document, then the wait until it serves.
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import { poolsOf, type StrategyPolicy } from "../policies/mod.ts";
import type { ApiSettings } from "./api.ts";
import { ensureBackend, ensureNamedValue, ensurePool } from "./backends.ts";
import type { Apim } from "./client.ts";
import { applyPolicy } from "./policy.ts";
import { type Served, waitUntilServed } from "./wait.ts";

export interface DeployOptions {
  readonly api: ApiSettings;
  readonly key: Secret;
  readonly clock: Clock;
  /** How the gateway is asked what it serves; default the network. */
  readonly fetch?: typeof globalThis.fetch;
  readonly limitMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Puts named values, backends and pools (a policy that names a backend is refused before that backend is there),
 * then the policy. Doing it twice changes nothing.
 * @throws ApimError, PolicyRejectedError.
 */
export async function putStrategy(
  apim: Apim,
  policy: StrategyPolicy,
  { api, signal }: Pick<DeployOptions, "api" | "signal">,
): Promise<void> {
  await Promise.all(policy.namedValues.map((value) => ensureNamedValue(apim, value, signal)));
  await Promise.all(policy.backends.map((backend) => ensureBackend(apim, backend, signal)));
  await Promise.all(poolsOf(policy).map((pool) => ensurePool(apim, pool, signal)));
  await applyPolicy(apim, { apiId: api.id, xml: policy.xml }, { signal });
}

/** Waits until the gateway serves the policy's revision. @throws ApimError `not-served` */
export function strategyServed(
  apim: Apim,
  { revision }: StrategyPolicy,
  { api, key, clock, fetch, limitMs, signal }: DeployOptions,
): Promise<Served> {
  const azure = apim.target === "azure";
  return waitUntilServed({
    apiUrl: `${apim.gatewayUrl}/${api.path}`,
    key,
    revision,
    clock,
    fetch,
    limitMs,
    intervalMs: azure ? 1000 : 20,
    inARow: azure ? 3 : 1,
    signal,
  });
}

/** {@link putStrategy}, then {@link strategyServed}. @throws ApimError, PolicyRejectedError. */
export async function deployStrategy(
  apim: Apim,
  policy: StrategyPolicy,
  options: DeployOptions,
): Promise<Served> {
  await putStrategy(apim, policy, options);
  return await strategyServed(apim, policy, options);
}
