/** `<cache-remove-value>`: takes a value out of the cache. */
import { CACHE_KEY, CACHING_TYPE } from "../cache/values.ts";
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";

export const cacheRemoveValue = definePolicy({
  name: "cache-remove-value",
  sections: EVERY_SECTION,
  documentation: policyPage("cache-remove-value"),
  attributes: {
    key: CACHE_KEY,
    "caching-type": CACHING_TYPE,
    // a removal from the cache of this gateway does not fail
    "fail-on-cache-removal-error": attribute.booleanValue,
  },
  compile(node) {
    const key = node.text("key");
    return (run) => {
      run.ports.cache.delete(key(run));
      return "next";
    };
  },
});
