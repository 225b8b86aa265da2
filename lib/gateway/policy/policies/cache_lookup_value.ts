/** `<cache-lookup-value>`: a value of the cache into a variable; a miss without default leaves it unset. */
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { CACHE_KEY, cacheCopy, CACHING_TYPE } from "../cache/values.ts";
import { describe } from "../definition/describe.ts";

export const cacheLookupValue = definePolicy({
  name: "cache-lookup-value",
  sections: EVERY_SECTION,
  disputed: {
    holds: (fidelity) => fidelity.valueCacheUsage === "as-documented",
    once: "section",
    notInFragments: true,
  },
  documentation: policyPage("cache-lookup-value"),
  attributes: {
    key: CACHE_KEY,
    "variable-name": attribute.required,
    "default-value": { type: "text", expressions: true },
    "caching-type": CACHING_TYPE,
  },
  compile(node) {
    const key = node.text("key");
    const name = node.literal("variable-name")!;
    const absent = node.has("default-value") ? node.value("default-value") : null;
    return (run) => {
      const { cache, clock } = run.ports;
      const wanted = key(run);
      const found = cache.get(wanted, clock.now());
      if (found !== undefined) run.context.variables.set(name, cacheCopy(run, found));
      else if (absent !== null) run.context.variables.set(name, absent(run));
      else if (run.fidelity.cacheMiss === "null") run.context.variables.set(name, null);
      if (run.trace !== null) {
        const value = found === undefined ? "miss" : `hit: ${describe(found)}`;
        run.trace.add(run, "cache-lookup-value", `${wanted}: ${value}`, { variable: name });
      }
      return "next";
    };
  },
});
