/** `retry` runs its children before it looks at the condition: a switch there happens to the first attempt too. */
import { attributeText, type Patient, type Rule, warning } from "../patient.ts";
import type { Element } from "../../source/tree.ts";

export const backendSwitchedInRetry: Rule = function* (patient) {
  const chosenBefore = new Set(
    [...patient.all("set-backend-service", patient.section("inbound"))].map(targetOf),
  );
  if (chosenBefore.size === 0) return;
  for (const retry of patient.all("retry", patient.section("backend"))) {
    const changing = variablesSetIn(patient, retry);
    for (const child of retry.children) {
      if (child.name !== "set-backend-service" || chosenBefore.has(targetOf(child))) continue;
      const target = targetOf(child);
      if (changing.some((name) => target.includes(`"${name}"`))) continue;
      yield warning(child, {
        code: "backend-switched-in-retry",
        message: "The backend is switched before the first attempt: retry runs its policies once " +
          "before it evaluates the condition, so the backend chosen in inbound is never called.",
        cure: "Count attempts in a variable and choose the backend by it, or use a backend pool.",
      });
    }
  }
};

const targetOf = (element: Element) =>
  (attributeText(element, "backend-id") ?? attributeText(element, "base-url") ?? "").trim();

/** Variables that an attempt may have changed. */
function variablesSetIn(patient: Patient, retry: Element): string[] {
  const names = [
    ...[...patient.all("set-variable", retry)].map((element) => attributeText(element, "name")),
    ...[...patient.all("cache-lookup-value", retry)]
      .map((element) => attributeText(element, "variable-name")),
    ...[...patient.all("send-request", retry)]
      .map((element) => attributeText(element, "response-variable-name")),
  ];
  return names.filter((name) => name !== null);
}
