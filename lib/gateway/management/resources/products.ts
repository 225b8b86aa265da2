/**
 * Products and the APIs in them.
 * @module
 */
import { invalid } from "../arm_error.ts";
import type { ResourceKind } from "../model.ts";
import { choice, flag, integer, required, text } from "../rules.ts";

export const products: ResourceKind = {
  path: "products",
  title: "Product",
  fields: {
    displayName: required(text({ min: 1, max: 300 })),
    description: text({ max: 1000 }),
    terms: text(),
    subscriptionRequired: flag,
    approvalRequired: flag,
    subscriptionsLimit: integer({ min: 0 }),
    state: choice("notPublished", "published"),
  },
  prepare({ properties }) {
    const subscriptionRequired = properties.subscriptionRequired ?? true;
    if (!subscriptionRequired) {
      for (const name of ["approvalRequired", "subscriptionsLimit"] as const) {
        if (properties[name] !== undefined && properties[name] !== false) {
          throw invalid(name, `'${name}' needs 'subscriptionRequired' to be true.`);
        }
      }
    }
    return {
      properties: {
        ...properties,
        subscriptionRequired,
        ...(subscriptionRequired && { approvalRequired: properties.approvalRequired ?? false }),
        state: properties.state ?? "notPublished",
      },
    };
  },
  stored(entity, { previous }, { tree, clock }) {
    if (previous) return;
    const name = "administrators"; // they can see every product
    const path = `${entity.path}/groups/${name}`;
    tree.set({
      kind: productGroups,
      path,
      name,
      properties: {},
      secrets: {},
      createdAt: clock.now(),
    });
  },
  beforeDelete(entity, { tree, query }) {
    const id = entity.name.toLowerCase();
    const subscriptions = tree.list("subscriptions").filter(({ properties }) =>
      String(properties.scope).toLowerCase().endsWith(`/products/${id}`)
    );
    if (subscriptions.length === 0) return;
    if (query.get("deleteSubscriptions")?.toLowerCase() !== "true") {
      const message = `Product '${entity.name}' has ${subscriptions.length} subscriptions: ` +
        "delete them first, or set deleteSubscriptions=true.";
      throw invalid("id", message);
    }
    for (const subscription of subscriptions) tree.delete(subscription.path);
  },
};

export const productApis: ResourceKind = {
  path: "products/apis",
  title: "Api",
  fields: {},
  without: ["PATCH"],
  link: "apis",
};

export const productGroups: ResourceKind = {
  path: "products/groups",
  title: "Group",
  fields: {},
  without: ["PATCH"],
  link: "groups",
};
