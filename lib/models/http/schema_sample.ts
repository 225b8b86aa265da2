/**
 * Values of a JSON schema, drawn from a seed.
 * @module
 */
import { table } from "../../core/table.ts";
import type { Random } from "../../core/random.ts";
import { ApiError } from "./errors.ts";
import { isObject } from "./parameters.ts";

type Schema = Readonly<Record<string, unknown>>;

export type Sampler = (schema: Schema, random: Random) => unknown;

let loaded: Promise<Sampler> | null = null;

/** What a value may grow to whatever its schema says: an answer has a few hundred tokens. */
const MOST: Readonly<Record<string, number>> = table({
  minLength: 1000,
  maxLength: 1000,
  minItems: 5,
  maxItems: 5,
  minProperties: 20,
  maxProperties: 20,
  minContains: 5,
});

/** A pattern that is longer, or repeats more often, is left out: it could keep a region busy for ever. */
const MOST_PATTERN = 200;
const MOST_REPEATS = 100;

/** Loaded at first use: most requests ask for no schema. */
export function schemaSampler(): Promise<Sampler> {
  return loaded ??= import("json-schema-faker").then(({ generateSync }) => (schema, random) => {
    const options = { seed: random.integer(1, 2 ** 31), alwaysFakeOptionals: true, minLength: 1 };
    try {
      return generateSync(bounded(schema) as Schema, options) ?? null;
    } catch (error) {
      // what the library refuses is the schema's: a type that is none, a reference to nowhere
      throw ApiError.invalidRequest(
        `Invalid schema: ${(error as Error).message.slice(0, 200)}`,
        null,
        "invalid_json_schema",
      );
    }
  });
}

/** The schema with its sizes within {@link MOST}. */
function bounded(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(bounded);
  if (!isObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([name, value]): [string, unknown][] => {
      if (Object.hasOwn(MOST, name) && typeof value === "number") {
        return [[name, Math.min(value, MOST[name])]];
      }
      if (name === "pattern" && typeof value === "string" && !isShort(value)) return [];
      return [[name, name === "enum" || name === "const" ? value : bounded(value)]];
    }),
  );
}

function isShort(pattern: string): boolean {
  const repeats = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)]
    .flatMap(([, least, most]) => [Number(least), Number(most ?? 0)]);
  return pattern.length <= MOST_PATTERN && repeats.length <= 3 &&
    repeats.every((count) => count <= MOST_REPEATS);
}
