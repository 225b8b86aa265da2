/**
 * Loggers. Their credentials become secret named values, as live, and are shown as a reference to those.
 * @module
 */
import { type Json, objectOf } from "../json.ts";
import type { Entity, ResourceKind, World } from "../model.ts";
import { requireNamedValues } from "../references.ts";
import { choice, flag, map, required, text } from "../rules.ts";
import { namedValueKind } from "./named_values.ts";

/** Credentials that are secret; the others (an endpoint, a hub's name, a client id) are not. */
const SECRET = ["instrumentationKey", "connectionString"];

export const loggers: ResourceKind = {
  path: "loggers",
  title: "Logger",
  fields: {
    loggerType: required(choice("azureEventHub", "applicationInsights", "azureMonitor")),
    description: text({ max: 256 }),
    credentials: map(text()),
    isBuffered: flag,
    resourceId: text(),
  },
  prepare({ name, properties }, world) {
    requireNamedValues(properties.credentials, "credentials", world);
    const credentials = Object.fromEntries(
      Object.entries(objectOf(properties.credentials)).map(([field, value]) =>
        SECRET.includes(field) && !String(value).startsWith("{{")
          ? [field, hide(name, field, String(value), world)]
          : [field, value]
      ),
    );
    return {
      properties: {
        ...properties,
        ...(properties.credentials !== undefined && { credentials }),
        isBuffered: properties.isBuffered ?? true,
      },
    };
  },
  beforeDelete(entity, { tree }) {
    for (const value of Object.values(objectOf(entity.properties.credentials))) {
      const name = /^\{\{(Logger-Credentials-.+)\}\}$/.exec(String(value))?.[1];
      if (name && tree.get(`namedValues/${name}`)) tree.delete(`namedValues/${name}`);
    }
  },
};

/** Stores a secret named value; gives the text that refers to it. */
function hide(logger: string, field: string, value: string, { tree, clock }: World): Json {
  const suffix = field === "instrumentationKey" ? "" : `-${field}`;
  const name = `Logger-Credentials-${logger.replace(/[^A-Za-z0-9\-._]/g, "-")}${suffix}`;
  const path = `namedValues/${name}`;
  const known: Entity | undefined = tree.get(path);
  if (known?.secrets.value !== value) {
    tree.set({
      kind: namedValueKind,
      path,
      name,
      properties: { displayName: name, secret: true },
      secrets: { value },
      createdAt: known?.createdAt ?? clock.now(),
    });
  }
  return `{{${name}}}`;
}
