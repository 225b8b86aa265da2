/** `<ip-filter>`: lets callers in, or keeps them out, by address. */
import { parseAddress } from "../../../core/ip_address.ts";
import { FINDING } from "../definition/findings.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { Run } from "../../contracts/run.ts";
import { PolicyError } from "../../contracts/policy_error.ts";

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
      const { code, message } = FINDING.incomplete("ip-filter", ["address", "address-range"]);
      check.report(code, message);
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
        const message = "Failed to establish IP address for the caller. Access denied.";
        throw refusal(run, "FailedToParseCallerIP", message);
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
        ? refusal(
          run,
          "CallerIpNotAllowed",
          `Caller IP address ${ipAddress} is not allowed. Access denied.`,
        )
        : refusal(run, "CallerIpBlocked", "Caller IP address is blocked. Access denied.");
    };
  },
});

function refusal(run: Run, reason: string, text: string): PolicyError {
  const message = run.fidelity.ipFilterBody === "reason" ? text : "Forbidden";
  return new PolicyError(reason, text, { statusCode: 403, message });
}
