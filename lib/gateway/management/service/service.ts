/**
 * One API Management service: its own properties, its resources, its compiled documents.
 * @module
 */
import type { Random } from "../../../core/random.ts";
import type { Fidelity } from "../../contracts/fidelity.ts";
import { type Compile, Documents } from "./documents.ts";
import type { JsonObject } from "../arm/json.ts";
import { groups, users } from "../resources/users.ts";
import { subscriptions } from "../resources/subscriptions.ts";
import { Tree } from "../tree.ts";
import { validationError } from "../arm/error.ts";

/** Where a service is found. */
export interface ServiceAddress {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
}

/** What a service's own PUT and PATCH set. */
export interface ServiceBody {
  readonly location: string;
  readonly sku: JsonObject;
  readonly properties: JsonObject;
  readonly tags?: JsonObject;
  readonly identity?: JsonObject;
  readonly zones?: readonly string[];
}

/** The ARM id of a service. */
export function serviceIdOf({ subscriptionId, resourceGroup, name }: ServiceAddress): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}` +
    `/providers/Microsoft.ApiManagement/service/${name}`;
}

export class Service {
  readonly id: string;
  readonly tree = new Tree();
  readonly documents: Documents;
  /** Grows with each change of the service itself. */
  version = 1;
  /** When provisioning ends, in milliseconds since the epoch. */
  readyAt: number;

  constructor(
    readonly address: ServiceAddress,
    public body: ServiceBody,
    readonly createdAt: number,
    options: {
      readonly compile: Compile;
      readonly random: Random;
      readonly fidelity: Fidelity;
    },
  ) {
    this.id = serviceIdOf(address);
    this.readyAt = createdAt;
    this.documents = new Documents(options.compile, options.fidelity);
    this.#seed(options.random);
  }

  /**
   * Changes resources as one step: when `change` throws, or a policy document no longer compiles, nothing
   * has changed.
   * @throws ArmError
   */
  change<T>(change: () => T): T {
    return this.tree.transaction(() => {
      const result = change();
      const errors = this.documents.refresh(this.tree);
      if (errors.length > 0) throw validationError(errors);
      return result;
    });
  }

  /** What every service comes with: built-in groups, the administrator, the all-access subscription. */
  #seed(random: Random): void {
    const { tree, createdAt } = this;
    const common = { secrets: {}, createdAt };
    for (const [name, displayName] of BUILT_IN_GROUPS) {
      const properties = { displayName, type: "system" };
      tree.set({ kind: groups, path: `groups/${name}`, name, properties, ...common });
    }
    tree.set({
      kind: users,
      path: "users/1",
      name: "1",
      properties: {
        email: String(this.body.properties.publisherEmail ?? "admin@example.com"),
        firstName: "Administrator",
        lastName: "",
        state: "active",
        identities: [{ provider: "Azure", id: "administrator" }],
      },
      ...common,
    });
    tree.set({
      kind: subscriptions,
      path: "subscriptions/master",
      name: "master",
      properties: {
        displayName: "Built-in all-access subscription",
        scope: `${this.id}/`,
        state: "active",
        allowTracing: true,
      },
      secrets: {
        primaryKey: random.uuid().replaceAll("-", ""),
        secondaryKey: random.uuid().replaceAll("-", ""),
      },
      createdAt,
    });
  }
}

const BUILT_IN_GROUPS = [
  ["administrators", "Administrators"],
  ["developers", "Developers"],
  ["guests", "Guests"],
] as const;
