/**
 * The data behind C#'s `context` variable. Policies change it, expressions read it.
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#ContextVariables
 * @module
 */
import type { Fidelity } from "./fidelity.ts";
import type { RequestMessage, ResponseMessage } from "./message.ts";

export type Section = "inbound" | "backend" | "outbound" | "on-error";
export type Scope = "global" | "product" | "api" | "operation";

/** Why the pipeline went to on-error. */
export interface LastError {
  /** The policy or pipeline step that failed: `rate-limit`, `configuration`. */
  source: string;
  /** The stable reason: `RateLimitExceeded`, `BackendConnectionFailure`. */
  reason: string;
  message: string;
  scope: Scope | "";
  section: Section | "";
  /** Nesting, as in `choose[3]/when[2]`. */
  path: string;
  policyId: string;
}

export interface ApiInfo {
  readonly id: string;
  readonly name: string;
  /** Without leading slash. */
  readonly path: string;
  readonly revision: string;
  readonly version: string;
  readonly serviceUrl: string | null;
  readonly isCurrentRevision: boolean;
  readonly protocols: readonly string[];
  readonly subscriptionKeyParameterNames: { readonly header: string; readonly query: string };
}

export interface OperationInfo {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly urlTemplate: string;
}

export interface ProductInfo {
  readonly id: string;
  readonly name: string;
  readonly state: "NotPublished" | "Published";
  readonly approvalRequired: boolean;
  readonly subscriptionRequired: boolean;
  readonly subscriptionsLimit: number | null;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
}

export interface SubscriptionInfo {
  readonly id: string;
  readonly name: string;
  /** The key that the caller used. */
  readonly key: string;
  readonly primaryKey: string;
  readonly secondaryKey: string;
  /** Milliseconds since the epoch. */
  readonly createdDate: number;
  readonly startDate: number | null;
  readonly endDate: number | null;
}

export interface UserInfo {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly note: string | null;
  readonly registrationDate: number;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly identities: readonly { readonly id: string; readonly provider: string }[];
}

export interface DeploymentInfo {
  /** Display name, as in "East US". */
  readonly region: string;
  readonly serviceName: string;
  readonly serviceId: string;
  /** "managed" for the service's own gateway. */
  readonly gatewayId: string;
  readonly gatewayInstanceId: string;
}

export interface BackendInfo {
  readonly id: string;
  readonly type: "Single" | "Pool";
  readonly azureRegion: string | null;
}

/** What one request's policies may use of the gateway, all together (docs/limits.md). */
export interface RequestBudget {
  /** Steps that are left. */
  steps: number;
  /** Bytes that its values may still take. */
  bytes: number;
  /** Bytes that they hold. */
  readonly held: number;
  /** Counts steps that are taken outside of an evaluation. @throws LimitExceededError */
  spend(steps: number): void;
  /** Counts bytes that are held outside of an evaluation. @throws LimitExceededError */
  hold(bytes: number): void;
  /** Whether so many bytes can be held, within an evaluation or not; they are from now on. */
  tryHold(bytes: number): boolean;
  /** Gives back what values held that nothing refers to any more. */
  releaseTo(bytes: number): void;
  /** A few more steps for on-error. */
  grant(): void;
  /** The request is over. */
  close(): void;
}

/** Everything `context` gives. One object a request. */
export interface PolicyContext {
  /** A GUID in its usual format, with dashes. */
  readonly requestId: string;
  /** Milliseconds since the epoch when the request arrived. */
  readonly timestamp: number;
  /** Milliseconds since `timestamp`. */
  elapsedMs(): number;
  /** The gateway's time: C#'s DateTime.UtcNow, in milliseconds since the epoch. */
  now(): number;
  /** The request's own randomness, in [0, 1): what an unseeded `new Random()` and `Guid.NewGuid()` draw from. */
  random(): number;
  readonly tracing: boolean;
  request: RequestMessage;
  /** null until there is one. */
  response: ResponseMessage | null;
  /** C# values in boxed form (expression/runtime/values.ts). */
  readonly variables: Map<string, unknown>;
  lastError: LastError | null;
  readonly api: ApiInfo | null;
  readonly operation: OperationInfo | null;
  readonly product: ProductInfo | null;
  readonly subscription: SubscriptionInfo | null;
  readonly user: UserInfo | null;
  readonly deployment: DeploymentInfo;
  backend: BackendInfo | null;
  /** Choices where the documentation is silent; the defaults when absent. */
  readonly fidelity?: Fidelity;
  /** What the request's policies may still use; default: a whole budget for each expression. */
  readonly budget?: RequestBudget;
  /** `context.Trace(message)`. */
  trace(message: string): void;
}
