/** `<cache-lookup>`: answers from the cache. A hit goes on in outbound, after the cache-store that kept it. */
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { CACHING_TYPE } from "../cache/values.ts";
import type { Operand } from "../definition/operand.ts";
import { cacheKey, findResponse } from "../cache/response_cache.ts";
import type { Run } from "../../contracts/run.ts";

export const cacheLookup = definePolicy({
  name: "cache-lookup",
  sections: ["inbound"],
  once: "section",
  notInFragments: true,
  documentation: policyPage("cache-lookup"),
  attributes: {
    "vary-by-developer": { type: "boolean", required: true, expressions: true },
    "vary-by-developer-groups": { type: "boolean", required: true, expressions: true },
    "caching-type": CACHING_TYPE,
    "downstream-caching-type": { type: ["none", "private", "public"], expressions: true },
    "must-revalidate": attribute.booleanValue,
    "allow-private-response-caching": attribute.booleanValue,
  },
  children: {
    kind: "elements",
    elements: {
      "vary-by-header": { text: "required" },
      "vary-by-query-parameter": { text: "required" },
    },
  },
  compile(node) {
    const byDeveloper = node.boolean("vary-by-developer", false);
    const byGroups = node.boolean("vary-by-developer-groups", false);
    const privateToo = node.boolean("allow-private-response-caching", false);
    const downstream = node.text("downstream-caching-type", "none");
    const mustRevalidate = node.boolean("must-revalidate", true);
    const headers = node.children("vary-by-header").map((child) => child.content);
    const parameters = node.children("vary-by-query-parameter").map((child) => child.content);
    return (run) => {
      const { request, user } = run.context;
      if (request.method !== "GET" && request.method !== "HEAD") return "next";
      if (request.headers.has("Authorization") && !privateToo(run)) {
        run.trace?.add(run, "cache-lookup", "a request with Authorization is not cached");
        return "next";
      }
      const key = cacheKey(run, [
        request.method,
        request.originalUrl.path,
        query(run, parameters),
        JSON.stringify(headers.map((name) => request.headers.get(name(run)) ?? null)),
        byDeveloper(run) ? user?.id ?? "" : "",
        byGroups(run) ? JSON.stringify(user?.groups.map(({ id }) => id).sort() ?? []) : "",
      ]);
      const caching = downstream(run);
      if (caching !== "none") {
        const revalidate = mustRevalidate(run) ? ", must-revalidate" : "";
        run.afterResponse.push((run) => {
          run.context.response?.headers.set("Cache-Control", `${caching}${revalidate}`);
        });
      }
      const found = findResponse(run, key);
      run.trace?.add(run, "cache-lookup", found === null ? "miss" : "hit");
      if (found === null) {
        run.responseCacheKey = key;
        return "next";
      }
      run.context.response = found;
      run.replaying = true;
      return "outbound";
    };
  },
});

/** The part of the query that the response depends on: all of it when no parameter is named. */
function query(run: Run, parameters: readonly Operand<string>[]): string {
  const { url } = run.context.request;
  if (parameters.length === 0) return url.queryString;
  const names = parameters.flatMap((name) => name(run).split(";"));
  return JSON.stringify(names.map((name) => url.query.get(name.trim()) ?? null));
}
