/** `<wait>`: runs its policies side by side until all, or any of them, are done. */
import type { MaybePromise } from "../../../core/maybe_promise.ts";
import { definePolicy, policyPage } from "../definition/definition.ts";
import type { Flow, Run, Step } from "../../contracts/run.ts";

export const wait = definePolicy({
  name: "wait",
  sections: ["inbound", "backend", "outbound"],
  documentation: policyPage("wait"),
  attributes: { for: { type: ["all", "any"], expressions: true } },
  notIn: ["retry"],
  children: { kind: "policies", only: ["send-request", "cache-lookup-value", "choose"] },
  compile(node) {
    const branches = node.eachPolicy();
    const waitFor = node.text("for", "all");
    const outcome = (flows: readonly Flow[]): Flow =>
      flows.find((flow) => flow !== "next") ?? "next";
    return (run) => {
      const any = waitFor(run) === "any";
      const { depth } = run;
      const started = branches.map((branch) => start(branch, run));
      const back = (flow: Flow): Flow => {
        run.depth = depth;
        return flow;
      };
      const waiting = started.filter((flow) => flow instanceof Promise);
      const done = started.filter((flow) => typeof flow === "string");
      if (waiting.length === 0 || (any && done.length > 0)) {
        for (const flow of waiting) flow.catch(() => {}); // nobody waits for these any more
        return back(outcome(done));
      }
      if (any) return Promise.race(waiting).then(back);
      return Promise.all(started).then((flows) => back(outcome(flows)));
    };
  },
});

/** An error comes as a promise, so that it does not keep the others from being looked after. */
function start(branch: Step, run: Run): MaybePromise<Flow> {
  try {
    return branch(run);
  } catch (error) {
    return Promise.reject(error);
  }
}
