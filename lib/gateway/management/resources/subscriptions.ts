/**
 * Subscriptions: a pair of keys for all APIs, one API or one product.
 * @see https://learn.microsoft.com/azure/api-management/api-management-subscriptions
 * @module
 */
import { invalid } from "../arm/error.ts";
import type { Action, ResourceKind, World } from "../model.ts";
import { localPath } from "../references.ts";
import { choice, flag, readOnly, required, text } from "../rules.ts";

const key = text({ min: 1, max: 256 });

export const subscriptions: ResourceKind = {
  path: "subscriptions",
  title: "Subscription",
  fields: {
    displayName: required(text({ min: 1, max: 100 })),
    scope: required(text({ min: 1 })),
    ownerId: text(),
    primaryKey: key,
    secondaryKey: key,
    state: choice("suspended", "active", "expired", "submitted", "rejected", "cancelled"),
    stateComment: text(),
    allowTracing: flag,
    expirationDate: text(),
    createdDate: readOnly,
    startDate: readOnly,
    endDate: readOnly,
    notificationDate: readOnly,
  },
  prepare({ name, properties, previous }, world) {
    const { primaryKey, secondaryKey, ...rest } = properties;
    parseScope(String(properties.scope), world);
    const secrets = {
      primaryKey: String(primaryKey ?? previous?.secrets.primaryKey ?? newKey(world)),
      secondaryKey: String(secondaryKey ?? previous?.secrets.secondaryKey ?? newKey(world)),
    };
    checkKeys(name, secrets, world);
    const { expirationDate } = rest;
    if (expirationDate !== undefined && Number.isNaN(Date.parse(String(expirationDate)))) {
      throw invalid("expirationDate", "'expirationDate' must be an ISO 8601 date.");
    }
    return {
      properties: { ...rest, state: rest.state ?? previous?.properties.state ?? "submitted" },
      secrets,
    };
  },
  view({ properties, createdAt }) {
    const createdDate = new Date(createdAt).toISOString();
    return { ownerId: null, ...properties, createdDate };
  },
  actions: {
    listSecrets: ({ secrets }) => ({ body: { ...secrets } }),
    regeneratePrimaryKey: regenerate("primaryKey"),
    regenerateSecondaryKey: regenerate("secondaryKey"),
  },
};

/** Which calls a subscription's keys open. */
export type SubscriptionScope =
  | { readonly kind: "all-apis" }
  | { readonly kind: "api"; readonly apiId: string }
  | { readonly kind: "product"; readonly productId: string };

/**
 * Reads `/apis`, `/apis/{id}`, `/products/{id}` or the service itself, each also as a full ARM id.
 * @throws ArmError when it is none of these, or names something that is not there.
 */
export function parseScope(scope: string, world: World): SubscriptionScope {
  const path = localPath(scope, world);
  if (path === "" || path?.toLowerCase() === "apis") return { kind: "all-apis" };
  const [collection, id, ...rest] = path?.split("/") ?? [];
  const kind = collection?.toLowerCase();
  if (id === undefined || rest.length > 0 || (kind !== "apis" && kind !== "products")) {
    const message =
      `Scope '${scope}' is not valid: use /apis, /apis/{apiId} or /products/{productId}.`;
    throw invalid("scope", message);
  }
  const entity = world.tree.get(`${kind}/${id}`);
  if (!entity) {
    throw invalid("scope", `${kind === "apis" ? "Api" : "Product"} '${id}' could not be found.`);
  }
  return kind === "apis"
    ? { kind: "api", apiId: entity.name }
    : { kind: "product", productId: entity.name };
}

/** 32 hexadecimal digits from the seeded stream, as Azure's keys look. */
function newKey({ random }: World): string {
  return random.uuid().replaceAll("-", "");
}

/** A key opens one subscription only. */
function checkKeys(
  name: string,
  keys: Readonly<Record<"primaryKey" | "secondaryKey", string>>,
  world: World,
): void {
  if (keys.primaryKey === keys.secondaryKey) {
    throw invalid("secondaryKey", "The secondary key must differ from the primary key.");
  }
  for (const other of world.tree.list("subscriptions")) {
    if (other.name.toLowerCase() === name.toLowerCase()) continue;
    for (const field of ["primaryKey", "secondaryKey"] as const) {
      if (Object.values(other.secrets).includes(keys[field])) {
        throw invalid(field, "The key is already in use by another subscription.");
      }
    }
  }
}

function regenerate(field: "primaryKey" | "secondaryKey"): Action {
  return (entity, world) => {
    const secrets = { ...entity.secrets, [field]: newKey(world) };
    world.tree.set({ ...entity, secrets });
    return { status: 204 };
  };
}
