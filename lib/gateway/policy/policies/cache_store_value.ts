/** `<cache-store-value>`: a copy of a value into the cache, for a number of seconds. */
import { CACHE_KEY, cacheCopy, CACHING_TYPE } from "../cache/values.ts";
import { definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { describe } from "../definition/describe.ts";

export const cacheStoreValue = definePolicy({
  name: "cache-store-value",
  sections: EVERY_SECTION,
  disputed: {
    holds: (fidelity) => fidelity.valueCacheUsage === "as-documented",
    once: "section",
  },
  documentation: policyPage("cache-store-value"),
  attributes: {
    key: CACHE_KEY,
    value: { type: "text", required: true, allowEmpty: true, expressions: true },
    duration: { type: "integer", required: true, expressions: true, min: 0 },
    "caching-type": CACHING_TYPE,
  },
  compile(node) {
    const key = node.text("key");
    const value = node.value("value");
    const duration = node.number("duration", 0);
    return (run) => {
      const { cache, clock } = run.ports;
      const name = key(run);
      const content = value(run);
      const seconds = duration(run);
      if (content === null) cache.delete(name);
      else {
        const { budget } = run.context;
        cache.set(name, cacheCopy(run, content), clock.now() + seconds * 1000, budget?.held);
      }
      run.trace?.add(run, "cache-store-value", `${name} = ${describe(content)}`, { seconds });
      return "next";
    };
  },
});
