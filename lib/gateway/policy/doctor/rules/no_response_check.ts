/**
 * After a timeout or a failed connection there may be no response: samples of Microsoft's test for null, the
 * documentation is silent. A condition that takes one for granted then throws, which ends the request.
 *
 * It would have ended with the same 500 where the condition asks a backend entity for 429 and 503 alone: those are
 * a pool's own words for a throttled member and an exhausted pool. So the rule speaks only where the condition was
 * meant to see such a failure, or where nothing but this retry stands between it and the caller.
 */
import { table } from "../../../../core/table.ts";
import type { Element } from "../../document/tree.ts";
import { type Patient, type Rule, warning } from "../patient.ts";
import { changesWithAttempts, chosenInInbound, targetOf } from "../targets.ts";

const USE = /\bcontext\s*\.\s*Response\s*\./;
const CHECK =
  /\bcontext\s*\.\s*Response\s*(?:[!=]=\s*null\b|is\s+(?:not\s+)?null\b|\?\.)|\bnull\s*[!=]=\s*context\s*\.\s*Response\b|\bLastError\b/;

export const noResponseCheck: Rule = function* (patient) {
  for (const retry of patient.all("retry")) {
    if (!endsSoAnyway(patient, retry)) yield* unchecked(retry);
  }
  for (const when of patient.all("when", patient.section("on-error"))) {
    if (seesServerFailure(conditionOf(when) ?? "")) yield* unchecked(when);
  }
};

function* unchecked(element: Element): ReturnType<Rule> {
  const content = element.attributes.get("condition")?.content;
  if (content?.kind !== "expression") return;
  const { text } = content.source;
  const use = USE.exec(text);
  if (use === null || CHECK.test(text)) return;
  yield warning(element, {
    code: "no-response-check",
    message: "context.Response may be null here, after a timeout or a failed connection, and the " +
      "condition then fails the request.",
    cure: "Test context.Response != null first.",
  }, content.source.position(use.index));
}

function conditionOf(element: Element): string | null {
  const content = element.attributes.get("condition")?.content;
  return content?.kind === "expression" ? content.source.text : null;
}

/** Whether a failed connection would end the request with a 500 whatever the condition did. */
function endsSoAnyway(patient: Patient, retry: Element): boolean {
  const condition = conditionOf(retry) ?? "";
  return !seesServerFailure(condition) && !switchesBackend(patient, retry) &&
    (mayCallEntity(patient) || /\b503\b/.test(condition));
}

/** Whether calls may go to a backend entity, which may be a pool: a fragment may choose one. */
function mayCallEntity(patient: Patient): boolean {
  if (patient.root.name === "fragment") return true;
  const [included] = patient.all("include-fragment");
  return included !== undefined ||
    [...patient.all("set-backend-service")].some(({ attributes }) => attributes.has("backend-id"));
}

/** Whether the retry itself goes from one backend to another. */
function switchesBackend(patient: Patient, retry: Element): boolean {
  const before = chosenInInbound(patient);
  const inside = [...patient.all("set-backend-service", retry)].map(targetOf);
  return new Set([...before, ...inside]).size > Math.max(before.size, 1) ||
    inside.some((target) => changesWithAttempts(patient, retry, target));
}

const COMPARISON = /\bStatusCode\s*(==|!=|>=|<=|>|<)\s*(\d+)/g;
const LIST = /\{([\d\s,]+)\}\s*\.\s*Contains\s*\(\s*context\s*\.\s*Response\b/g;
const SERVER_FAILURE = 500;

const HOLDS: Readonly<Record<string, (a: number, b: number) => boolean>> = table({
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  ">=": (a, b) => a >= b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
});

/** Whether the condition looks for the 500 that the caller gets for a failed connection. */
function seesServerFailure(condition: string): boolean {
  for (const { 1: operator, 2: status } of condition.matchAll(COMPARISON)) {
    if (HOLDS[operator](SERVER_FAILURE, Number(status))) return true;
  }
  for (const { 1: list } of condition.matchAll(LIST)) {
    if (list.split(",").some((status) => Number(status) === SERVER_FAILURE)) return true;
  }
  return false;
}
