/** `<llm-content-safety>`: refuses prompts, and answers where told so, that content safety finds harmful. */
import { chain, type MaybePromise } from "../../../core/maybe_promise.ts";
import { loadBody, type MessageBody } from "../../contracts/message.ts";
import type { HarmCategory, SafetyFinding } from "../../contracts/ports.ts";
import { checkBackend, requireBackend } from "../definition/backend_reference.ts";
import { attribute, definePolicy, policyPage } from "../definition/definition.ts";
import type { PolicyNode } from "../definition/node.ts";
import type { Run } from "../../contracts/run.ts";
import { completionText } from "../tokens/completion.ts";
import { promptMessages, requestJson } from "../tokens/prompt.ts";
import { PolicyError } from "../../contracts/policy_error.ts";

const CATEGORIES = ["Hate", "SelfHarm", "Sexual", "Violence"] as const;

export const llmContentSafety = definePolicy({
  name: "llm-content-safety",
  sections: ["inbound"],
  documentation: policyPage("llm-content-safety"),
  attributes: {
    "backend-id": attribute.requiredValue,
    "shield-prompt": attribute.booleanValue,
    "enforce-on-completions": attribute.booleanValue,
    "window-size": { type: "integer", expressions: true, min: 1 },
    "window-overlap-size": { type: "integer", expressions: true, min: 0 },
  },
  children: {
    kind: "elements",
    elements: {
      categories: {
        max: 1,
        attributes: {
          "output-type": { type: ["FourSeverityLevels", "EightSeverityLevels"], expressions: true },
        },
        children: {
          kind: "elements",
          elements: {
            category: {
              attributes: {
                name: { type: CATEGORIES, required: true },
                threshold: { type: "integer", required: true, expressions: true, min: 0, max: 7 },
              },
            },
          },
        },
      },
      blocklists: {
        max: 1,
        children: { kind: "elements", elements: { id: { text: "required" } } },
      },
    },
  },
  check: (element, check) => checkBackend(element, check, "backend-id"),
  compile(node) {
    const backend = node.text("backend-id");
    const shield = node.boolean("shield-prompt", false);
    const completions = node.boolean("enforce-on-completions", false);
    const blocklists = (node.child("blocklists")?.children("id") ?? []).map((id) => id.content);
    const faultOf = harmCheck(node);
    const inspect = (run: Run, text: string, shielded: boolean): MaybePromise<void> => {
      const backendId = backend(run);
      requireBackend(run, backendId);
      const ids = blocklists.map((id) => id(run));
      return chain(
        run.ports.contentSafety.analyze({ text, blocklists: ids, backendId }),
        (finding) => {
          const fault = shielded && finding.attack ? "attack on the prompt" : faultOf(run, finding);
          run.trace?.add(run, "llm-content-safety", fault ?? "nothing found", { ...finding });
          if (fault !== null) throw refused(node, fault);
        },
      );
    };
    return (run) =>
      chain(loadBody(run.context.request.body), () => {
        if (completions(run)) {
          run.afterBackend.push((run) => inspectAnswer(run, (text) => inspect(run, text, false)));
        }
        const prompt = promptText(run.context.request.body);
        if (prompt === "") return "next";
        return chain(inspect(run, prompt, shield(run)), () => "next");
      });
  },
});

function promptText(body: MessageBody | null): string {
  const request = requestJson(body);
  return request === null ? "" : promptMessages(request).map(({ text }) => text).join("\n");
}

/** A stream is read to its end first, as nothing of it may go out before it is known to be harmless. */
function inspectAnswer(
  { context: { response } }: Run,
  inspect: (text: string) => MaybePromise<void>,
): MaybePromise<void> {
  if (response === null || response.body === null || response.statusCode >= 400) return;
  const { body } = response;
  return chain(loadBody(body), () => {
    const text = body.consumed ? "" : completionText(body.text());
    return text === "" ? undefined : inspect(text);
  });
}

/** What of a finding is beyond what the node allows; null for nothing. */
function harmCheck(node: PolicyNode): (run: Run, finding: SafetyFinding) => string | null {
  const categories = node.child("categories");
  const levels = categories?.text("output-type", "FourSeverityLevels") ?? null;
  const thresholds = (categories?.children("category") ?? []).map((category) => ({
    name: category.literal("name") as HarmCategory,
    threshold: category.number("threshold", 0),
  }));
  return (run, { severities, blocked }) => {
    if (blocked.length > 0) return `${blocked.length} words of a blocklist`;
    for (const { name, threshold } of thresholds) {
      const limit = threshold(run);
      // Four levels are 0, 2, 4 and 6.
      const severity = levels!(run) === "EightSeverityLevels"
        ? severities[name]
        : severities[name] & ~1;
      // Assumption: harmless content passes whatever the threshold.
      if (severity > 0 && severity >= limit) return `${name} of severity ${severity}`;
    }
    return null;
  };
}

function refused(node: PolicyNode, fault: string): PolicyError {
  const error = new PolicyError(
    "ContentSafetyViolation",
    `Request failed content safety check: ${fault}.`,
    { statusCode: 403, message: "Request failed content safety check." },
  );
  error.place = node.place;
  return error;
}
