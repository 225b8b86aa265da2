/**
 * What routing knows of a model deployment behind the gateway.
 * @module
 */
import type { Secret } from "../core/secret.ts";

/** Provisioned throughput (paid by the hour) or standard (paid by the token). */
export type DeploymentType = "PTU" | "PAYG";

/** A backend's place in the routing, without where it is and how to get in. */
export interface BackendPlan {
  /** What `x-routed-backend` says: letters, digits and hyphens, as in `backend-a`. */
  readonly id: string;
  /** For people: `PTU-EastUS`. */
  readonly label: string;
  /** Azure's name of the region, as in `eastus`. */
  readonly region: string;
  readonly type: DeploymentType;
  /** 0-100; lower numbers are preferred. */
  readonly priority: number;
  /** 1-100; the share among backends that take turns. */
  readonly weight: number;
  /** Name of the model deployment. */
  readonly deployment: string;
}

/** A backend that requests can be sent to. */
export interface RoutingBackend extends BackendPlan {
  /** Origin without trailing slash: `https://NAME.openai.azure.com`. */
  readonly endpoint: string;
  /** null where the gateway signs in with its managed identity. */
  readonly apiKey: Secret | null;
}

/** Preferred first: by priority, then the larger weight, then the id. */
export function byPreference(a: BackendPlan, b: BackendPlan): number {
  return a.priority - b.priority || b.weight - a.weight || (a.id < b.id ? -1 : 1);
}

/** `host:port` of the backend's endpoint, as `context.Request.Url` has them. */
export function authorityOf({ endpoint }: RoutingBackend): string {
  const url = new URL(endpoint);
  return `${url.hostname}:${url.port || (url.protocol === "https:" ? "443" : "80")}`;
}
