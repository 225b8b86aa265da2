/**
 * Values of a JSON schema, drawn from a seed.
 * @module
 */
import type { Random } from "../../core/random.ts";

type Sampler = (schema: Readonly<Record<string, unknown>>, random: Random) => unknown;

let loaded: Promise<Sampler> | null = null;

/** Loaded at first use: most requests ask for no schema. */
export function schemaSampler(): Promise<Sampler> {
  return loaded ??= import("json-schema-faker").then(({ generateSync }) => (schema, random) =>
    generateSync(schema, {
      seed: random.integer(1, 2 ** 31),
      alwaysFakeOptionals: true,
      minLength: 1,
      fillProperties: false,
    })
  );
}
