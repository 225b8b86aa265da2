/**
 * `switch`: a table where all labels are plain constants, tests in order else.
 * @module
 */
import type { BoundLabel, BoundStatement } from "../bind/bound.ts";
import { isConstant } from "../bind/constants.ts";
import * as t from "../bind/types.ts";
import { chargeForUse, spend } from "../runtime/budget.ts";
import { BREAK, type Emitter, GOTO, NEXT, type Run } from "./emitter.ts";
import { type Frame, makeCells, storeLocal } from "./frame.ts";
import { emitPattern } from "./patterns.ts";

type Switch = BoundStatement & { kind: "switch" };

export function emitSwitch(bound: Switch, emitter: Emitter): Run {
  const value = emitter.expression(bound.value);
  const store = storeLocal(bound.subject, bound.within);
  const bodies = bound.sections.map((section) => emitter.statement(section.body));
  const cells = makeCells([
    ...bound.locals,
    ...bound.sections.flatMap((section) => section.locals),
  ]);
  const choose = emitChoice(bound, emitter);
  const slot = emitter.resultSlot;
  return (f) => {
    const subject = value(f);
    cells?.(f);
    store(f, subject);
    let section = choose(f, subject);
    while (section >= 0) {
      const end = bodies[section](f);
      if (end === BREAK) return NEXT;
      if (end !== GOTO) return end;
      spend();
      section = f[slot] as number;
    }
    return NEXT;
  };
}

/** Which section a value goes to; -1 for none. */
export function emitChoice(
  bound: Switch,
  emitter: Emitter,
): (frame: Frame, value: unknown) => number {
  const input = bound.value.type;
  const fallback = bound.sections.findIndex((s) => s.labels.some((l) => l.kind === "default"));
  const cases = bound.sections.flatMap(({ labels }, section) =>
    labels.filter((label) => label.kind === "case").map((label) => ({
      label: label as BoundLabel & { kind: "case" },
      section,
    }))
  );
  const simple = cases.every(({ label: { pattern, when } }) =>
    !when && pattern.kind === "constant" && isConstant(pattern.value) &&
    typeof pattern.value.value !== "object" &&
    t.same(pattern.target, t.underlying(input))
  );
  if (simple) {
    const table = new Map<unknown, number>();
    for (const { label: { pattern }, section } of cases) {
      if (pattern.kind === "constant" && isConstant(pattern.value)) {
        table.set(pattern.value.value, section);
      }
    }
    return (_, value) => {
      chargeForUse(value); // a text is read to its end
      return table.get(value) ?? fallback;
    };
  }
  const tests = cases.map(({ label, section }) => ({
    match: emitPattern(label.pattern, input),
    when: label.when && emitter.expression(label.when),
    section,
  }));
  return (f, value) => {
    for (const { match, when, section } of tests) {
      if (match(f, value) && (when === null || when(f))) return section;
    }
    return fallback;
  };
}
