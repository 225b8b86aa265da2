/** Where an attempt or the pipeline failed, there may be no response. */
import { type Rule, warning } from "../patient.ts";

const USE = /\bcontext\s*\.\s*Response\s*\./;
const CHECK =
  /\bcontext\s*\.\s*Response\s*(?:[!=]=\s*null\b|is\s+(?:not\s+)?null\b|\?\.)|\bnull\s*[!=]=\s*context\s*\.\s*Response\b|\bLastError\b/;

export const noResponseCheck: Rule = function* (patient) {
  const conditions = [
    ...patient.all("retry"),
    ...patient.all("when", patient.section("on-error")),
  ];
  for (const element of conditions) {
    const content = element.attributes.get("condition")?.content;
    if (content?.kind !== "expression") continue;
    const { text } = content.source;
    const use = USE.exec(text);
    if (use === null || CHECK.test(text)) continue;
    yield warning(element, {
      code: "no-response-check",
      message:
        "context.Response may be null here, after a timeout or a failed connection, and the " +
        "condition then fails the request.",
      cure: "Test context.Response != null first.",
    }, content.source.position(use.index));
  }
};
