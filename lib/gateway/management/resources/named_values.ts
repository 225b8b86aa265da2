/**
 * Named values: plain, secret, or kept in a key vault.
 * @see https://learn.microsoft.com/azure/api-management/api-management-howto-properties
 * @module
 */
import { invalid } from "../arm/error.ts";
import { type JsonObject, objectOf } from "../arm/json.ts";
import type { Entity, ResourceKind, World } from "../model.ts";
import { namedValuesIn, namedValuesInJson } from "../references.ts";
import { flag, list, object, readOnly, required, text } from "../rules.ts";
import { policyTexts } from "./policies.ts";

export const namedValueKind: ResourceKind = {
  path: "namedValues",
  title: "NamedValue",
  fields: {
    displayName: required(text({ min: 1, max: 256, pattern: /^[A-Za-z0-9\-._]+$/ })),
    value: text({ max: 4096 }),
    secret: flag,
    tags: list(text(), { max: 32 }),
    keyVault: object({
      secretIdentifier: required(text({ min: 1, pattern: /^https:\/\/[^/]+\/secrets\/[^/]+/i })),
      identityClientId: text(),
      lastStatus: readOnly,
    }),
    provisioningState: readOnly,
  },
  prepare({ name, properties, previous }, world) {
    const displayName = String(properties.displayName).toLowerCase();
    const twin = world.tree.list("namedValues").find((other) =>
      other.name.toLowerCase() !== name.toLowerCase() &&
      String(other.properties.displayName).toLowerCase() === displayName
    );
    if (twin) throw invalid("displayName", `Display name '${displayName}' is already in use.`);
    const { value, ...rest } = properties;
    if (properties.keyVault !== undefined) {
      if (value !== undefined) {
        throw invalid("value", "'value' must not be given together with 'keyVault'.");
      }
      return { properties: { ...rest, secret: true } };
    }
    const secret = properties.secret === true;
    const known = value ?? previous?.secrets.value;
    if (known === undefined || known === "") {
      throw invalid("value", "'value' is required and must not be empty.");
    }
    return secret
      ? { properties: { ...rest, secret }, secrets: { value: String(known) } }
      : { properties: { ...rest, value: known, secret } };
  },
  view({ properties, createdAt }): JsonObject {
    if (properties.keyVault === undefined) return properties;
    const lastStatus = {
      code: "NotConnected",
      message: "The embedded APIM has no key vault: policies that use this value fail.",
      timeStampUtc: new Date(createdAt).toISOString(),
    };
    return { ...properties, keyVault: { ...objectOf(properties.keyVault), lastStatus } };
  },
  beforeDelete(entity, world) {
    const users = usersOf(entity, world);
    if (users.length === 0) return;
    const name = entity.properties.displayName;
    throw invalid("id", `Named value '${name}' is used by: ${users.join(", ")}.`);
  },
  actions: {
    listValue: ({ properties, secrets }) => ({
      body: { value: secrets.value ?? properties.value ?? null },
    }),
    refreshSecret: (entity) => ({ entity }),
  },
};

function usersOf(entity: Entity, world: World): string[] {
  const name = String(entity.properties.displayName).toLowerCase();
  const policies = policyTexts(world.tree).filter(({ text }) => namedValuesIn(text).has(name));
  const others = [...world.tree.list("backends"), ...world.tree.list("loggers")]
    .filter(({ properties }) => namedValuesInJson(properties).has(name));
  return [...policies.map(({ entity }) => entity.path), ...others.map(({ path }) => path)];
}
