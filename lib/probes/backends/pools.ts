/**
 * What the probes of pools share.
 * @module
 */
import { type Names, type SetUp, toBackend } from "../probe.ts";

interface Member {
  readonly weight?: number;
  readonly priority?: number;
}

/** A pool over mocks of its members' names. */
export function poolOf(
  names: Names,
  members: Readonly<Record<string, Member>>,
  options: {
    readonly circuitBreaker?: unknown;
    readonly pool?: Record<string, unknown>;
    readonly outbound?: string;
  } = {},
): SetUp {
  const { circuitBreaker, pool, outbound } = options;
  const locals = Object.keys(members);
  const singles = locals.map((local) => [
    local,
    { url: names.mock(local), protocol: "http", ...(circuitBreaker ? { circuitBreaker } : {}) },
  ]);
  const services = locals.map((local) => ({ id: names.backendId(local), ...members[local] }));
  return {
    backends: {
      ...Object.fromEntries(singles),
      pool: { type: "Pool", pool: { services, ...pool } },
    },
    policy: { inbound: toBackend(names.backend("pool")), outbound },
  };
}
