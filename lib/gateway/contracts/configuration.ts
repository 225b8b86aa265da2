/**
 * What the management plane publishes and the data plane runs: one immutable snapshot at a time.
 * @module
 */
import type { JsonObject } from "../../core/json.ts";
import type { ApiInfo, OperationInfo, ProductInfo, SubscriptionInfo, UserInfo } from "./context.ts";
import type { BackendConfiguration } from "./backend.ts";
import type { OperationContract } from "./operation_contract.ts";
import type { MockReply } from "./mock_reply.ts";
import type { CompiledDocument } from "./run.ts";

export interface OperationConfiguration {
  readonly info: OperationInfo;
  readonly policy: CompiledDocument | null;
  /** Default: none. */
  readonly mockReplies?: readonly MockReply[];
  /** What its messages are held to; worked out when asked for. */
  readonly contract?: () => OperationContract;
}

export interface ApiConfiguration {
  readonly info: ApiInfo;
  readonly subscriptionRequired: boolean;
  readonly operations: readonly OperationConfiguration[];
  /** Ids of the products that hold the API. */
  readonly productIds: readonly string[];
  /** Where a request says its version, for versions that share a path. Default: the path says it. */
  readonly versionedBy?: { readonly in: "header" | "query"; readonly name: string };
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
  /** JSON schemas of the service itself, which validate-content may name. Default: none. */
  readonly schemas?: ReadonlyMap<string, JsonObject>;
  readonly loggers: ReadonlyMap<string, { readonly id: string; readonly type: string }>;
}
