/** `<quota-by-key>`: calls and bandwidth for one value of a key in a fixed window. */
import { FINDING } from "../../contracts/texts/findings.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import { INCREMENT, increment } from "../limits/increment.ts";
import { checkQuota, passQuotas, QUOTA_ATTRIBUTES, quotaOf, quotaWindow } from "../limits/quota.ts";

/** Where periods begin when `first-period-start` does not say: 0001-01-01T00:00:00Z. */
const DEFAULT_START_MS = -62_135_596_800_000;

export const quotaByKey = definePolicy({
  name: "quota-by-key",
  sections: ["inbound"],
  documentation: policyPage("quota-by-key"),
  attributes: {
    "counter-key": attribute.requiredValue,
    ...QUOTA_ATTRIBUTES,
    ...INCREMENT,
    "first-period-start": attribute.text,
  },
  check(element, check) {
    checkQuota(element, check);
    const start = element.attributes.get("first-period-start")?.content;
    if (start?.kind === "literal" && Number.isNaN(Date.parse(start.text))) {
      check.report(FINDING.firstPeriodStart(start.text), "first-period-start");
    }
  },
  compile(node) {
    const key = node.text("counter-key");
    const limit = quotaOf(node);
    const counts = increment(node);
    const start = node.literal("first-period-start");
    const startMs = start === null ? DEFAULT_START_MS : Date.parse(start);
    return (run) => {
      const { lengthMs, ...quota } = limit(run);
      const window = quotaWindow(run, `quota-by-key/${key(run)}`, { startMs, lengthMs });
      passQuotas(run, "quota-by-key", [{ ...quota, window }], counts.now);
      counts.later(run, (amount, now) => window(now).add("calls", amount, now));
      return "next";
    };
  },
});
