/** `<cache-store>`: keeps the response for the cache-lookup of the same request that missed. */
import { chain } from "../../../core/maybe_promise.ts";
import { loadBody } from "../../contracts/message.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { storeResponse } from "../cache/response_cache.ts";

export const cacheStore = definePolicy({
  name: "cache-store",
  sections: ["outbound"],
  once: "section",
  documentation: policyPage("cache-store"),
  attributes: {
    duration: { type: "integer", required: true, expressions: true, min: 0 },
    "cache-response": attribute.booleanValue,
  },
  compile(node) {
    const duration = node.number("duration", 0);
    const cacheResponse = node.has("cache-response") ? node.boolean("cache-response", true) : null;
    return (run) => {
      if (run.replaying) {
        run.replaying = false;
        return "next";
      }
      const { response } = run.context;
      const key = run.responseCacheKey;
      if (key === undefined || response === null) return "next";
      const wanted = cacheResponse === null ? response.statusCode === 200 : cacheResponse(run);
      if (!wanted) return "next";
      return chain(loadBody(response.body, run), () => {
        const seconds = duration(run);
        storeResponse(run, key, seconds);
        run.trace?.add(run, "cache-store", `kept for ${seconds} s`);
        return "next";
      });
    };
  },
});
