/** `<quota>`: calls and bandwidth of a subscription in a fixed window that begins with the subscription. */
import { definePolicy, policyPage } from "../definition/definition.ts";
import { checkQuota, passQuotas, quotaAttributes, quotaOf, quotaWindow } from "../limits/quota.ts";
import { limitedParts, partsOf, placeKey } from "../limits/subscription_key.ts";

const LIMIT = quotaAttributes(false);

export const quota = definePolicy({
  name: "quota",
  sections: ["inbound"],
  scopes: ["product", "api", "operation"],
  oncePerDocument: true,
  documentation: policyPage("quota"),
  attributes: LIMIT,
  children: limitedParts(LIMIT),
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
