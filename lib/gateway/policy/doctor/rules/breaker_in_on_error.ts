/** A backend's 429 or 5xx is a response, not an error, and does not reach on-error. */
import { contents, literal, type Rule, warning } from "../patient.ts";

export const breakerInOnError: Rule = function* (patient) {
  const onError = patient.section("on-error");
  if (onError === null) return;
  const [remembers] = patient.all("cache-store-value", onError);
  const [judges] = [...patient.all("when", onError)].filter((when) =>
    [...contents(when)].some((content) =>
      content.kind === "expression" && /\bResponse\s*\??\.\s*StatusCode\b/.test(content.source.text)
    )
  );
  if (remembers === undefined || judges === undefined) return;
  const [failing] = [...patient.all("forward-request")]
    .filter((forward) => literal(forward, "fail-on-error-status-code")?.trim() === "true");
  if (failing !== undefined) return;
  yield warning(judges, {
    code: "breaker-in-on-error",
    message: "This breaker counts in on-error, which a backend's 429 or 5xx never reaches: " +
      "only failures of API Management itself do.",
    cure: "Count in outbound or backend or, better, give the backend a circuit breaker.",
  });
};
