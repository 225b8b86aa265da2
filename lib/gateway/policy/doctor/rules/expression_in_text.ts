/** An expression is the whole value or none at all: beside text it is text. */
import { type Patient, type Rule, warning } from "../patient.ts";
import type { Content, Element } from "../../document/tree.ts";

const EXPRESSION = /@[({]/;

export const expressionInText: Rule = (patient: Patient) => look(patient.root);

function* look(element: Element): ReturnType<Rule> {
  const own: (Content | null)[] = [...element.attributes.values()].map(({ content }) => content);
  for (const content of [...own, element.text]) {
    if (content?.kind !== "literal" || !EXPRESSION.test(content.text)) continue;
    yield warning(element, {
      code: "expression-in-text",
      message: "The expression stands beside text, and is sent as text: it is not evaluated.",
      cure: `Put the text into the expression: @("Bearer " + context.Variables["token"]).`,
    }, content.position);
  }
  for (const child of element.children) yield* look(child);
}
