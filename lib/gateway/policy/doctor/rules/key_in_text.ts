/** Whoever may read the policy, its history or its traces may read what is written in it. */
import type { Diagnostic, Position } from "../../../../core/diagnostic.ts";
import type { Content, Element } from "../../document/tree.ts";
import { isReference, literal, type Rule, warning } from "../patient.ts";

const SECRET_HEADER =
  /^(?:api-key|x-api-key|authorization|ocp-apim-subscription-key|x-functions-key)$/i;
const SECRET_PARAMETER = /^(?:subscription-key|api[-_]?key|key|code|sig)$/i;
const SECRET_NAME = /key$|secret|password/i;
/** Keys by which something is found, not opened. */
const LOOKUP_NAME =
  /(?:cache|counter|group|hash|limit|lookup|map|partition|quota|rate|routes?|routing|row|session|sort)[-_]?key$/i;
const SECRET_IN_URL =
  /[?&](?:code|sig|key|api[-_]?key|subscription-key|access_token)=[^&\s"'{}()+@]{8,}/i;
const STRING = /^\s*"([^"\\]*)"\s*$/;
const SHORTEST = 8;

export const keyInText: Rule = function* (patient) {
  yield* look(patient.root);
};

function* look(element: Element): Generator<Diagnostic> {
  yield* keysOf(element);
  for (const child of element.children) yield* look(child);
}

/** What an element shows; a URL with a key may stand anywhere. */
function* keysOf(element: Element): Generator<Diagnostic> {
  if (holdsSecret(element)) return yield found(element);
  const contents = [...element.attributes.values()].map(({ content }) => content);
  for (const content of element.text === null ? contents : [...contents, element.text]) {
    const text = content.kind === "literal" ? content.text : content.source.text;
    const url = SECRET_IN_URL.exec(text);
    if (url === null) continue;
    const place = content.kind === "literal"
      ? content.position
      : content.source.position(url.index);
    yield found(element, place);
  }
}

function holdsSecret(element: Element): boolean {
  const { name, children, attributes } = element;
  const called = literal(element, "name") ?? "";
  switch (name) {
    case "set-header":
      return SECRET_HEADER.test(called) && children.some(isSecretValue);
    case "set-query-parameter":
      return SECRET_PARAMETER.test(called) && children.some(isSecretValue);
    case "set-variable":
      return SECRET_NAME.test(called) && !LOOKUP_NAME.test(called) &&
        isSecret(attributes.get("value")?.content);
    case "authentication-basic":
      return isSecret(attributes.get("password")?.content);
    default:
      return false;
  }
}

const isSecretValue = ({ name, text }: Element) => name === "value" && isSecret(text);

/** Whether it is written out: a text, or an expression that is nothing but a string. */
function isSecret(content: Content | null | undefined): boolean {
  if (!content) return false;
  const text = content.kind === "literal" ? content.text : STRING.exec(content.source.text)?.[1];
  return text !== undefined && text.trim().length >= SHORTEST && !isReference(text) &&
    !text.includes("{{") && !text.includes("@(") && !/^https?:/i.test(text.trim());
}

const found = (element: Element, position?: Pick<Position, "line" | "column">) =>
  warning(element, {
    code: "key-in-text",
    message: "A key stands in the policy's text, for everyone who may read it.",
    cure: "Use the backend's credentials, a managed identity, or a secret named value.",
  }, position);
