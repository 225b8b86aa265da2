/** `<llm-content-safety>`: refuses prompts in inbound, and answers in outbound, that content safety finds harmful. */
import { counted } from "../engine/counted.ts";
import { FAILURE } from "../../contracts/texts/failures.ts";
import { chain, type MaybePromise } from "../../../core/maybe_promise.ts";
import { loadBody, MessageBody, type ResponseMessage } from "../../contracts/message.ts";
import { PolicyError } from "../../contracts/policy_error.ts";
import type { Run } from "../../contracts/run.ts";
import { checkBackend, requireBackend } from "../definition/backend_reference.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import { guardEvents } from "../safety/event_guard.ts";
import { HARM_ELEMENTS, harmCheck } from "../safety/harm.ts";
import {
  ANSWER_WINDOW,
  MOST_CHARACTERS,
  PROMPT_WINDOW,
  type Windows,
  windowsOf,
} from "../safety/windows.ts";
import { completionText } from "../tokens/completion.ts";
import { isEventStream } from "../tokens/meter.ts";
import { promptMessages, requestJson } from "../tokens/prompt.ts";

export const llmContentSafety = definePolicy({
  name: "llm-content-safety",
  sections: ["inbound", "outbound"],
  scopes: ["global", "product", "api"],
  documentation: policyPage("llm-content-safety"),
  attributes: {
    "backend-id": attribute.requiredValue,
    "shield-prompt": attribute.booleanValue,
    // in outbound it says nothing: answers are what is looked at there
    "enforce-on-completions": attribute.booleanValue,
    "window-size": { type: "integer", expressions: true, min: 1 },
    "window-overlap-size": { type: "integer", expressions: true, min: 0 },
  },
  children: { kind: "elements", elements: HARM_ELEMENTS },
  check: (element, check) => checkBackend(element, check, "backend-id"),
  compile(node) {
    const faultOf = inspection(node);
    const shield = node.boolean("shield-prompt", false);
    const completions = node.boolean("enforce-on-completions", false);
    const windowSize = node.number("window-size", ANSWER_WINDOW);
    const windowOverlap = node.number("window-overlap-size", 0);
    const answerWindows = (run: Run): Windows => ({
      size: windowSize(run),
      overlap: windowOverlap(run),
    });
    const inspectAnswer = (run: Run): MaybePromise<void> => {
      const { response } = run.context;
      if (response === null || response.body === null || response.statusCode >= 400) return;
      const windows = answerWindows(run);
      if (isEventStream(response)) return guard(run, response, windows, faultOf);
      const { body } = response;
      return chain(loadBody(body, run), () => {
        const text = body.consumed ? "" : counted(run, () => completionText(body.text()));
        return chain(faultIn(run, text, windows, faultOf), (fault) => {
          if (fault !== null) throw refused(node, fault);
        });
      });
    };
    if (node.place.section === "outbound") return (run) => chain(inspectAnswer(run), () => "next");
    return (run) =>
      chain(loadBody(run.context.request.body, run), () => {
        if (completions(run)) run.afterBackend.push(inspectAnswer);
        const windows = { size: PROMPT_WINDOW, overlap: 0 };
        const prompt = counted(run, () => promptText(run.context.request.body));
        const shields = shield(run);
        const faultOfPrompt: FaultOf = (run, text) => faultOf(run, text, shields);
        return chain(faultIn(run, prompt, windows, faultOfPrompt), (fault) => {
          if (fault !== null) throw refused(node, fault);
          return "next";
        });
      });
  },
});

/** What is wrong with a text; null for nothing. @param shields whether attacks on the prompt are looked for */
type FaultOf = (run: Run, text: string, shields?: boolean) => MaybePromise<string | null>;

function inspection(node: PolicyNode): FaultOf {
  const backend = node.text("backend-id");
  const blocklists = (node.child("blocklists")?.children("id") ?? []).map((id) => id.content);
  const harmOf = harmCheck(node);
  return (run, text, shields = false) => {
    if (text.length > MOST_CHARACTERS) return `more than ${MOST_CHARACTERS} characters at once`;
    const backendId = backend(run);
    requireBackend(run, backendId);
    const ids = blocklists.map((id) => id(run));
    return chain(
      run.ports.contentSafety.analyze({ text, blocklists: ids, backendId }),
      (finding) => {
        const fault = shields && finding.attack ? "attack on the prompt" : harmOf(run, finding);
        run.trace?.add(run, node.name, fault ?? "nothing found", { ...finding });
        return fault;
      },
    );
  };
}

/** The first fault among the windows of a text, which are looked at one after the other. */
function faultIn(
  run: Run,
  text: string,
  windows: Windows,
  faultOf: FaultOf,
): MaybePromise<string | null> {
  const parts = windowsOf(text, windows);
  const next = (): MaybePromise<string | null> => {
    const { done, value } = parts.next();
    if (done) return null;
    return chain(faultOf(run, value), (fault) => fault ?? next());
  };
  return next();
}

/** Lets a stream through window by window; what follows a fault is not sent, and no 403 either. */
function guard(run: Run, response: ResponseMessage, windows: Windows, faultOf: FaultOf): void {
  const content = response.body!.wire();
  if (content === null) return;
  const source = content instanceof ReadableStream
    ? content
    : ReadableStream.from([new TextEncoder().encode(response.body!.text())]);
  const isHarmful = (text: string) =>
    chain(faultIn(run, text, windows, faultOf), (fault) => fault !== null);
  response.body = new MessageBody(guardEvents(source, windows, isHarmful));
  response.headers.delete("Content-Length");
}

function promptText(body: MessageBody | null): string {
  const request = requestJson(body);
  return request === null ? "" : promptMessages(request).map(({ text }) => text).join("\n");
}

function refused(node: PolicyNode, fault: string): PolicyError {
  const error = FAILURE.contentSafety(fault);
  error.place = node.place;
  return error;
}
