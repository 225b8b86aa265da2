/** What was sent from a stream cannot be sent again. */
import { literal, type Rule, warning } from "../patient.ts";

export const bodyNotBuffered: Rule = function* (patient) {
  for (const retry of patient.all("retry")) {
    for (const forward of patient.all("forward-request", retry)) {
      if (literal(forward, "buffer-request-body")?.trim().toLowerCase() === "true") continue;
      yield warning(forward, {
        code: "body-not-buffered",
        message: "A retried request may go out with an empty body: it is not buffered.",
        cure: `Add buffer-request-body="true".`,
      });
    }
  }
};
