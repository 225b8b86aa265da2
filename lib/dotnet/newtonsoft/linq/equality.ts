/**
 * JToken.DeepEquals.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import { leavesEqual } from "./leaf.ts";
import type { JToken } from "./token.ts";
import { JArray, JConstructor, JObject, JProperty, type JValue } from "./tree.ts";

/** The same JSON: order matters in arrays, not in objects. */
export function deepEquals(a: JToken | null, b: JToken | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.csType !== b.csType) return false;
  spend();
  if (a instanceof JObject) return objectsEqual(a, b as JObject);
  if (a instanceof JProperty) {
    return a.name === (b as JProperty).name && deepEquals(a.value, (b as JProperty).value);
  }
  if (a instanceof JArray || a instanceof JConstructor) {
    if (a instanceof JConstructor && a.name !== (b as JConstructor).name) return false;
    const left = a.children();
    const right = (b as JArray).children();
    return left.length === right.length && left.every((item, i) => deepEquals(item, right[i]));
  }
  return leavesEqual(a as JValue, b as JValue);
}

function objectsEqual(a: JObject, b: JObject): boolean {
  if (a.count !== b.count) return false;
  for (const [name, property] of a.properties) {
    const other = b.property(name);
    if (!other || !deepEquals(property.value, other.value)) return false;
  }
  return true;
}
