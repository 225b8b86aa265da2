/**
 * What the workshop stands on: what is asked for, and what came of it.
 * @module
 */
import type { FoundationRegion, Tier } from "../templates/mod.ts";

export interface FoundationSettings {
  /** Region of the group and of API Management. */
  readonly location: string;
  readonly tier: Tier;
  readonly publisherEmail: string;
  readonly regions: readonly FoundationRegion[];
  readonly model: { readonly name: string; readonly version: string };
  /** null: made from the group's id. */
  readonly serviceName: string | null;
  /** Object id of who runs the notebooks, and what it is; null: nobody gets the right to call models directly. */
  readonly principal: { readonly id: string; readonly type: "User" | "ServicePrincipal" } | null;
  readonly diagnostics: boolean;
}

/** What was deployed. */
export interface Foundation {
  readonly serviceName: string;
  readonly gatewayUrl: string;
  readonly backends: readonly {
    readonly location: string;
    readonly sku: FoundationRegion["sku"];
    readonly endpoint: string;
    readonly deployment: string;
  }[];
}
