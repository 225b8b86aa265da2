/**
 * What a strategy's builder takes and gives.
 * @module
 */
import type { Secret } from "../core/secret.ts";
import type { BackendPlan, RoutingBackend } from "./backend.ts";

/** The names that `x-routing-strategy` carries. */
export type StrategyName =
  | "baseline"
  | "latency-based"
  | "weighted-round-robin"
  | "priority-spillover"
  | "circuit-breaker"
  | "backend-pool";

/** When a backend's own circuit breaker opens, and for how long. */
export interface BreakerSettings {
  /** Failures within the interval that open it. */
  readonly failures: number;
  readonly intervalSeconds: number;
  /** How long it stays open. */
  readonly tripSeconds: number;
  /** Whether the failing reply's Retry-After takes the place of `tripSeconds`. */
  readonly acceptRetryAfter: boolean;
}

/** What counts as a failure for a backend's own breaker: what a retry may do better elsewhere. */
export const BREAKER_STATUS_CODES: readonly { readonly min: number; readonly max: number }[] = [
  { min: 408, max: 408 },
  { min: 429, max: 429 },
  { min: 500, max: 599 },
];

/** What all strategies can be told. */
export interface PolicyOptions {
  /** Stamped into the `x-policy-revision` response header, so that one can see when a gateway serves it. */
  readonly revision?: string;
  /** `api-version` of the Responses API; default `2025-04-01-preview`. */
  readonly apiVersion?: string;
  /** Hand replies on as they come, which server-sent events need; default true. */
  readonly streaming?: boolean;
  /** Patience with a backend, to its reply's headers; default 60 s. */
  readonly timeoutSeconds?: number;
  /** How the gateway signs in; default `key`, a secret named value in the backend's credentials. */
  readonly auth?: "key" | "managed-identity";
  /** In front of the names of all entities; default none. */
  readonly entityPrefix?: string;
  /** What managed identity's tokens are for; default `https://cognitiveservices.azure.com`, the public cloud's. */
  readonly tokenResource?: string;
}

/** A secret named value that a backend's credentials refer to as `{{name}}`. */
export interface NamedValueEntity {
  readonly name: string;
  readonly value: Secret;
}

/** A backend entity. Its credentials name a named value; they hold no key. */
export interface BackendEntity {
  readonly name: string;
  readonly backendId: string;
  readonly description: string;
  readonly url: string;
  /** The header that carries the key; null where the policy signs in with the managed identity. */
  readonly credentials: { readonly header: string; readonly namedValue: string } | null;
  readonly circuitBreaker: BreakerSettings | null;
}

/** A backend pool: members by the names of their entities. */
export interface PoolEntity {
  readonly name: string;
  readonly description: string;
  readonly members: readonly {
    readonly name: string;
    readonly priority: number;
    readonly weight: number;
  }[];
}

/** A policy document, and the entities that must exist before it can be put. */
export interface StrategyPolicy {
  readonly name: StrategyName;
  /** One sentence: what it does with a request. */
  readonly summary: string;
  /** Backends in the order in which one request tries them: group after group, inside a group drawn by weight. */
  readonly order: readonly (readonly BackendPlan[])[];
  /** The document, to be put with format `rawxml`. It holds no key. */
  readonly xml: string;
  readonly namedValues: readonly NamedValueEntity[];
  readonly backends: readonly BackendEntity[];
  readonly pool: PoolEntity | null;
  /** Pools behind {@link pool}, where members have deployments of several names: a pool has one name. */
  readonly furtherPools?: readonly PoolEntity[];
  /** What `x-policy-revision` says. */
  readonly revision: string;
}

/** All pools of a policy, in the order in which it uses them. */
export function poolsOf(
  { pool, furtherPools = [] }: Pick<StrategyPolicy, "pool" | "furtherPools">,
): readonly PoolEntity[] {
  return pool ? [pool, ...furtherPools] : furtherPools;
}

/** @throws RangeError naming what is wrong, when no policy can be built over these backends. */
export function requireBackends(
  name: StrategyName,
  backends: readonly RoutingBackend[],
  least: number,
): void {
  if (backends.length < least) {
    throw new RangeError(`${name} needs ${least} backends or more: there are ${backends.length}`);
  }
  const seen = new Set<string>();
  for (const { id, weight } of backends) {
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,58}[A-Za-z0-9])?$/.test(id)) {
      throw new RangeError(
        `backend id ${JSON.stringify(id)}: only letters, digits and inner hyphens, at most 60`,
      );
    }
    if (seen.has(id.toLowerCase())) throw new RangeError(`two backends have the id ${id}`);
    if (!(Number.isInteger(weight) && weight >= 1 && weight <= 100)) {
      throw new RangeError(
        `the weight of ${id} must be a whole number from 1 to 100: it is ${weight}`,
      );
    }
    seen.add(id.toLowerCase());
  }
}
