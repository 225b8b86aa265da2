/**
 * The exercises of all notebooks, by notebook and number.
 * @module
 */
import { table } from "../../core/table.ts";
import { unknownName } from "../../core/one_of.ts";
import { UserError } from "../../core/user_error.ts";
import type { Exercise } from "./exercise.ts";
import { MEASURING } from "./measuring.ts";
import { ROUTING } from "./routing.ts";

export { mark, outcomeOf, shownMark } from "./exercise.ts";

const EXERCISES: Readonly<Record<string, Exercise>> = table({ ...MEASURING, ...ROUTING });

/**
 * The exercise of a notebook, or of its solutions.
 * @param part the notebook's name: `05-circuit-breaker`, `solutions-05`
 * @throws UserError naming the exercises there are
 */
export function exerciseOf(part: string, number: number): Exercise {
  const notebook = /\d\d/.exec(part)?.[0] ?? part;
  const own = Object.keys(EXERCISES).filter((name) => name.startsWith(`${notebook}.`));
  const name = `${notebook}.${number}`;
  if (Object.hasOwn(EXERCISES, name)) return EXERCISES[name];
  throw new UserError(
    own.length === 0
      ? `lab.exercise: ${part} has no exercises. Open the lab by its notebook's name, as in openLab("05-circuit-breaker").`
      : `lab.exercise: ${unknownName("exercise", String(number), own.map((one) => one.slice(3)))}.`,
  );
}
