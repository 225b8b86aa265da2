/**
 * Newtonsoft's JSONPath: evaluation, and SelectToken's errors.
 * @module
 */
import { spend } from "../../../csharp/runtime/budget.ts";
import { toText } from "../../../csharp/runtime/object.ts";
import type { DateTime, DateTimeOffset } from "../../time/date_time.ts";
import { dateToJson } from "../date.ts";
import { jsonException } from "../errors.ts";
import { parsePath } from "./mod.ts";
import type { Operand, PathFilter, Query } from "./path.ts";
import { compareLeaves, leavesEqual } from "../linq/leaf.ts";
import { toBase64 } from "../linq/leaf_text.ts";
import { descendants } from "../linq/navigate.ts";
import type { JToken } from "../linq/token.ts";
import { JTokenType } from "../linq/token_type.ts";
import { JArray, JConstructor, JContainer, JObject, JProperty, JValue } from "../linq/tree.ts";
import { regexMatches } from "./regex.ts";

type Tokens = Iterable<JToken>;

/** SelectTokens. @throws CsException JsonException */
export function selectTokens(root: JToken, path: string | null, strict = false): Tokens {
  return follow(parsePath(path), root, [root], strict);
}

/** SelectToken: null when there is none. @throws CsException JsonException when there are several. */
export function selectToken(root: JToken, path: string | null, strict = false): JToken | null {
  let found: JToken | null = null;
  for (const token of selectTokens(root, path, strict)) {
    if (found !== null) throw jsonException("Path returned multiple tokens.");
    found = token;
  }
  return found;
}

function follow(
  filters: readonly PathFilter[],
  root: JToken,
  start: Tokens,
  strict: boolean,
): Tokens {
  return filters.reduce<Tokens>((tokens, filter) => step(filter, root, tokens, strict), start);
}

function* step(filter: PathFilter, root: JToken, tokens: Tokens, strict: boolean): Tokens {
  if (filter.kind === "root") return void (yield root);
  for (const token of tokens) {
    spend();
    yield* from(filter, root, token, strict);
  }
}

function from(filter: PathFilter, root: JToken, token: JToken, strict: boolean): Tokens {
  switch (filter.kind) {
    case "root":
      return [root];
    case "field":
      return filter.name === null ? allFields(token, strict) : field(token, filter.name, strict);
    case "fields":
      return fields(token, filter.names, strict);
    case "scan":
      return scan(token, filter.name);
    case "scanFields":
      return filter.names.flatMap((name) => [...scan(token, name)]);
    case "index":
      return filter.index === null ? allItems(token, strict) : item(token, filter.index, strict);
    case "indexes":
      return filter.indexes.flatMap((index) => [...item(token, index, strict)]);
    case "slice":
      return slice(token, filter, strict);
    case "query":
      return matching(filter.query, root, token instanceof JContainer ? token.children() : []);
    case "scanQuery":
      return matching(filter.query, root, [token, ...descendants(token)]);
  }
}

function typeName(token: JToken): string {
  return token.csType.fullName.slice("Newtonsoft.Json.Linq.".length);
}

function field(token: JToken, name: string, strict: boolean): readonly JToken[] {
  if (!(token instanceof JObject)) {
    if (strict) throw jsonException(`Property '${name}' not valid on ${typeName(token)}.`);
    return [];
  }
  const value = token.get(name);
  if (value !== null) return [value];
  if (strict) throw jsonException(`Property '${name}' does not exist on JObject.`);
  return [];
}

function allFields(token: JToken, strict: boolean): Tokens {
  if (token instanceof JObject) return [...token.properties.values()].map((p) => p.value);
  if (strict) throw jsonException(`Property '*' not valid on ${typeName(token)}.`);
  return [];
}

/** Strictness refuses after the first name, whether there is one or not: so does Newtonsoft. */
function* fieldsOf(object: JObject, names: readonly string[], strict: boolean): Tokens {
  for (const name of names) {
    yield* field(object, name, false);
    if (strict) throw jsonException(`Property '${name}' does not exist on JObject.`);
  }
}

function fields(token: JToken, names: readonly string[], strict: boolean): Tokens {
  if (token instanceof JObject) return fieldsOf(token, names, strict);
  if (!strict) return [];
  const list = names.map((name) => `'${name}'`).join(", ");
  throw jsonException(`Properties ${list} not valid on ${typeName(token)}.`);
}

function* scan(token: JToken, name: string | null): Tokens {
  if (name === null) yield token;
  for (const below of descendants(token)) {
    if (below instanceof JProperty) {
      if (below.name === name) yield below.value;
    } else if (name === null) yield below;
  }
}

function isIndexed(token: JToken): token is JArray | JConstructor {
  return token instanceof JArray || token instanceof JConstructor;
}

function allItems(token: JToken, strict: boolean): Tokens {
  if (isIndexed(token)) return token.children();
  if (strict) throw jsonException(`Index * not valid on ${typeName(token)}.`);
  return [];
}

function item(token: JToken, index: number, strict: boolean): readonly JToken[] {
  if (!isIndexed(token)) {
    if (strict) throw jsonException(`Index ${index} not valid on ${typeName(token)}.`);
    return [];
  }
  if (index < token.count) return [token.tokenAt(index)];
  if (strict) throw jsonException(`Index ${index} outside the bounds of ${typeName(token)}.`);
  return [];
}

function slice(
  token: JToken,
  { start, end, step }: { start: number | null; end: number | null; step: number | null },
  strict: boolean,
): Tokens {
  if (step === 0) throw jsonException("Step cannot be zero.");
  if (!(token instanceof JArray)) {
    if (strict) throw jsonException(`Array slice is not valid on ${typeName(token)}.`);
    return [];
  }
  const { count } = token;
  const by = step ?? 1;
  const up = by > 0;
  let from = start ?? (up ? 0 : count - 1);
  let to = end ?? (up ? count : -1);
  if (start !== null && start < 0) from += count;
  if (end !== null && end < 0) to += count;
  from = up ? Math.min(Math.max(from, 0), count) : Math.min(from, count - 1);
  to = Math.min(Math.max(to, -1), count);
  const found: JToken[] = [];
  for (let i = from; up ? i < to : i > to; i += by) found.push(token.tokenAt(i));
  if (found.length === 0 && strict) {
    throw jsonException(
      `Array slice of ${start ?? "*"} to ${end ?? "*"} returned no results.`,
    );
  }
  return found;
}

function* matching(query: Query, root: JToken, tokens: Tokens): Tokens {
  for (const token of tokens) {
    spend();
    if (matches(query, root, token)) yield token;
  }
}

function matches(query: Query, root: JToken, token: JToken): boolean {
  if (query.kind !== "compare") {
    const holds = (part: Query) => matches(part, root, token);
    return query.kind === "and" ? query.parts.every(holds) : query.parts.some(holds);
  }
  const left = operand(query.left, root, token);
  if (query.operator === "exists") return left.length > 0;
  const right = operand(query.right!, root, token);
  return left.some((a) => right.some((b) => compares(query.operator, a, b)));
}

function operand(side: Operand, root: JToken, token: JToken): readonly JToken[] {
  return "value" in side ? [side.value] : [...follow(side.path, root, [token], false)];
}

function compares(operator: string, a: JToken, b: JToken): boolean {
  if (!(a instanceof JValue) || !(b instanceof JValue)) return operator === "!=";
  switch (operator) {
    case "==":
      return looselyEqual(a, b);
    case "!=":
      return !looselyEqual(a, b);
    case "===":
      return strictlyEqual(a, b);
    case "!==":
      return !strictlyEqual(a, b);
    case "=~":
      return regexMatches(a, b);
    case "<":
      return compareLeaves(a, b) < 0;
    case "<=":
      return compareLeaves(a, b) <= 0;
    case ">":
      return compareLeaves(a, b) > 0;
    default:
      return compareLeaves(a, b) >= 0;
  }
}

const NUMBERS: ReadonlySet<number> = new Set([JTokenType.Integer, JTokenType.Float]);

function sameNumber(a: JValue, b: JValue): boolean {
  return a.tokenType !== b.tokenType && NUMBERS.has(a.tokenType) && NUMBERS.has(b.tokenType) &&
    compareLeaves(a, b) === 0;
}

function strictlyEqual(a: JValue, b: JValue): boolean {
  return leavesEqual(a, b) || sameNumber(a, b);
}

/** Equal, or the value's text is the query's string. */
function looselyEqual(a: JValue, b: JValue): boolean {
  if (strictlyEqual(a, b)) return true;
  if (b.tokenType !== JTokenType.String || a.value === null) return false;
  switch (a.tokenType) {
    case JTokenType.Date:
      return dateToJson(a.value as DateTime | DateTimeOffset) === b.value;
    case JTokenType.Bytes:
      return toBase64(a.value as Parameters<typeof toBase64>[0]) === b.value;
    case JTokenType.Guid:
    case JTokenType.TimeSpan:
    case JTokenType.Uri:
      return toText(a.value) === b.value;
    default:
      return false;
  }
}
