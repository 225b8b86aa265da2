/** `<quota>`: calls and bandwidth of a subscription in a fixed window that begins with the subscription. */
import { definePolicy, policyPage } from "../definition/definition.ts";
import { checkQuota, passQuotas, QUOTA_ATTRIBUTES, quotaOf, quotaWindow } from "../limits/quota.ts";
import { limitedParts, partsOf, placeKey } from "../limits/subscription_key.ts";

export const quota = definePolicy({
  name: "quota",
  sections: ["inbound"],
  scopes: ["product"],
  once: "document",
  documentation: policyPage("quota"),
  attributes: QUOTA_ATTRIBUTES,
  children: limitedParts(QUOTA_ATTRIBUTES),
  check: checkQuota,
  compile(node) {
    const parts = partsOf(node, quotaOf);
    return (run) => {
      const { subscription } = run.context;
      if (subscription === null) return "next";
      const key = placeKey(run, "quota");
      const startMs = subscription.startDate ?? subscription.createdDate;
      const quotas = parts.filter((part) => part.matches(run)).map(({ limit, name }) => {
        const { lengthMs, ...quota } = limit(run);
        return { ...quota, window: quotaWindow(run, key + name, { startMs, lengthMs }) };
      });
      passQuotas(run, "quota", quotas, 1);
      return "next";
    };
  },
});
