/** `<ip-filter>`: lets callers in, or keeps them out, by address. */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { parseAddress } from "../../../core/ip_address.ts";
import { FINDING } from "../../contracts/texts/findings.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { Run } from "../../contracts/run.ts";

export const ipFilter = definePolicy({
  name: "ip-filter",
  sections: ["inbound"],
  documentation: policyPage("ip-filter"),
  attributes: { action: { type: ["allow", "forbid"], required: true, expressions: true } },
  children: {
    kind: "elements",
    anyOrder: true,
    elements: {
      address: { text: "required" },
      "address-range": {
        attributes: { from: attribute.requiredValue, to: attribute.requiredValue },
      },
    },
  },
  check(element, check) {
    if (element.children.length === 0) {
      check.report(FINDING.incomplete("ip-filter", ["address", "address-range"]));
    }
  },
  compile(node) {
    const action = node.text("action");
    const ranges = node.everyChild.map((child) =>
      child.name === "address"
        ? { from: child.content, to: child.content }
        : { from: child.text("from"), to: child.text("to") }
    );
    return (run) => {
      const { ipAddress } = run.context.request;
      const caller = parseAddress(ipAddress);
      if (caller === null) {
        throw FAILURE.callerIpUnknown(said(run));
      }
      const listed = ranges.some(({ from, to }) => {
        const low = parseAddress(from(run));
        const high = parseAddress(to(run));
        return low !== null && high !== null && low.version === caller.version &&
          caller.value >= low.value && caller.value <= high.value;
      });
      const allow = action(run) === "allow";
      if (listed === allow) return "next";
      throw allow
        ? FAILURE.callerIpNotAllowed(said(run), ipAddress)
        : FAILURE.callerIpBlocked(said(run));
    };
  },
});

/** What the caller reads where that is not the failure's own message. */
function said(run: Run): string | null {
  return run.fidelity.ipFilterBody === "reason" ? null : "Forbidden";
}
