/**
 * Backend entities as the management plane publishes them.
 * @module
 */

/** A member of a pool. Lower priority numbers are preferred. */
export interface PoolMember {
  /** Lower-case name of the member backend. */
  readonly backendId: string;
  /** 0-100, or null when not given. */
  readonly priority: number | null;
  /** 0-100, or null when not given. */
  readonly weight: number | null;
}

export interface CircuitBreakerRule {
  readonly name: string;
  /** Failures in the interval that trip it; null when `percentage` is used. */
  readonly count: number | null;
  readonly percentage: number | null;
  readonly intervalMs: number;
  readonly tripDurationMs: number;
  readonly acceptRetryAfter: boolean;
  readonly statusCodeRanges: readonly { readonly min: number; readonly max: number }[];
  readonly errorReasons: readonly string[];
  /** What calls get while it is open. Default: 503. */
  readonly failureStatusCode?: number;
}

export interface BackendCredentials {
  /** Named values whose values the gateway does not have, as those in a key vault; then no call is made. Default: none. */
  readonly unknownNamedValues?: readonly string[];
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly authorization: { readonly scheme: string; readonly parameter: string } | null;
  readonly managedIdentity: { readonly resource: string; readonly clientId: string | null } | null;
}

/** A backend entity, named values resolved. */
export type BackendConfiguration =
  | {
    readonly type: "Single";
    /** As written; lookups use the lower-case form. */
    readonly id: string;
    readonly url: string;
    readonly credentials: BackendCredentials;
    readonly circuitBreaker: CircuitBreakerRule | null;
    readonly azureRegion: string | null;
  }
  | {
    readonly type: "Pool";
    readonly id: string;
    readonly members: readonly PoolMember[];
    readonly sessionAffinity: { readonly cookieName: string } | null;
    /** What calls get while no member is available. Default: 503. */
    readonly failureStatusCode?: number;
  };
