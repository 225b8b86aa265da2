/** Whoever may read the policy, its history or its traces may read what is written in it. */
import { isReference, literal, type Rule, warning } from "../patient.ts";
import type { Element } from "../../source/tree.ts";

const SECRET_HEADER =
  /^(?:api-key|x-api-key|authorization|ocp-apim-subscription-key|x-functions-key)$/i;
const SECRET_NAME =
  /(?:api|access|primary|secondary|subscription|shared)?[-_]?key$|secret|password/i;
const SECRET_PARAMETER = /^(?:subscription-key|api[-_]?key|key|code|sig)$/i;
const SHORTEST = 8;

export const keyInText: Rule = function* (patient) {
  for (const element of patient.all("set-header")) {
    if (SECRET_HEADER.test(literal(element, "name") ?? "")) yield* written(element);
  }
  for (const element of patient.all("set-query-parameter")) {
    if (SECRET_PARAMETER.test(literal(element, "name") ?? "")) yield* written(element);
  }
  for (const element of patient.all("set-variable")) {
    const value = literal(element, "value");
    if (SECRET_NAME.test(literal(element, "name") ?? "") && isSecret(value)) yield found(element);
  }
  for (const element of patient.all("authentication-basic")) {
    if (isSecret(literal(element, "password"))) yield found(element);
  }
};

function* written(element: Element) {
  for (const { name, text } of element.children) {
    if (name === "value" && text?.kind === "literal" && isSecret(text.text)) yield found(element);
  }
}

function isSecret(text: string | null): boolean {
  return text !== null && text.trim().length >= SHORTEST && !isReference(text) &&
    !text.includes("{{") && !text.includes("@(") && !/^https?:/i.test(text.trim());
}

const found = (element: Element) =>
  warning(element, {
    code: "key-in-text",
    message: "A key stands in the policy's text, for everyone who may read it.",
    cure: "Use the backend's credentials, a managed identity, or a secret named value.",
  });
