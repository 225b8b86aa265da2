/**
 * Keeps secrets out of what the plane says: of compile errors that quote a text with its named values
 * filled in, and of traces, which show what policies saw.
 * @module
 */
import { type Json, objectOf } from "./arm/json.ts";
import { mask } from "../../core/mask.ts";
import type { ResourceTree } from "./model.ts";

/** The text without secrets. */
export type Conceal = (text: string) => string;

/** Shorter secrets and parts of secrets are not looked for: `30` is in every text. */
const SHORTEST = 4;

const QUOTED = /'([^'\n]+)'/g;

/**
 * A function that writes `{{name}}` for the value of a secret named value, or for a part of one that a
 * message quotes, and `***` for keys and for credentials of backends.
 */
export function concealer(tree: ResourceTree): Conceal {
  const shown = new Map<string, string>();
  const all = (collection: string) => [...tree.former(collection), ...tree.list(collection)];
  for (const { properties } of all("backends")) {
    const { header, query, authorization } = objectOf(properties.credentials);
    for (const part of [header, query, objectOf(authorization).parameter]) {
      for (const secret of texts(part)) if (!secret.includes("{{")) shown.set(secret, "***");
    }
  }
  for (const { secrets } of all("subscriptions")) {
    for (const secret of Object.values(secrets)) shown.set(secret, "***");
  }
  for (const { secrets, properties } of all("namedValues")) {
    if (secrets.value) shown.set(secrets.value, `{{${properties.displayName}}}`);
  }
  // the longest first: one may hold another
  const known = [...shown].filter(([secret]) => secret.length >= SHORTEST)
    .sort(([a], [b]) => b.length - a.length);
  const masks = known.map(([secret, name]) => mask(secret, name));
  return (text) => {
    for (const masked of masks) text = masked(text);
    return text.replace(QUOTED, (whole, part: string) => {
      if (part.length < SHORTEST) return whole;
      const of = known.find(([secret]) => secret.includes(part));
      return of ? `'${of[1]}'` : whole;
    });
  };
}

/** The value with `conceal` applied to each of its texts. */
export function concealJson(value: Json, conceal: Conceal): Json {
  if (typeof value === "string") return conceal(value);
  if (Array.isArray(value)) return value.map((item) => concealJson(item, conceal));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map((
      [name, item],
    ) => [name, item === undefined ? item : concealJson(item, conceal)]),
  );
}

function* texts(value: Json | undefined): Iterable<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) yield* texts(item);
  }
}
