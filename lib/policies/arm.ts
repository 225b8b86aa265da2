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

/** A backend's properties, its circuit breaker and its reference to a key included. */
export function backendProperties({ url, credentials, circuitBreaker }: BackendEntity) {
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
export function poolServices({ members }: PoolEntity, serviceId: string) {
  return members.map(({ name, priority, weight }) => ({
    id: `${serviceId}/backends/${name}`,
    priority,
    weight,
  }));
}

function breakerRule(breaker: BreakerSettings) {
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
