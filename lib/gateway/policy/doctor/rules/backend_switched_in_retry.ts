/** `retry` runs its children before it looks at the condition: a switch there happens to the first attempt too. */
import { type Rule, warning } from "../patient.ts";
import { changesWithAttempts, chosenInInbound, targetOf } from "../targets.ts";

export const backendSwitchedInRetry: Rule = function* (patient) {
  const chosenBefore = chosenInInbound(patient);
  if (chosenBefore.size === 0) return;
  for (const retry of patient.all("retry", patient.section("backend"))) {
    for (const child of retry.children) {
      const target = targetOf(child);
      if (child.name !== "set-backend-service" || chosenBefore.has(target)) continue;
      if (changesWithAttempts(patient, retry, target)) continue;
      yield warning(child, {
        code: "backend-switched-in-retry",
        message: "The backend is switched before the first attempt: retry runs its policies once " +
          "before it evaluates the condition, so the backend chosen in inbound is never called.",
        cure: "Count attempts in a variable and choose the backend by it, or use a backend pool.",
      });
    }
  }
};
