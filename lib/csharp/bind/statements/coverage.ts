/**
 * Which labels of a switch a value can come to (C# 7.3, section 8.7.2).
 * @module
 */
import type { CsType } from "../../runtime/type.ts";
import { type CompileError, error } from "../../syntax/errors.ts";
import type { Bound, BoundLabel, BoundPattern, BoundSection, BoundStatement } from "../bound.ts";
import { isConstant } from "../constants.ts";
import * as t from "../types.ts";

/** What earlier labels without a `when` take of an input: the rest is what later ones may get. */
export class Taken {
  #everything = false;
  readonly #constants = new Set<unknown>();
  readonly #types: CsType[] = [];

  constructor(readonly input: CsType) {}

  get everything(): boolean {
    if (this.#everything) return true;
    const nothing = this.#constants.has(null) || !this.#canBeNull();
    if (nothing && this.#types.some((type) => t.inherits(t.underlying(this.input), type))) {
      return true;
    }
    const isBool = t.underlying(this.input) === t.BOOL;
    return isBool && nothing && this.#constants.has(true) && this.#constants.has(false);
  }

  #canBeNull(): boolean {
    return t.isReference(this.input) || t.isNullable(this.input);
  }

  /** Whether nothing is left that the pattern could match. */
  has(pattern: BoundPattern): boolean {
    if (this.everything) return true;
    if (pattern.kind === "var") return false;
    if (pattern.kind === "type") return this.#hasType(pattern.target);
    if (!isConstant(pattern.value)) return false;
    const { value } = pattern.value;
    return this.#constants.has(value) || (value !== null && this.#hasType(pattern.target));
  }

  #hasType(type: CsType): boolean {
    return this.#types.some((earlier) => t.inherits(type, earlier));
  }

  add(pattern: BoundPattern): void {
    if (pattern.kind === "var") this.#everything = true;
    else if (pattern.kind === "type") this.#types.push(pattern.target);
    else if (isConstant(pattern.value)) this.#constants.add(pattern.value.value);
  }
}

interface Coverage {
  readonly reachable: ReadonlySet<BoundLabel>;
  /** Control may pass by all labels. */
  readonly missed: boolean;
}

function coverage(value: Bound, sections: readonly BoundSection[]): Coverage {
  const labels = sections.flatMap((section) => section.labels);
  const cases = labels.filter((label) => label.kind === "case");
  // before C# 8, plain constants never cover an input that is none itself
  const traditional = !isConstant(value) &&
    cases.every(({ pattern, when }) => pattern.kind === "constant" && !when);
  const reachable = new Set<BoundLabel>();
  const taken = new Taken(value.type);
  let found = false;
  for (const label of cases) {
    const fit = isConstant(value) ? constantFit(label.pattern, value.value) : "maybe";
    if (found || fit === "no") continue;
    reachable.add(label);
    if (label.when) continue;
    taken.add(label.pattern);
    found = fit === "yes" || (!traditional && taken.everything);
  }
  const byDefault = labels.find((label) => label.kind === "default");
  if (byDefault && !found) reachable.add(byDefault);
  return { reachable, missed: !byDefault && !found };
}

/** Whether the pattern matches a constant. */
function constantFit(pattern: BoundPattern, value: unknown): "yes" | "no" | "maybe" {
  if (pattern.kind === "var") return "yes";
  if (pattern.kind === "type") return value === null ? "no" : pattern.always ? "yes" : "maybe";
  if (!isConstant(pattern.value)) return "maybe";
  return pattern.value.value === value ? "yes" : "no";
}

type Switch = BoundStatement & { kind: "switch" };

/** The sections that control can come to, by a label or by a goto. */
export function reachableSections({ value, sections, targeted }: Switch): BoundSection[] {
  const { reachable } = coverage(value, sections);
  return sections.filter((section, i) =>
    targeted.has(i) || section.labels.some((label) => reachable.has(label))
  );
}

/** Whether no label may fit, so that control goes on after the switch. */
export function mayMissAll({ value, sections }: Switch): boolean {
  return coverage(value, sections).missed;
}

/** What is wrong with a section whose end control can come to. */
export function fallThrough({ labels, at }: BoundSection, last: boolean): CompileError {
  const shown = labels.at(-1)!.kind === "default" ? "default:" : "case";
  return last ? error("CS8070", at, shown) : error("CS0163", at, shown);
}
