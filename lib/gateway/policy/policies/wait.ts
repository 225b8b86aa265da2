/** `<wait>`: runs its policies side by side until all, or any of them, are done. */
import { isPromise } from "../../../core/maybe_promise.ts";
import { definePolicy, policyPage } from "../definition.ts";
import type { Flow } from "../step.ts";

export const wait = definePolicy({
  name: "wait",
  sections: ["inbound", "backend", "outbound"],
  documentation: policyPage("wait"),
  attributes: { for: { type: ["all", "any"] } },
  children: { kind: "policies" },
  check(element, check) {
    for (const { name } of element.children) {
      if (["send-request", "cache-lookup-value", "choose"].includes(name)) continue;
      check.report(
        "invalid-child",
        `The element 'wait' has invalid child element '${name}'. List of possible elements expected: 'send-request', 'cache-lookup-value', 'choose'.`,
      );
    }
  },
  compile(node) {
    const branches = node.eachPolicy();
    const any = node.literal("for") === "any";
    const outcome = (flows: readonly Flow[]): Flow =>
      flows.includes("respond") ? "respond" : "next";
    return (run) => {
      const { depth } = run;
      const started = branches.map((branch) => branch(run));
      const back = (flow: Flow): Flow => {
        run.depth = depth;
        return flow;
      };
      const done = started.filter((flow) => !isPromise(flow)) as Flow[];
      if (done.length === started.length || (any && done.length > 0)) return back(outcome(done));
      if (!any) return Promise.all(started).then((flows) => back(outcome(flows)));
      return Promise.race(started).then((flow) => back(flow));
    };
  },
});
