/**
 * Users and groups, as far as subscriptions and `context.User` need them.
 * @module
 */
import { finding, invalid, validationError } from "../arm/error.ts";
import { listOf } from "../arm/json.ts";
import type { Entity, ResourceKind } from "../model.ts";
import { anything, choice, list, object, readOnly, required, text } from "../rules.ts";

const BUILT_IN_GROUPS = ["administrators", "developers", "guests"];

export const users: ResourceKind = {
  path: "users",
  title: "User",
  fields: {
    email: required(text({ min: 1, max: 254, pattern: /^[^@\s]+@[^@\s]+$/ })),
    firstName: required(text({ min: 1, max: 100 })),
    lastName: required(text({ min: 1, max: 100 })),
    note: text(),
    state: choice("active", "blocked", "pending", "deleted"),
    identities: list(object({ provider: text(), id: text() })),
    password: text(),
    appType: text(),
    confirmation: text(),
    registrationDate: readOnly,
    groups: readOnly,
  },
  prepare({ name, properties, previous }, world) {
    const { password: _password, appType: _appType, confirmation: _confirmation, ...rest } =
      properties;
    const email = String(rest.email).toLowerCase();
    const twin = world.tree.list("users").find((user) =>
      user.name.toLowerCase() !== name.toLowerCase() &&
      String(user.properties.email).toLowerCase() === email
    );
    if (twin) throw invalid("email", "A user with this email address already exists.");
    const identities = rest.identities ?? previous?.properties.identities ??
      [{ provider: "Basic", id: String(rest.email) }];
    return { properties: { ...rest, state: rest.state ?? "active", identities } };
  },
  view: ({ properties, createdAt }) => ({
    note: null,
    ...properties,
    identities: listOf(properties.identities),
    registrationDate: new Date(createdAt).toISOString(),
  }),
  beforeDelete(entity) {
    if (entity.name === "1") throw invalid("id", "The administrator cannot be deleted.");
  },
};

export const groups: ResourceKind = {
  path: "groups",
  title: "Group",
  fields: {
    displayName: required(text({ min: 1, max: 300 })),
    description: text({ max: 1000 }),
    type: choice("custom", "system", "external"),
    externalId: text(),
    builtIn: readOnly,
  },
  prepare({ name, properties }) {
    if (BUILT_IN_GROUPS.includes(name.toLowerCase())) {
      throw validationError([finding("id", `The built-in group '${name}' cannot be changed.`)]);
    }
    return { properties: { ...properties, type: properties.type ?? "custom" } };
  },
  view: (entity) => ({ description: null, ...entity.properties, builtIn: isBuiltIn(entity) }),
  beforeDelete(entity) {
    if (isBuiltIn(entity)) throw invalid("id", `The built-in group '${entity.name}' cannot go.`);
  },
};

function isBuiltIn(group: Entity): boolean {
  return BUILT_IN_GROUPS.includes(group.name.toLowerCase());
}

export const groupUsers: ResourceKind = {
  path: "groups/users",
  title: "User",
  fields: { userIds: anything },
  without: ["PATCH"],
  link: "users",
};
