/**
 * `switch` and `goto case` (C# 7.3, section 8.7.2).
 * @module
 */
import { AlreadyReported, error } from "../../syntax/errors.ts";
import { CsType } from "../../runtime/type.ts";
import type { Expression, StatementOf, SwitchSection } from "../../syntax/ast.ts";
import { bindStatements } from "./blocks.ts";
import type { Bound, BoundLabel, BoundSection, BoundStatement } from "../bound.ts";
import { isConstant } from "../constants.ts";
import { Taken } from "./coverage.ts";
import type { BindingContext } from "../context.ts";
import { convertImplicit } from "../convert.ts";
import { enclosing, inside, leavesFinally } from "./jumps.ts";
import { bindPattern } from "../patterns.ts";
import { localValue } from "../simple_names.ts";
import * as t from "../types.ts";

/** A switch to whose sections a goto may go. */
interface GotoTargets {
  /** Labels' values by section: complete when all sections are bound. */
  readonly labels: unknown[][];
  readonly value: Bound;
  /** What must be there in the end. */
  readonly wanted: { readonly key: unknown; readonly at: number }[];
}

/** The switches around, by function. */
const gotoTargets = new WeakMap<object, GotoTargets[]>();

export function bindSwitch(b: BindingContext, syntax: StatementOf<"switch">): BoundStatement {
  const { start: at } = syntax;
  const value = b.value(syntax.value);
  if (value.type === t.ERROR) throw new AlreadyReported(at);
  if (value.type === t.VOID) {
    throw error("CS8119", at);
  }
  const subject = b.scope.temporary(value.type, "", at, { initialized: true });
  const input = localValue(b, subject, at);
  const labels: unknown[][] = syntax.sections.map(() => []);
  const stack = gotoTargets.get(b.function) ?? [];
  gotoTargets.set(b.function, stack);
  const wanted: GotoTargets["wanted"] = [];
  stack.push({ labels, value: input, wanted });
  try {
    const seen = new Set<unknown>();
    const taken = new Taken(value.type);
    // one scope for all sections' declarations, a scope for each section's patterns
    const block = b.scope;
    const sections = syntax.sections.map((section, i): BoundSection =>
      b.inScope(() => {
        const boundLabels = section.labels.map((label) =>
          bindLabel(b, label, input, labels[i], seen, taken)
        );
        b.scope.declaresIn = block;
        const body = inside(b, "switch", () => bindStatements(b, section.statements));
        return {
          labels: boundLabels,
          body: { ...body, locals: [] } as BoundStatement,
          locals: b.scope.locals,
          at: section.start,
        };
      })
    );
    for (const { key, at } of wanted) {
      if (!seen.has(key)) throw noSuchLabel(key, at);
    }
    const targeted = new Set(
      wanted.map(({ key }) => labels.findIndex((keys) => keys.includes(key))),
    );
    return {
      kind: "switch",
      value,
      subject,
      within: b.function,
      sections,
      targeted,
      locals: b.scope.locals,
      at,
    };
  } finally {
    stack.pop();
  }
}

function bindLabel(
  b: BindingContext,
  label: SwitchSection["labels"][number],
  input: Bound,
  own: unknown[],
  seen: Set<unknown>,
  taken: Taken,
): BoundLabel {
  const mark = (key: unknown, text: string) => {
    if (seen.has(key)) {
      throw error("CS0152", label.start, text);
    }
    seen.add(key);
    own.push(key);
  };
  if (label.kind === "default") {
    mark(DEFAULT, "default");
    return { kind: "default" };
  }
  const pattern = bindPattern(b, label.pattern, input);
  if (pattern.kind === "constant" && isConstant(pattern.value) && !label.when) {
    mark(pattern.value.value, String(pattern.value.value));
  }
  if (taken.has(pattern)) {
    throw error("CS8120", label.start);
  }
  if (!label.when) taken.add(pattern);
  return { kind: "case", pattern, when: label.when && b.convert(label.when, t.BOOL) };
}

const DEFAULT = Symbol("default");

/** `goto case` and `goto default`. @throws CompileError CS0153, CS0157; CS0159 when the switch is bound */
export function bindGotoCase(
  b: BindingContext,
  syntax: StatementOf<"gotoCase">,
): BoundStatement {
  const { start: at, target } = syntax;
  const around = gotoTargets.get(b.function)?.at(-1);
  if (!around) throw error("CS0153", at);
  const surroundings = enclosing(b);
  if (surroundings.lastIndexOf("finally") > surroundings.lastIndexOf("switch")) {
    throw leavesFinally(at);
  }
  const key = target === "default" ? DEFAULT : gotoKey(b, target, around.value.type);
  around.wanted.push({ key, at });
  // later sections' labels are not known yet
  const section = () => around.labels.findIndex((keys) => keys.includes(key));
  return { kind: "gotoCase", section, at };
}

function noSuchLabel(key: unknown, at: number) {
  const label = key === DEFAULT ? "default:" : `case ${String(key)}:`;
  return error("CS0159", at, label);
}

function gotoKey(b: BindingContext, target: Expression, type: CsType): unknown {
  const value = b.expression(target);
  const converted = convertImplicit(value, t.underlying(type), target.start);
  if (!isConstant(converted)) throw error("CS0150", target.start);
  return converted.value;
}
