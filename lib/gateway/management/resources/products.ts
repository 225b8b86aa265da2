/**
 * Products and the APIs in them.
 * @module
 */
import { invalid } from "../arm/error.ts";
import {
  type Draft,
  type Entity,
  parentOf,
  type Prepared,
  type ResourceKind,
  type World,
} from "../model.ts";
import { referenced } from "../references.ts";
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

/** A link with an id of its own, to the same effect as one that has its target's. */
export const productApiLinks: ResourceKind = {
  path: "products/apiLinks",
  title: "ProductApiLink",
  fields: { apiId: required(text({ min: 1 })) },
  without: ["PATCH"],
  prepare: (draft, world) => linkTo("apis", "Api", "apiId", draft, world),
  stored: (entity, _draft, world) => storeLink(productApis, entity, "apiId", world),
  beforeDelete: (entity, world) => removeLink("apis", entity, "apiId", world),
};

export const productGroupLinks: ResourceKind = {
  path: "products/groupLinks",
  title: "ProductGroupLink",
  fields: { groupId: required(text({ min: 1 })) },
  without: ["PATCH"],
  prepare: (draft, world) => linkTo("groups", "Group", "groupId", draft, world),
  stored: (entity, _draft, world) => storeLink(productGroups, entity, "groupId", world),
  beforeDelete: (entity, world) => removeLink("groups", entity, "groupId", world),
};

function linkTo(
  collection: string,
  title: string,
  member: string,
  { properties }: Draft,
  world: World,
): Prepared {
  const target = referenced(String(properties[member]), collection, title, member, world);
  return { properties: { [member]: `${world.serviceId}/${target.path}` } };
}

function storeLink(kind: ResourceKind, link: Entity, member: string, { tree, clock }: World): void {
  const name = targetName(link, member);
  const path = `${parentOf(link.path)}/${kind.link}/${name}`;
  if (tree.get(path)) return;
  tree.set({ kind, path, name, properties: {}, secrets: {}, createdAt: clock.now() });
}

function removeLink(collection: string, link: Entity, member: string, { tree }: World): void {
  tree.delete(`${parentOf(link.path)}/${collection}/${targetName(link, member)}`);
}

function targetName({ properties }: Entity, member: string): string {
  return String(properties[member]).split("/").at(-1)!;
}

export const productGroups: ResourceKind = {
  path: "products/groups",
  title: "Group",
  fields: {},
  without: ["PATCH"],
  link: "groups",
};
