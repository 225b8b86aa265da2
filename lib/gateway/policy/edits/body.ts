/**
 * A message's body as `set-body` makes it: text, expression or template.
 * @module
 */
import type { MaybePromise } from "../../../core/maybe_promise.ts";
import { MessageBody } from "../../contracts/message.ts";
import type { Run } from "../../contracts/run.ts";
import { bytesOf, toText } from "../../expression/values.ts";
import { attribute, type ElementRule } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Element } from "../document/tree.ts";
import { liquidBody, type Source } from "../liquid/mod.ts";

/** What a `set-body` element may hold wherever it stands. */
export const SET_BODY: ElementRule = {
  attributes: {
    // "none" is not documented; Microsoft's deployed samples (remote-mcp-apim-functions-python) have it
    template: { type: ["liquid", "none"] },
    "xsi-nil": { type: ["blank", "null"] },
    "parse-date": attribute.boolean,
  },
  text: "markup",
};

/** The body that a `set-body` node makes. @param from whose body a template reads */
export function bodyOf(
  node: PolicyNode,
  from?: Source,
): (run: Run) => MaybePromise<MessageBody | null> {
  if (isLiquid(node.element)) return liquidBody(node, from);
  const value = node.contentValue;
  if (typeof value.constant === "string") {
    const text = value.constant;
    return () => new MessageBody(text);
  }
  return (run) => {
    const content = value(run);
    if (content === null) return null;
    return new MessageBody(bytesOf(content) ?? toText(content));
  };
}

/** Whether it is a Liquid template. */
export function isLiquid({ attributes }: Element): boolean {
  const template = attributes.get("template")?.content;
  return template?.kind === "literal" && template.text === "liquid";
}
