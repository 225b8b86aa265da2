/**
 * A notebook's exercises: what is wanted, and whether an answer is right.
 * @module
 */
import { table } from "../../core/table.ts";
import type { Outcome } from "../claims.ts";
import type { LabConfig } from "../config/config.ts";
import type { Showable } from "../show/display.ts";
import { escapeMarkdown } from "../show/markdown.ts";
import type { RoutingBackend } from "../../policies/mod.ts";
import type { RequestRecord } from "../../workload/mod.ts";

/** What a check may look at besides the answer. */
export interface Surroundings {
  readonly backends: readonly RoutingBackend[];
  readonly config: Pick<LabConfig, "target">;
}

export interface Exercise {
  /** What the answer has to be, as in "the status, a number". */
  readonly wants: string;
  /** Whether it takes simulated regions: faults cannot be switched on in Azure. */
  readonly embeddedOnly?: true;
  /** Whether the answer has the form that {@link wants} says. */
  readonly fits: (answer: unknown) => boolean;
  /** What was found in a fitting answer, and whether that is right. */
  readonly judge: (answer: never, surroundings: Surroundings) => Judgement;
}

/** What a judge found. */
export interface Judgement {
  readonly right: boolean;
  /** What is seen in the answer, or what to look at again. Never the answer itself. */
  readonly says: string;
}

/** `unanswered` is neither right nor wrong; `undecided`: not on this target. */
export type Mark = "right" | "not yet" | "unanswered" | "undecided";

/** A mark, and why or what is wanted. */
export interface Marked {
  readonly mark: Mark;
  readonly says: string;
}

const SIGNS: Readonly<Record<Mark, string>> = table({
  right: "🎓",
  "not yet": "🔁",
  unanswered: "✏️",
  undecided: "✏️",
});

/** Marks an answer. @param answer undefined or null: nobody has answered yet */
export function mark(
  exercise: Exercise,
  answer: unknown,
  surroundings: Surroundings,
): Marked {
  const { wants, embeddedOnly, fits, judge } = exercise;
  if (answer === undefined || answer === null) {
    return { mark: "unanswered", says: `put in ${wants}` };
  }
  if (embeddedOnly && surroundings.config.target !== "embedded") {
    return { mark: "undecided", says: "it takes simulated regions" };
  }
  if (!fits(answer)) return { mark: "not yet", says: `the answer has to be ${wants}` };
  const { right, says } = judge(answer as never, surroundings);
  return { mark: right ? "right" : "not yet", says };
}

/** As a cell shows it. */
export function shownMark(number: number, { mark, says }: Marked): Showable {
  const text = `${SIGNS[mark]} Exercise ${number}, ${mark}: ${says}`;
  return { markdown: escapeMarkdown(text), text };
}

/** As the claim that the answer is right. */
export function outcomeOf({ mark }: Marked): Outcome {
  if (mark === "undecided") return mark;
  return mark === "right" ? "holds" : "fails";
}

export const isNumber = (answer: unknown): answer is number =>
  typeof answer === "number" && Number.isFinite(answer);

export const isText = (answer: unknown): answer is string => typeof answer === "string";

/** At least `least` records of requests. */
export const areRecords = (least: number) => (answer: unknown): answer is RequestRecord[] =>
  Array.isArray(answer) && answer.length >= least &&
  answer.every((one) => typeof one === "object" && one !== null && "status" in one);

/** A list of as many numbers. */
export const areNumbers = (count: number) => (answer: unknown): answer is number[] =>
  Array.isArray(answer) && answer.length === count && answer.every(isNumber);

/** A list of objects that have these fields. */
export const haveFields = (count: number, ...fields: readonly string[]) => (answer: unknown) =>
  Array.isArray(answer) && answer.length >= count &&
  answer.every((one) =>
    typeof one === "object" && one !== null && fields.every((field) => field in one)
  );
