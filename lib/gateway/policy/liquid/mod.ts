/**
 * `<set-body template="liquid">`: templates with DotLiquid's C# names, over `body` and `context`.
 * @see https://learn.microsoft.com/azure/api-management/set-body-policy#using-liquid-templates-with-set-body
 * @module
 */
import { Liquid, type Template } from "liquidjs";
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
import { readBody } from "./body.ts";
import { contextDrop } from "./context_drop.ts";
import { formatDate } from "./date.ts";
import { PolicyError } from "../../contracts/policy_error.ts";

/** Characters that one rendering may produce or allocate. Assumption. */
const MEMORY_LIMIT = 16_000_000;

const engine = createEngine();

/** Filters by their C# names, as DotLiquid gives them in APIM: `DividedBy`; Ruby's names work too. */
function createEngine(): Liquid {
  const liquid = new Liquid({ memoryLimit: MEMORY_LIMIT, ownPropertyOnly: false });
  for (const [name, filter] of Object.entries(liquid.filters)) {
    liquid.registerFilter(pascalCase(name), filter);
  }
  liquid.registerFilter("Date", (value: unknown, format: unknown) => formatDate(value, format));
  return liquid;
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What is wrong with the element's template; null when nothing is. */
export function liquidFault(element: Element): string | null {
  try {
    engine.parse(templateText(element));
    return null;
  } catch (error) {
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
    return (run) => renderFor(run, from(run), engine.parse(String(source(run))));
  }
  const template = engine.parse(templateText(node.element));
  return (run) => renderFor(run, from(run), template);
}

function renderFor(
  run: Run,
  message: ReturnType<Source>,
  template: Template[],
): MaybePromise<MessageBody> {
  return chain(loadBody(message?.body ?? null), () => {
    const scope = {
      body: message === null ? null : readBody(message),
      context: contextDrop(run.context),
    };
    try {
      return new MessageBody(engine.renderSync(template, scope));
    } catch (error) {
      throw new PolicyError("LiquidError", (error as Error).message);
    }
  });
}
