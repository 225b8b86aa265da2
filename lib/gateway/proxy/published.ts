/**
 * A published configuration with the look-up tables that requests need.
 * @module
 */
import type { SingleBackend } from "../backend/backend_states.ts";
import type { GatewayConfiguration } from "../contracts/configuration.ts";
import type { DeploymentInfo } from "../contracts/context.ts";
import type { Fidelity } from "../contracts/fidelity.ts";
import { KeyTable } from "./authorize.ts";
import { RouteTable } from "./route_table.ts";

export class Published {
  readonly routes: RouteTable;
  readonly keys: KeyTable;
  readonly deployment: DeploymentInfo;
  readonly #byUrl: readonly { readonly url: string; readonly backend: SingleBackend }[];

  constructor(
    readonly configuration: GatewayConfiguration,
    readonly fidelity: Fidelity,
    instanceId: string,
  ) {
    this.routes = new RouteTable(configuration);
    this.keys = new KeyTable(configuration);
    this.deployment = Object.freeze({
      region: configuration.service.region,
      serviceName: configuration.service.name,
      serviceId: configuration.service.id,
      gatewayId: "managed",
      gatewayInstanceId: instanceId,
    });
    this.#byUrl = [...configuration.backends.values()]
      .filter((backend) => backend.type === "Single")
      .map((backend) => ({ url: comparable(backend.url), backend }))
      .sort((a, b) => b.url.length - a.url.length);
  }

  /** The backend entity that applies to calls of a plain URL, the one with the longest URL of its own first. */
  backendForUrl(url: string): SingleBackend | null {
    if (this.fidelity.backendAutoMatch === "off" || this.#byUrl.length === 0) return null;
    const called = comparable(url);
    for (const { url, backend } of this.#byUrl) {
      if (called === url) return backend;
      if (this.fidelity.backendAutoMatch === "prefix" && called.startsWith(url + "/")) {
        return backend;
      }
    }
    return null;
  }
}

function comparable(url: string): string {
  return url.toLowerCase().replace(/[/?]+$/, "");
}
