/**
 * JContainer.Merge.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import { Declarations } from "../../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import { type CsObject, runtimeType } from "../../../csharp/runtime/values.ts";
import { isManifold } from "./content.ts";
import { deepEquals } from "./equality.ts";
import { JTOKEN, JToken } from "./token.ts";
import { JTokenType } from "./token_type.ts";
import { JArray, JContainer, JObject, JProperty } from "./tree.ts";
import { boxedElements } from "../../../csharp/runtime/sequence.ts";
import { argument, invalidCast } from "../../../csharp/runtime/errors.ts";

export const types = new Declarations();

export const ArrayHandling = { Concat: 0, Union: 1, Replace: 2, Merge: 3 } as const;
const NULL_IGNORE = 0;
const NULL_MERGE = 1;

/** JsonMergeSettings. */
export class MergeSettings implements CsObject {
  readonly csType: CsType = typeOf("Newtonsoft.Json.Linq.JsonMergeSettings");
  arrays: number = ArrayHandling.Concat;
  nulls: number = NULL_IGNORE;
  nameComparison = 4; // StringComparison.Ordinal
}

/** Merges `content` into `target` in place. */
export function merge(target: JContainer, content: unknown, settings: MergeSettings | null): void {
  if (content === null) return;
  const how = settings ?? new MergeSettings();
  if (target instanceof JObject) mergeObject(target, content, how);
  else if (target instanceof JArray) mergeArray(target, content, how);
  else if (target instanceof JProperty) mergeProperty(target, content, how);
  else if (content instanceof JContainer) mergeItems(target, content.children(), how);
}

function mergeObject(target: JObject, content: unknown, how: MergeSettings): void {
  if (!(content instanceof JObject)) return;
  for (const [name, { value }] of content.properties) {
    spend();
    const existing = target.property(name) ?? similar(target, name, how.nameComparison);
    if (!existing) {
      target.add(name, value);
    } else if (value.tokenType === JTokenType.Null) {
      if (how.nulls === NULL_MERGE) existing.value = value;
    } else if (
      !(existing.value instanceof JContainer) || existing.value.tokenType !== value.tokenType
    ) {
      existing.value = value;
    } else merge(existing.value, value, how);
  }
}

/** The property whose name is the same but for case, where the settings allow that. */
function similar(target: JObject, name: string, comparison: number): JProperty | undefined {
  if (comparison % 2 === 0) return undefined;
  const lower = name.toLowerCase();
  for (const [own, property] of target.properties) {
    if (own.toLowerCase() === lower) return property;
  }
}

function mergeProperty(target: JProperty, content: unknown, how: MergeSettings): void {
  const value = content instanceof JProperty ? content.value : content;
  if (!(value instanceof JToken) || value.tokenType === JTokenType.Null) return;
  if (target.value instanceof JContainer && target.value.tokenType === value.tokenType) {
    merge(target.value, value, how);
  } else target.value = value;
}

function mergeArray(target: JArray, content: unknown, how: MergeSettings): void {
  if (content instanceof JArray) return mergeItems(target, content.children(), how);
  if (isManifold(content)) {
    mergeItems(target, [...boxedElements(content)].map(tokenOf), how);
  }
}

/** @throws CsException System.InvalidCastException for what is no token */
function tokenOf(item: unknown): JToken {
  if (item instanceof JToken) return item;
  throw invalidCast(`Unable to cast object of type '${runtimeType(item)}' to type '${JTOKEN}'.`);
}

function mergeItems(target: JContainer, items: readonly JToken[], how: MergeSettings): void {
  spend(items.length);
  switch (how.arrays) {
    case ArrayHandling.Concat:
      for (const item of items) target.insertToken(target.count, item);
      return;
    case ArrayHandling.Union:
      for (const item of items) {
        if (!target.children().some((own) => deepEquals(own, item))) {
          target.insertToken(target.count, item);
        }
      }
      return;
    case ArrayHandling.Replace:
      if (target.children() === items) return;
      target.clear();
      for (const item of items) target.insertToken(target.count, item);
      return;
    case ArrayHandling.Merge:
      items.forEach((item, i) => mergeItem(target, i, item, how));
      return;
    default:
      throw argument("Unexpected merge array handling when merging JSON.", "settings");
  }
}

function mergeItem(target: JContainer, index: number, item: JToken, how: MergeSettings): void {
  if (index >= target.count) return target.insertToken(index, item);
  const own = target.tokenAt(index);
  if (own instanceof JContainer) merge(own, item, how);
  else if (item.tokenType !== JTokenType.Null || how.nulls === NULL_MERGE) {
    target.setTokenAt(index, item);
  }
}

types.declare({ type: "enum Newtonsoft.Json.Linq.MergeArrayHandling", values: ArrayHandling });
types.declare({
  type: "enum Newtonsoft.Json.Linq.MergeNullValueHandling",
  values: { Ignore: NULL_IGNORE, Merge: NULL_MERGE },
  flags: true,
});
types.of<MergeSettings>().declare({
  type: "class Newtonsoft.Json.Linq.JsonMergeSettings",
  members: {
    "new()": () => new MergeSettings(),
    "MergeArrayHandling MergeArrayHandling { get; set; }": {
      get: (self) => self.arrays,
      set: (self, value) => void (self.arrays = value),
    },
    "MergeNullValueHandling MergeNullValueHandling { get; set; }": {
      get: (self) => self.nulls,
      set: (self, value) => void (self.nulls = value),
    },
    "StringComparison PropertyNameComparison { get; set; }": {
      get: (self) => self.nameComparison,
      set: (self, value) => void (self.nameComparison = value),
    },
  },
});
