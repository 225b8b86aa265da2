/** `<set-body>`: the body of the request (inbound, backend) or the response, as text, expression or template. */
import { CsArray } from "../../../csharp/runtime/array.ts";
import { toText } from "../../../csharp/runtime/object.ts";
import { chain, type MaybePromise } from "../../../core/maybe_promise.ts";
import { MessageBody } from "../../contracts/message.ts";
import {
  attribute,
  definePolicy,
  type ElementRule,
  EVERY_SECTION,
  policyPage,
} from "../definition/definition.ts";
import { liquidBody, liquidFault, type Source } from "../liquid/mod.ts";
import { messageOf } from "../engine/message_of.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";
import type { Element } from "../document/tree.ts";

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

export const setBody = definePolicy({
  name: "set-body",
  sections: EVERY_SECTION,
  documentation: policyPage("set-body"),
  ...SET_BODY,
  check(element, check) {
    if (!isLiquid(element)) return;
    const fault = liquidFault(element);
    if (fault !== null) check.report("invalid-template", fault);
  },
  compile(node) {
    const body = bodyOf(node);
    return (run) =>
      chain(body(run), (content) => {
        const message = messageOf(run);
        if (message === null) return "next";
        message.body = content;
        message.headers.delete("Content-Length");
        return "next";
      });
  },
});

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
    if (content instanceof CsArray && isBytes(content)) {
      return new MessageBody(Uint8Array.from(content.items as number[]));
    }
    return new MessageBody(toText(content));
  };
}

function isLiquid({ attributes }: Element): boolean {
  const template = attributes.get("template")?.content;
  return template?.kind === "literal" && template.text === "liquid";
}

function isBytes(array: CsArray): boolean {
  return array.csType.fullName === "System.Byte[]";
}
