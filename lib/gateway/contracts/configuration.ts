/**
 * What the management plane publishes and the data plane runs: one immutable snapshot at a time.
 * @module
 */
import type { ApiInfo, OperationInfo, ProductInfo, SubscriptionInfo, UserInfo } from "./context.ts";
import type { CompiledDocument } from "./document.ts";

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
  };

/** A response of an operation as its author described it, for mock-response. */
export interface MockReply {
  readonly statusCode: number;
  readonly contentType: string;
  /** The examples, else one made from the schema, else none. */
  readonly bodies: readonly string[];
}

export interface OperationConfiguration {
  readonly info: OperationInfo;
  readonly policy: CompiledDocument | null;
  /** Default: none. */
  readonly mockReplies?: readonly MockReply[];
}

export interface ApiConfiguration {
  readonly info: ApiInfo;
  readonly subscriptionRequired: boolean;
  readonly operations: readonly OperationConfiguration[];
  /** Ids of the products that hold the API. */
  readonly productIds: readonly string[];
  readonly policy: CompiledDocument | null;
}

export interface ProductConfiguration {
  readonly info: ProductInfo;
  readonly policy: CompiledDocument | null;
}

export interface SubscriptionConfiguration {
  /** `key` is empty here: the request's own goes in. */
  readonly info: SubscriptionInfo;
  readonly active: boolean;
  readonly allowTracing: boolean;
  readonly scope:
    | { readonly kind: "all-apis" }
    | { readonly kind: "api"; readonly apiId: string }
    | { readonly kind: "product"; readonly productId: string };
  readonly user: UserInfo | null;
}

/** Everything the data plane needs; replaced as a whole at each change. Maps are keyed by lower-case ids. */
export interface GatewayConfiguration {
  /** Counts publications. */
  readonly revision: number;
  readonly service: {
    readonly name: string;
    readonly id: string;
    readonly resourceGroup: string;
    readonly subscriptionId: string;
    /** Display name of the region, as in "East US". */
    readonly region: string;
  };
  readonly globalPolicy: CompiledDocument | null;
  readonly apis: readonly ApiConfiguration[];
  readonly products: ReadonlyMap<string, ProductConfiguration>;
  readonly subscriptions: readonly SubscriptionConfiguration[];
  readonly backends: ReadonlyMap<string, BackendConfiguration>;
  readonly loggers: ReadonlyMap<string, { readonly id: string; readonly type: string }>;
}
