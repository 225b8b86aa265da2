/**
 * Compiles a pattern's tree to instructions for the matcher (match.ts).
 * @module
 */
import type { CharSet } from "./char_set.ts";
import type { Anchor, Node, Pattern } from "./node.ts";

/** Operations. Operands follow in the code, their number and meaning beside each. */
export const Op = {
  /** The end of the program, or of a look-around's or atomic group's own part. */
  Accept: 0,
  /** set, back */
  Set: 1,
  /** code, back */
  Char: 2,
  /** where to go on when what follows fails */
  Split: 3,
  /** target */
  Jump: 4,
  /** set, min, max, back: as many as there are, then fewer */
  GreedySet: 5,
  /** set, min, max, back: as few as can be, then more */
  LazySet: 6,
  /** slot: remembers the position */
  Mark: 7,
  /** group, slot, group to release or 0 (-1: the whole match) */
  Capture: 8,
  /** counter: zero */
  Reset: 9,
  /** counter, min, max, lazy, exit: decides on another turn */
  Repeat: 10,
  /** counter: one turn more */
  Turn: 11,
  /** negative, after: what stands between must match here (or not) */
  Look: 12,
  /** after: what stands between is not tried again */
  Atomic: 13,
  /** group, ignoreCase, back */
  Reference: 14,
  /** group, else */
  IfCaptured: 15,
  /** index into ANCHORS */
  Anchor: 16,
  /** negative look-around or look-around as a condition: after, else */
  IfLook: 17,
} as const;

export const ANCHORS: readonly Anchor[] = [
  "lineStart",
  "lineEnd",
  "start",
  "end",
  "endOrLastNewline",
  "matchStart",
  "boundary",
  "notBoundary",
  "asciiBoundary",
  "notAsciiBoundary",
];

export interface Program {
  readonly code: Int32Array;
  readonly sets: readonly CharSet[];
  readonly slots: number;
  readonly counters: number;
  /** Highest group number. */
  readonly groups: number;
  /** What a match must start with, where that is known. */
  readonly first: CharSet | null;
  /** Whether a match can only start at the beginning of the text. */
  readonly anchored: boolean;
}

export function compilePattern(pattern: Pattern): Program {
  const compiler = new Compiler();
  compiler.node(pattern.root);
  compiler.emit(Op.Accept);
  return {
    code: Int32Array.from(compiler.code),
    sets: compiler.sets,
    slots: compiler.slots,
    counters: compiler.counters,
    groups: pattern.groups[pattern.groups.length - 1],
    first: firstOf(pattern.root),
    anchored: isAnchored(pattern.root),
  };
}

class Compiler {
  readonly code: number[] = [];
  readonly sets: CharSet[] = [];
  slots = 0;
  counters = 0;

  emit(...values: number[]): number {
    return this.code.push(...values) - 1;
  }

  /** Lets the operand at `at` point here. */
  #land(at: number): void {
    this.code[at] = this.code.length;
  }

  #setIndex(set: CharSet): number {
    const found = this.sets.indexOf(set);
    return found >= 0 ? found : this.sets.push(set) - 1;
  }

  node(node: Node): void {
    switch (node.kind) {
      case "empty":
        return;
      case "set":
        if (node.code >= 0) this.emit(Op.Char, node.code, Number(node.back));
        else this.emit(Op.Set, this.#setIndex(node.set), Number(node.back));
        return;
      case "concat":
        for (const part of node.back ? [...node.parts].reverse() : node.parts) this.node(part);
        return;
      case "alternate":
        return this.#alternate(node.options);
      case "loop":
        return this.#loop(node);
      case "capture": {
        const slot = this.slots++;
        this.emit(Op.Mark, slot);
        this.node(node.body);
        this.emit(Op.Capture, node.group, slot, node.release);
        return;
      }
      case "look": {
        const after = this.emit(Op.Look, Number(node.negative), 0);
        this.node(node.body);
        this.emit(Op.Accept);
        return this.#land(after);
      }
      case "atomic": {
        const after = this.emit(Op.Atomic, 0);
        this.node(node.body);
        this.emit(Op.Accept);
        return this.#land(after);
      }
      case "reference":
        this.emit(Op.Reference, node.group, Number(node.ignoreCase), Number(node.back));
        return;
      case "condition":
        return this.#condition(node);
      case "anchor":
        this.emit(Op.Anchor, ANCHORS.indexOf(node.anchor));
    }
  }

  #alternate(options: readonly Node[]): void {
    const ends: number[] = [];
    options.forEach((option, i) => {
      if (i === options.length - 1) return this.node(option);
      const next = this.emit(Op.Split, 0);
      this.node(option);
      ends.push(this.emit(Op.Jump, 0));
      this.#land(next);
    });
    for (const end of ends) this.#land(end);
  }

  #loop({ body, min, max, lazy }: Node & { kind: "loop" }): void {
    if (max === 0) return;
    if (body.kind === "set") {
      const op = lazy ? Op.LazySet : Op.GreedySet;
      this.emit(op, this.#setIndex(body.set), min, max, Number(body.back));
      return;
    }
    const counter = this.counters++;
    this.emit(Op.Reset, counter);
    const top = this.code.length;
    const exit = this.emit(Op.Repeat, counter, min, max, Number(lazy), 0);
    this.emit(Op.Turn, counter);
    this.node(body);
    this.emit(Op.Jump, top);
    this.#land(exit);
  }

  #condition({ test, yes, no }: Node & { kind: "condition" }): void {
    let otherwise: number;
    if (typeof test === "number") {
      otherwise = this.emit(Op.IfCaptured, test, 0);
    } else {
      const look = test as Node & { kind: "look" };
      otherwise = this.emit(Op.IfLook, Number(look.negative), 0, 0);
      this.node(look.body);
      this.emit(Op.Accept);
      this.#land(otherwise - 1);
    }
    this.node(yes);
    const end = this.emit(Op.Jump, 0);
    this.#land(otherwise);
    this.node(no);
    this.#land(end);
  }
}

/** The characters that a match from left to right can start with; null when not known. */
function firstOf(node: Node): CharSet | null {
  switch (node.kind) {
    case "set":
      return node.back ? null : node.set;
    case "concat": {
      if (node.back) return null;
      const part = node.parts.find((p) => p.kind !== "anchor" && p.kind !== "look");
      return part ? firstOf(part) : null;
    }
    case "capture":
    case "atomic":
      return firstOf(node.body);
    case "loop":
      return node.min > 0 ? firstOf(node.body) : null;
    default:
      return null;
  }
}

function isAnchored(node: Node): boolean {
  switch (node.kind) {
    case "anchor":
      return node.anchor === "start";
    case "concat":
      return !node.back && node.parts.length > 0 && isAnchored(node.parts[0]);
    case "capture":
    case "atomic":
      return isAnchored(node.body);
    default:
      return false;
  }
}
