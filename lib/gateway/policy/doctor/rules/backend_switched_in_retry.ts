/** `retry` runs its children before it looks at the condition: a switch there happens to the first attempt too. */
import type { Element } from "../../document/tree.ts";
import { literal, type Patient, type Rule, warning } from "../patient.ts";
import { changesWithAttempts, chosenInInbound, targetOf } from "../targets.ts";

export const backendSwitchedInRetry: Rule = function* (patient) {
  const chosenBefore = chosenInInbound(patient);
  for (const retry of patient.all("retry", patient.section("backend"))) {
    for (const child of retry.children) {
      const target = targetOf(child);
      if (child.name !== "set-backend-service" || chosenBefore.has(target)) continue;
      if (changesWithAttempts(patient, retry, target) || isPool(patient, child)) continue;
      yield warning(child, {
        code: "backend-switched-in-retry",
        message: "The backend is switched before the first attempt: retry runs its policies once " +
          `before it evaluates the condition, so ${
            chosenBefore.size > 0 ? "the backend chosen in inbound" : "the API's own backend"
          } is never called.`,
        cure: "Count attempts in a variable and choose the backend by it, or use a backend pool.",
      });
    }
  }
};

/** A pool picks a member for each attempt, so that it may as well be named there. */
function isPool({ surroundings }: Patient, element: Element): boolean {
  const id = literal(element, "backend-id")?.toLowerCase() ?? "";
  return surroundings.backends?.get(id)?.type === "Pool";
}
