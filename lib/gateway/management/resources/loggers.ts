/**
 * Loggers. Their credentials become secret named values, as live, and are shown as a reference to those.
 * @module
 */
import { objectOf } from "../arm/json.ts";
import type { ResourceKind } from "../model.ts";
import { requireNamedValues } from "../references.ts";
import { choice, flag, map, required, text } from "../rules.ts";
import { hideValue, shownValues } from "./hidden_values.ts";

/** Credentials that are secret; the others (an endpoint, a hub's name, a client id) are not. */
const SECRET = ["instrumentationKey", "connectionString"];

const PREFIX = "Logger-Credentials-";

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
        SECRET.includes(field)
          ? [field, hideValue(hiddenName(name, field), String(value), world)]
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
    const values = Object.values(objectOf(entity.properties.credentials));
    for (const path of shownValues(values, PREFIX)) tree.delete(path);
  },
};

function hiddenName(logger: string, field: string): string {
  return `${PREFIX}${logger}${field === "instrumentationKey" ? "" : `-${field}`}`;
}
