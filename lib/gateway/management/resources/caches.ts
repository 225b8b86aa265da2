/**
 * External caches. They are kept as resources: the gateway's caches are all in its own memory.
 * @module
 */
import { invalid } from "../arm/error.ts";
import type { ResourceKind } from "../model.ts";
import { required, text } from "../rules.ts";
import { hideValue, shownValues } from "./hidden_values.ts";

export const caches: ResourceKind = {
  path: "caches",
  title: "Cache",
  fields: {
    description: text({ max: 2000 }),
    connectionString: required(text({ min: 1, max: 300 })),
    useFromLocation: required(text({ min: 1, max: 256 })),
    resourceId: text({ max: 2000 }),
  },
  prepare({ name, properties }, world) {
    if (!/^[\w.-]{1,80}$/.test(name)) {
      throw invalid("id", "A cache's id is 'default' or the name of a region.");
    }
    const value = String(properties.connectionString);
    const connectionString = hideValue(`Cache-Credentials-${name}`, value, world);
    return { properties: { ...properties, connectionString } };
  },
  beforeDelete({ properties }, { tree }) {
    for (const path of shownValues([properties.connectionString], "Cache-Credentials-")) {
      tree.delete(path);
    }
  },
};
