/**
 * Members by api-version: one that a version does not have is dropped, from what is sent as from what is shown. So a
 * PUT in an old version, which replaces the whole, loses what newer ones have set.
 * @module
 */
import { isObject, type Json, type JsonObject } from "./arm/json.ts";
import type { Fields, Rule } from "./rules.ts";

/** @param version of the request; null has every member */
export function withoutNewer(
  fields: Fields,
  value: JsonObject,
  version: string | null,
): JsonObject {
  if (version === null) return value;
  const kept: Record<string, Json> = {};
  for (const [name, item] of Object.entries(value)) {
    const rule = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (item === undefined || (rule?.since !== undefined && isBefore(version, rule.since))) {
      continue;
    }
    kept[name] = rule === undefined ? item : within(rule, item, version);
  }
  return kept;
}

function within({ fields, items }: Rule, value: Json, version: string): Json {
  if (fields !== undefined && isObject(value)) return withoutNewer(fields, value, version);
  if (items !== undefined && Array.isArray(value)) {
    return value.map((item: Json) => within(items, item, version));
  }
  return value;
}

/** By date; a preview comes before the version of its day. */
function isBefore(version: string, other: string): boolean {
  const key = (text: string) => text.toLowerCase().endsWith("-preview") ? text : `${text}~`;
  return key(version) < key(other);
}
