/**
 * Lists: `$filter`, `$orderby`, `$skip`, `$top`, the count of all that match and the link to the rest.
 * @module
 */
import { invalid } from "./error.ts";
import { parseFilter } from "./filter.ts";
import { type Json, type JsonObject, objectOf } from "./json.ts";

/**
 * A page of `items` by the request's query options; `nextLink` is on the request's own origin.
 * @param fields names of the properties that such items may have, beside those that they have; default: any
 * @throws ArmError 400 for options that cannot be used
 */
export function pageOf(
  items: readonly JsonObject[],
  url: URL,
  fields?: readonly string[],
): JsonObject {
  const known = fields === undefined ? () => true : knownBy(items, fields);
  const { searchParams } = url;
  const skip = wholeNumber(searchParams, "$skip", 0) ?? 0;
  const top = wholeNumber(searchParams, "$top", 1);
  const filter = searchParams.get("$filter");
  const found = filter?.trim() ? filtered(items, filter, known) : items;
  const matches = sorted(found, searchParams.get("$orderby") ?? "", known);
  const end = top === undefined ? matches.length : skip + top;
  const value = matches.slice(skip, end);
  return { value, count: matches.length, nextLink: end < matches.length ? linkTo(url, end) : "" };
}

type Known = (path: string) => boolean;

/** Members of every entity, and of its relations, that lists are documented to be filtered by. */
const COMMON = ["id", "name", "type", "location", "tags", "user", "userId", "productId", "groups"];

function knownBy(items: readonly JsonObject[], fields: readonly string[]): Known {
  const own = items.flatMap((item) => [item, objectOf(item.properties)]).flatMap(Object.keys);
  const names = new Set([...COMMON, ...fields, ...own].map((name) => name.toLowerCase()));
  return (path) => {
    const [first, second] = path.toLowerCase().split("/");
    return first === "properties" && second !== undefined ? names.has(second) : names.has(first);
  };
}

function filtered(items: readonly JsonObject[], source: string, known: Known): JsonObject[] {
  const keep = parseFilter(source, known);
  return items.filter((item) => keep((path) => lookUp(item, path)));
}

/** By `path`, `path asc` or `path desc`; several are separated by commas. */
function sorted(
  items: readonly JsonObject[],
  order: string,
  known: Known,
): readonly JsonObject[] {
  const keys = order.split(",").map((key) => key.trim()).filter((key) => key !== "").map((key) => {
    const match = /^(\S+)(?:\s+(asc|desc))?$/i.exec(key);
    if (!match) throw invalid("$orderby", `'${key}' is not a property with asc or desc after it.`);
    if (!known(match[1])) throw invalid("$orderby", `There is no property '${match[1]}'.`);
    return { path: match[1], sign: match[2]?.toLowerCase() === "desc" ? -1 : 1 };
  });
  if (keys.length === 0) return items;
  return items.toSorted((a, b) => {
    for (const { path, sign } of keys) {
      const [x, y] = [String(lookUp(a, path) ?? ""), String(lookUp(b, path) ?? "")];
      if (x !== y) return x < y ? -sign : sign;
    }
    return 0;
  });
}

/** `name` and `id` are the entity's; a bare word else is one of its properties. Case does not count. */
function lookUp(item: JsonObject, path: string): Json | undefined {
  const [first, ...rest] = path.split("/");
  const own = first.toLowerCase();
  if (rest.length === 0 && own === "id") return item.id;
  let value: Json | undefined = own === "properties"
    ? item.properties
    : memberOf(objectOf(item.properties), first) ?? memberOf(item, first);
  for (const name of rest) value = memberOf(objectOf(value), name);
  return value;
}

function memberOf(object: JsonObject, name: string): Json | undefined {
  const key = Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : object[key];
}

function wholeNumber(query: URLSearchParams, name: string, min: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) < min) {
    throw invalid(name, `'${name}' must be a whole number of at least ${min}. It is "${text}".`);
  }
  return Number(text);
}

function linkTo(url: URL, skip: number): string {
  const next = new URL(url);
  next.searchParams.set("$skip", String(skip));
  return next.href;
}
