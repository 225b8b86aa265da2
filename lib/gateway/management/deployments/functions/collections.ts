/**
 * Functions on arrays and objects, and on what texts share with them.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-array
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-object
 * @module
 */
import { isObject, type Json, type JsonObject } from "../../arm/json.ts";
import { TemplateError } from "../template_error.ts";
import { type Arguments, memberOf, same, toText, typeOf } from "../value.ts";
import type { FunctionTable } from "./table.ts";

/** The longest range that ARM makes. */
const MAX_RANGE = 10_000;

export const COLLECTION_FUNCTIONS: FunctionTable = {
  array: (args) => Array.isArray(args.any(0)) ? args.any(0) : [args.any(0)],
  createArray: (args) => args.all(),
  createObject(args) {
    const values = args.all();
    const entries: [string, Json][] = [];
    for (let i = 0; i < values.length; i += 2) entries.push([args.text(i), args.any(i + 1)]);
    return Object.fromEntries(entries);
  },
  contains(args) {
    const container = args.any(0);
    if (typeof container === "string") return container.includes(toText(args.any(1)));
    if (Array.isArray(container)) return container.some((item) => same(item, args.any(1)));
    return memberOf(args.object(0), args.text(1)) !== undefined;
  },
  empty(args) {
    const value = args.any(0);
    return value === null || sizeOf(value) === 0;
  },
  length(args) {
    const size = sizeOf(args.any(0));
    if (size !== undefined) return size;
    throw new TemplateError("'length' expects an array, an object or a string");
  },
  first: (args) => at(args, 0),
  last: (args) => at(args, (sizeOf(args.any(0)) ?? 0) - 1),
  skip: (args) => sliced(args, Math.max(0, args.integer(1))),
  take: (args) => sliced(args, 0, Math.max(0, args.integer(1))),
  indexOf(args) {
    const value = args.any(0);
    return typeof value === "string"
      ? value.toLowerCase().indexOf(args.text(1).toLowerCase())
      : args.list(0).findIndex((item) => same(item, args.any(1)));
  },
  lastIndexOf(args) {
    const value = args.any(0);
    return typeof value === "string"
      ? value.toLowerCase().lastIndexOf(args.text(1).toLowerCase())
      : args.list(0).findLastIndex((item) => same(item, args.any(1)));
  },
  union(args) {
    args.expect(1, Infinity);
    const [first, ...rest] = args.all();
    if (isObject(first)) {
      return rest.reduce<JsonObject>((all, _, i) => merged(all, args.object(i + 1)), first);
    }
    return distinct(args.all().flatMap((_, i) => args.list(i)));
  },
  intersection(args) {
    args.expect(2, Infinity);
    const rest = args.all().slice(1);
    if (isObject(args.any(0))) {
      return Object.fromEntries(
        Object.entries(args.object(0)).filter(([key, value]) =>
          rest.every((other) =>
            isObject(other) && same(memberOf(other, key) ?? null, value ?? null)
          )
        ),
      );
    }
    return distinct(args.list(0)).filter((item) =>
      rest.every((other) => Array.isArray(other) && other.some((twin) => same(twin, item)))
    );
  },
  shallowMerge: (args) => Object.assign({}, ...args.list(0)),
  range(args) {
    const [start, count] = [args.integer(0), args.integer(1)];
    if (count < 0 || count > MAX_RANGE) {
      throw new TemplateError(`'range' makes 0 to ${MAX_RANGE} numbers: ${count} are asked for`);
    }
    return Array.from({ length: count }, (_, i) => start + i);
  },
  flatten: (args) => args.list(0).flat(),
  objectKeys: (args) => sortedKeys(args.object(0)),
  items(args) {
    const object = args.object(0);
    return sortedKeys(object).map((key) => ({ key, value: object[key] ?? null }));
  },
  tryGet(args) {
    args.expect(2, Infinity);
    let value: Json | undefined = args.any(0);
    for (const key of args.all().slice(1)) {
      value = Array.isArray(value)
        ? value[Number(key)]
        : isObject(value)
        ? memberOf(value, String(key))
        : undefined;
    }
    return value ?? null;
  },
  indexFromEnd: (args) => at(args, args.list(0).length - args.integer(1)),
  tryIndexFromEnd(args) {
    const list = args.any(0);
    return Array.isArray(list) ? list[list.length - args.integer(1)] ?? null : null;
  },
  map(args) {
    const lambda = args.lambda(1);
    return args.list(0).map((item, index) => lambda.call(item, index));
  },
  filter(args) {
    const lambda = args.lambda(1);
    return args.list(0).filter((item, index) => lambda.call(item, index) === true);
  },
  reduce(args) {
    const lambda = args.lambda(2);
    return args.list(0).reduce<Json>(
      (all, item, index) => lambda.call(all, item, index),
      args.any(1),
    );
  },
  sort(args) {
    const lambda = args.lambda(1);
    return args.list(0).toSorted((a, b) =>
      lambda.call(a, b) === true ? -1 : lambda.call(b, a) === true ? 1 : 0
    );
  },
  toObject(args) {
    args.expect(2, 3);
    const [key, value] = [args.lambda(1), args.has(2) ? args.lambda(2) : null];
    return Object.fromEntries(
      args.list(0).map((item) => [toText(key.call(item)), value ? value.call(item) : item]),
    );
  },
  mapValues(args) {
    const lambda = args.lambda(1);
    return Object.fromEntries(
      Object.entries(args.object(0)).map(([key, value]) => [key, lambda.call(value ?? null)]),
    );
  },
  groupBy(args) {
    const lambda = args.lambda(1);
    return Object.groupBy(args.list(0), (item) => toText(lambda.call(item))) as JsonObject;
  },
};

function sizeOf(value: Json): number | undefined {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : undefined;
}

function at(args: Arguments, index: number): Json {
  const value = args.any(0);
  if (typeof value === "string") return value[index] ?? "";
  const item = args.list(0)[index];
  if (item === undefined) {
    throw new TemplateError(`'${args.name}' meets an array without such an item`);
  }
  return item;
}

function sliced(args: Arguments, from: number, to?: number): Json {
  const value = args.any(0);
  if (typeof value === "string" || Array.isArray(value)) return value.slice(from, to);
  throw new TemplateError(`'${args.name}' expects an array or a string: it is '${typeOf(value)}'`);
}

/** Objects are merged at every depth, arrays are replaced. */
function merged(a: JsonObject, b: JsonObject): JsonObject {
  const all = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const old = all.get(key);
    all.set(key, isObject(old) && isObject(value) ? merged(old, value) : value);
  }
  return Object.fromEntries(all);
}

function distinct(items: readonly Json[]): Json[] {
  return items.filter((item, i) => items.findIndex((twin) => same(twin, item)) === i);
}

function sortedKeys(object: JsonObject): string[] {
  return Object.keys(object).sort();
}
