/** `<return-response>`: ends the pipeline with a response made here. */
import { chain, inOrder, type MaybePromise } from "../../../core/maybe_promise.ts";
import { responseOf } from "../../expression/context/message.ts";
import { HeaderMap, type ResponseMessage } from "../../contracts/message.ts";
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { bodyOf, SET_BODY } from "../edits/body.ts";
import { headerEdit, SET_HEADER } from "../edits/header.ts";
import { SET_STATUS, statusEdit } from "../edits/status.ts";
import { expressionFailure } from "../engine/failure.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";

export const returnResponse = definePolicy({
  name: "return-response",
  sections: EVERY_SECTION,
  documentation: policyPage("return-response"),
  attributes: { "response-variable-name": attribute.text },
  children: {
    kind: "elements",
    elements: {
      "set-status": { ...SET_STATUS, max: 1 },
      "set-header": SET_HEADER,
      "set-body": { ...SET_BODY, max: 1 },
    },
  },
  compile(node) {
    const variable = node.literal("response-variable-name");
    const edits = node.everyChild.map(editOf);
    return (run) => {
      const response = variable === null ? newResponse() : copyOf(run, variable);
      return chain(inOrder(edits, run, response), () => {
        run.context.response = response;
        run.trace?.add(run, "return-response", `${response.statusCode} ${response.statusReason}`);
        return "respond";
      });
    };
  },
});

type Edit = (run: Run, response: ResponseMessage) => MaybePromise<void>;

function editOf(child: PolicyNode): Edit {
  if (child.name === "set-status") return statusEdit(child);
  if (child.name === "set-header") {
    const edit = headerEdit(child);
    return (run, response) => edit(run, response.headers);
  }
  const body = bodyOf(child, () => null); // templates see no body here
  return (run, response) => chain(body(run), (content) => void (response.body = content));
}

function newResponse(): ResponseMessage {
  return { statusCode: 200, statusReason: "OK", headers: new HeaderMap(), body: null };
}

function copyOf(run: Run, variable: string): ResponseMessage {
  const response = responseOf(run.context.variables.get(variable));
  if (response === null) {
    throw expressionFailure(`Variable '${variable}' does not hold a response.`);
  }
  return { ...response, headers: response.headers.clone() };
}
