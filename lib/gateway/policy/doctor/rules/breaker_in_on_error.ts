/** A backend's 429 or 5xx is a response, not an error, and does not reach on-error. */
import type { Element } from "../../document/tree.ts";
import { attributeText, contents, literal, type Patient, type Rule, warning } from "../patient.ts";

export const breakerInOnError: Rule = function* (patient) {
  const onError = patient.section("on-error");
  if (onError === null) return;
  const stored = [...patient.all("cache-store-value", onError)];
  const [judges] = [...patient.all("when", onError)].filter(looksAtStatus);
  const breaker = judges ?? stored.find((element) => decidesLater(patient, element));
  if (stored.length === 0 || breaker === undefined) return;
  const [failing] = [...patient.all("forward-request")]
    .filter((forward) => literal(forward, "fail-on-error-status-code")?.trim() === "true");
  if (failing !== undefined) return;
  yield warning(breaker, {
    code: "breaker-in-on-error",
    message: "This breaker counts in on-error, which a backend's 429 or 5xx never reaches: " +
      "only failures of API Management itself do.",
    cure: "Count in outbound or backend or, better, give the backend a circuit breaker.",
  });
};

function looksAtStatus(when: Element): boolean {
  return [...contents(when)].some((content) =>
    content.kind === "expression" && /\bResponse\s*\??\.\s*StatusCode\b/.test(content.source.text)
  );
}

/** Whether what is stored is looked up where a later request chooses its backend. */
function decidesLater(patient: Patient, stored: Element): boolean {
  const key = attributeText(stored, "key");
  return (["inbound", "backend"] as const).some((name) => {
    const section = patient.section(name);
    return [...patient.all("cache-lookup-value", section)]
      .some((lookup) => attributeText(lookup, "key") === key) &&
      [...patient.all("choose", section)].some((choose) =>
        !patient.all("set-backend-service", choose).next().done
      );
  });
}
