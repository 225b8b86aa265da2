/**
 * An operation's URL template: literals, `{parameters}`, a `*` at the end, and required query parameters.
 * @see https://learn.microsoft.com/azure/api-management/add-api-manually
 * @module
 */
import { unescaped } from "../../core/escapes.ts";

/** A template, compiled. */
export interface UrlTemplate {
  /** Sorts templates most specific first when compared as text. */
  readonly rank: string;
  /** The parameters' values (decoded), or null when the path or query do not match. */
  match(path: string, query: () => ReadonlyMap<string, readonly string[]>):
    | ReadonlyMap<string, string>
    | null;
}

interface QueryRule {
  readonly name: string;
  /** The value that it must have, or the parameter that takes it. */
  readonly value: { readonly literal: string } | { readonly parameter: string };
}

const NO_PARAMETERS: ReadonlyMap<string, string> = new Map();
const PARAMETER = /\{(\*?)([^{}]+)\}/g;

/** Ranks of a path segment: what comes first wins. */
const LITERAL = "0", MIXED = "1", WHOLE_PARAMETER = "2", WILDCARD = "3";

/**
 * Compiles a template such as `/deployments/{id}/chat/completions?api-version={version}`. Literals match
 * without case; a template that does not parse as one is matched literally.
 */
export function compileUrlTemplate(template: string): UrlTemplate {
  const question = template.indexOf("?");
  const pathPart = question === -1 ? template : template.slice(0, question);
  const queryRules = question === -1 ? [] : parseQueryRules(template.slice(question + 1));
  const path = pathPart.startsWith("/") ? pathPart : `/${pathPart}`;
  const names: string[] = [];
  const pattern = compilePath(path, names);
  const rank = path.slice(1).split("/").map(segmentRank).join("") + "~" +
    String(99 - queryRules.length).padStart(2, "0");
  return {
    rank,
    match(path, query) {
      const found = pattern.exec(path);
      if (found === null) return null;
      if (names.length === 0 && queryRules.length === 0) return NO_PARAMETERS;
      const parameters = new Map<string, string>();
      names.forEach((name, i) => parameters.set(name, unescaped(found[i + 1] ?? "")));
      return queryRules.length === 0 || matchQuery(queryRules, query(), parameters)
        ? parameters
        : null;
    },
  };
}

function compilePath(path: string, names: string[]): RegExp {
  const openEnd = path.endsWith("/*");
  const closed = openEnd ? path.slice(0, -2) : path;
  let source = "";
  let last = 0;
  for (const { 0: whole, 1: star, 2: name, index } of closed.matchAll(PARAMETER)) {
    source += RegExp.escape(closed.slice(last, index)) + (star ? "(.*)" : "([^/]+)");
    names.push(name);
    last = index + whole.length;
  }
  source += RegExp.escape(closed.slice(last));
  if (closed === "/") source = "/?";
  return new RegExp(`^${source}${openEnd ? "(?:/.*)?" : ""}$`, "is");
}

function segmentRank(segment: string): string {
  if (segment === "*" || segment.includes("{*")) return WILDCARD;
  if (!segment.includes("{")) return LITERAL;
  return /^\{[^{}]+\}$/.test(segment) ? WHOLE_PARAMETER : MIXED;
}

function parseQueryRules(text: string): QueryRule[] {
  return text.split("&").filter((part) => part !== "").map((part) => {
    const [name, value = ""] = part.split("=", 2);
    const parameter = /^\{([^{}]+)\}$/.exec(value);
    return { name, value: parameter ? { parameter: parameter[1] } : { literal: unescaped(value) } };
  });
}

function matchQuery(
  rules: readonly QueryRule[],
  query: ReadonlyMap<string, readonly string[]>,
  parameters: Map<string, string>,
): boolean {
  for (const { name, value } of rules) {
    const given = query.get(name)?.[0];
    if (given === undefined) return false;
    if ("parameter" in value) parameters.set(value.parameter, given);
    else if (value.literal !== "" && value.literal !== given) return false;
  }
  return true;
}
