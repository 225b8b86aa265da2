/**
 * `<set-body template="liquid">`: templates with DotLiquid's C# names, over `body` and `context`.
 * @see https://learn.microsoft.com/azure/api-management/set-body-policy#using-liquid-templates-with-set-body
 * @module
 */
import { FAILURE } from "../../contracts/texts/failures.ts";
import type { Template } from "liquidjs";
import { InternalError } from "../../../core/internal_error.ts";
import { chain, type MaybePromise } from "../../../core/maybe_promise.ts";
import {
  loadBody,
  MessageBody,
  type RequestMessage,
  type ResponseMessage,
} from "../../contracts/message.ts";
import { messageOf } from "../engine/message_of.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";
import type { Element } from "../document/tree.ts";
import { LimitExceededError, type World } from "../../expression/values.ts";
import { readBody } from "./body.ts";
import { contextDrop } from "./context_drop.ts";
import { parseTemplate, renderTemplate } from "./engine.ts";
import { PolicyError } from "../../contracts/policy_error.ts";

/** What is wrong with the element's template; null when nothing is. */
export function liquidFault(element: Element): string | null {
  try {
    parseTemplate(templateText(element));
    return null;
  } catch (error) {
    if (error instanceof InternalError) throw error;
    return `The liquid template is invalid: ${(error as Error).message}`;
  }
}

/** The element's text, or its markup as it stands. */
function templateText({ children, inner, text }: Element): string {
  if (children.length > 0) return inner;
  return text?.kind === "literal" ? text.text : "";
}

/** The message whose body a template reads. */
export type Source = (run: Run) => RequestMessage | ResponseMessage | null;

/** The body that the node's template makes. */
export function liquidBody(
  node: PolicyNode,
  from: Source = messageOf,
): (run: Run) => MaybePromise<MessageBody> {
  const { text } = node.element;
  if (text?.kind === "expression") {
    const source = node.contentValue;
    return (run) => {
      const template = String(source(run));
      return renderFor(run, from(run), () => parseTemplate(template));
    };
  }
  const template = parseTemplate(templateText(node.element));
  return (run) => renderFor(run, from(run), () => template);
}

/** What is no fault of the template's. */
function isSettled(error: unknown): boolean {
  return error instanceof LimitExceededError || error instanceof PolicyError ||
    error instanceof InternalError;
}

function renderFor(
  run: Run,
  message: ReturnType<Source>,
  template: () => Template[],
): MaybePromise<MessageBody> {
  const { context } = run;
  return chain(loadBody(message?.body ?? null, run), () => {
    try {
      const scope = () => ({
        body: message === null ? null : readBody(message),
        context: contextDrop(context),
      });
      return new MessageBody(renderTemplate(template, scope, context as World));
    } catch (error) {
      if (isSettled(error)) throw error;
      throw FAILURE.liquid((error as Error).message);
    }
  });
}
