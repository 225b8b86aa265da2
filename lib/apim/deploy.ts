/**
 * A strategy onto the service: its entities first, then its document, then the wait until it serves.
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import { poolsOf, type StrategyPolicy } from "../policies/mod.ts";
import { type ApiSettings, ensureApi } from "./api.ts";
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
  for (const value of policy.namedValues) await ensureNamedValue(apim, value, signal);
  for (const backend of policy.backends) await ensureBackend(apim, backend, signal);
  for (const pool of poolsOf(policy)) await ensurePool(apim, pool, signal);
  await applyPolicy(apim, { apiId: api.id, xml: policy.xml }, { signal });
}

/** Makes sure that the API and the policies' entities are there, without any policy; nothing changes where all is. */
export async function ensureEntities(
  apim: Apim,
  api: ApiSettings,
  policies: readonly StrategyPolicy[],
  signal?: AbortSignal,
): Promise<void> {
  await ensureApi(apim, api, { signal });
  for (const { namedValues, backends } of policies) {
    for (const value of namedValues) await ensureNamedValue(apim, value, signal);
    for (const backend of backends) await ensureBackend(apim, backend, signal);
  }
}

/**
 * Waits until all units of the gateway serve the policy's revision. A unit takes changes up in their order
 * (assumption): it has the entities, too, which were put before, and which the revision stands for as well.
 * @throws ApimError `not-served`
 */
export function strategyServed(
  apim: Apim,
  { revision }: StrategyPolicy,
  { api, key, clock, fetch, limitMs, signal }: DeployOptions,
): Promise<Served> {
  return waitUntilServed({
    apiUrl: `${apim.gatewayUrl}/${api.path}`,
    key,
    revision,
    clock,
    fetch,
    limitMs,
    intervalMs: apim.target === "azure" ? 1000 : 20,
    units: apim.units,
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
