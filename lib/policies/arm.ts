/**
 * Entities as ARM writes them: the same whoever puts them onto a service.
 * @see https://learn.microsoft.com/rest/api/apimanagement/backend/create-or-update
 * @module
 */
import { formatDuration } from "../core/duration.ts";
import {
  type BackendEntity,
  BREAKER_STATUS_CODES,
  type BreakerSettings,
  type PoolEntity,
} from "./strategy.ts";

/** A rule of a circuit breaker in ARM's form; times are ISO 8601. */
export type BreakerRuleProperties = {
  readonly name: string;
  readonly failureCondition: {
    readonly count: number;
    readonly interval: string;
    readonly statusCodeRanges: { readonly min: number; readonly max: number }[];
  };
  readonly tripDuration: string;
  readonly acceptRetryAfter: boolean;
};

/** A backend in ARM's form. */
export type BackendProperties = {
  readonly url: string;
  readonly protocol: string;
  readonly credentials: { readonly header: Record<string, string[]> } | undefined;
  readonly circuitBreaker: { readonly rules: BreakerRuleProperties[] } | undefined;
};

/** A member of a pool in ARM's form. */
export type PoolServiceProperties = {
  readonly id: string;
  readonly priority: number;
  readonly weight: number;
};

/** A backend's properties, its circuit breaker and its reference to a key included. */
export function backendProperties(
  { url, credentials, circuitBreaker }: BackendEntity,
): BackendProperties {
  return {
    url,
    protocol: "http",
    credentials: credentials === null ? undefined : {
      header: { [credentials.header]: [`{{${credentials.namedValue}}}`] },
    },
    circuitBreaker: circuitBreaker === null ? undefined : { rules: [breakerRule(circuitBreaker)] },
  };
}

/** A pool's members. @param serviceId ARM id of the service that has them */
export function poolServices(
  { members }: PoolEntity,
  serviceId: string,
): PoolServiceProperties[] {
  return members.map(({ name, priority, weight }) => ({
    id: `${serviceId}/backends/${name}`,
    priority,
    weight,
  }));
}

function breakerRule(breaker: BreakerSettings): BreakerRuleProperties {
  return {
    name: "busy-or-failing",
    failureCondition: {
      count: breaker.failures,
      interval: formatDuration(breaker.intervalSeconds * 1000),
      statusCodeRanges: [...BREAKER_STATUS_CODES],
    },
    tripDuration: formatDuration(breaker.tripSeconds * 1000),
    acceptRetryAfter: breaker.acceptRetryAfter,
  };
}
