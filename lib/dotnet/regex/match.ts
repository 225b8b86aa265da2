/**
 * A backtracking matcher that counts its steps, so that no pattern hangs, and keeps its own stack, which no text overflows.
 * @module
 */
import { checkSize, spend } from "../../csharp/runtime/budget.ts";
import { toLowerCode } from "../system/string/char_class.ts";
import { ASCII_WORD, isBoundaryWord } from "./char_set.ts";
import { ANCHORS, Op, type Program } from "./program.ts";
import { timedOut } from "./time_out.ts";

/** What a group took, in order: start and end alternating. */
export type Captures = number[];
/** What a match took, by group number; group 0 is the match itself. */
export type MatchCaptures = readonly Captures[];

/** Instructions for one step of the budget, and how many run between two looks at it. */
const INSTRUCTIONS_PER_STEP = 2;
const CHECK_EVERY = 1024;

/** Entries of the stack: what they restore. Each is four numbers, the kind last. */
const Undo = {
  /** Go on at pc, pos. */
  Branch: 0,
  /** A greedy set's run: pc, pos, least pos. */
  GreedyForward: 1,
  GreedyBackward: 2,
  /** A lazy set's run: address of the instruction, pos, how many more it may take. */
  Lazy: 3,
  /** slot, its value */
  Slot: 4,
  /** counter, its value, where its last turn began */
  Counter: 5,
  /** Takes the last capture of the group away. */
  Captured: 6,
  /** Gives the capture back to the group: group, start, end. */
  Released: 7,
} as const;

export class Matcher {
  readonly #code: Int32Array;
  readonly #slots: number[];
  readonly #counters: number[];
  readonly #turns: number[];
  readonly #captures: Captures[];
  readonly #stack: number[] = [];
  #pos = 0;
  #scanStart = 0;
  #budget = CHECK_EVERY;

  /** @param patience how many instructions it may run, where the time is limited. */
  constructor(readonly program: Program, readonly text: string, private patience = Infinity) {
    this.#code = program.code;
    this.#slots = new Array(program.slots).fill(0);
    this.#counters = new Array(program.counters).fill(0);
    this.#turns = new Array(program.counters).fill(-1);
    this.#captures = Array.from({ length: program.groups + 1 }, () => []);
  }

  /** The first match from `start` on (before it, when going from right to left); null when there is none. */
  find(start: number, rightToLeft: boolean): MatchCaptures | null {
    const { text, program } = this;
    this.#scanStart = start;
    if (rightToLeft) {
      for (let at = start; at >= 0; at--) if (this.#matchesAt(at)) return this.#result();
      return null;
    }
    if (program.anchored) return start === 0 && this.#matchesAt(0) ? this.#result() : null;
    const first = program.first;
    for (let at = start; at <= text.length; at++) {
      if (first !== null) {
        const from = at;
        while (at < text.length && !first.has(text.charCodeAt(at))) at++;
        if (at - from > CHECK_EVERY) spend((at - from) >> 7);
        if (at >= text.length) return null;
      }
      if (this.#matchesAt(at)) return this.#result();
    }
    return null;
  }

  #matchesAt(at: number): boolean {
    this.#pos = at;
    this.#stack.length = 0;
    for (const list of this.#captures) list.length = 0;
    return this.#run(0);
  }

  #result(): MatchCaptures {
    return this.#captures.map((list) => list.slice());
  }

  #push(a: number, b: number, c: number, kind: number): void {
    this.#stack.push(a, b, c, kind);
  }

  /** Runs from `pc` to Accept. On failure everything since is undone. */
  #run(entry: number): boolean {
    const code = this.#code;
    const text = this.text;
    const sets = this.program.sets;
    const base = this.#stack.length;
    let pc = entry;
    for (;;) {
      if (--this.#budget === 0) this.#charge();
      let ok = true;
      switch (code[pc]) {
        case Op.Accept:
          return true;
        case Op.Char: {
          const back = code[pc + 2];
          const at = back ? this.#pos - 1 : this.#pos;
          // charCodeAt beyond either end is NaN, which is no code
          ok = text.charCodeAt(at) === code[pc + 1];
          this.#pos = back ? at : at + 1;
          pc += 3;
          break;
        }
        case Op.Set: {
          const back = code[pc + 2];
          const at = back ? this.#pos - 1 : this.#pos;
          ok = at >= 0 && at < text.length && sets[code[pc + 1]].has(text.charCodeAt(at));
          this.#pos = back ? at : at + 1;
          pc += 3;
          break;
        }
        case Op.Split:
          this.#push(code[pc + 1], this.#pos, 0, Undo.Branch);
          pc += 2;
          break;
        case Op.Jump:
          pc = code[pc + 1];
          break;
        case Op.GreedySet:
          ok = this.#greedySet(pc);
          pc += 5;
          break;
        case Op.LazySet: {
          const min = code[pc + 2];
          ok = this.#takeSet(pc, min) === min;
          if (ok && code[pc + 3] > min) this.#push(pc, this.#pos, code[pc + 3] - min, Undo.Lazy);
          pc += 5;
          break;
        }
        case Op.Mark: {
          const slot = code[pc + 1];
          this.#push(slot, this.#slots[slot], 0, Undo.Slot);
          this.#slots[slot] = this.#pos;
          pc += 2;
          break;
        }
        case Op.Capture:
          ok = this.#capture(code[pc + 1], this.#slots[code[pc + 2]], code[pc + 3]);
          pc += 4;
          break;
        case Op.Reset: {
          const counter = code[pc + 1];
          this.#setCounter(counter, 0, -1);
          pc += 2;
          break;
        }
        case Op.Repeat: {
          const counter = code[pc + 1];
          const count = this.#counters[counter];
          const exit = code[pc + 5];
          const body = pc + 6;
          if (count < code[pc + 2]) pc = body;
          else if (count >= code[pc + 3] || this.#turns[counter] === this.#pos) pc = exit;
          else if (code[pc + 4]) {
            this.#push(body, this.#pos, 0, Undo.Branch);
            pc = exit;
          } else {
            this.#push(exit, this.#pos, 0, Undo.Branch);
            pc = body;
          }
          break;
        }
        case Op.Turn: {
          const counter = code[pc + 1];
          this.#setCounter(counter, this.#counters[counter] + 1, this.#pos);
          pc += 2;
          break;
        }
        case Op.Look:
          ok = this.#look(pc + 3) !== (code[pc + 1] === 1);
          pc = code[pc + 2];
          break;
        case Op.IfLook:
          pc = this.#look(pc + 4) !== (code[pc + 1] === 1) ? code[pc + 2] : code[pc + 3];
          break;
        case Op.Atomic: {
          const mark = this.#stack.length;
          ok = this.#run(pc + 2);
          if (ok) this.#forgetBranches(mark);
          pc = code[pc + 1];
          break;
        }
        case Op.Reference:
          ok = this.#reference(code[pc + 1], code[pc + 2] === 1, code[pc + 3] === 1);
          pc += 4;
          break;
        case Op.IfCaptured:
          pc = this.#captures[code[pc + 1]].length > 0 ? pc + 3 : code[pc + 2];
          break;
        default:
          ok = this.#anchor(code[pc + 1]);
          pc += 2;
      }
      if (ok) continue;
      pc = this.#backtrack(base);
      if (pc < 0) return false;
    }
  }

  #charge(): void {
    this.#budget = CHECK_EVERY;
    if ((this.patience -= CHECK_EVERY) < 0) throw timedOut();
    spend(CHECK_EVERY / INSTRUCTIONS_PER_STEP);
    checkSize(this.#stack.length);
  }

  /** Undoes up to the last choice, and takes its other way; -1 when there is none above `base`. */
  #backtrack(base: number): number {
    const stack = this.#stack;
    while (stack.length > base) {
      const kind = stack.pop()!;
      const c = stack.pop()!;
      const b = stack.pop()!;
      const a = stack.pop()!;
      switch (kind) {
        case Undo.Branch:
          this.#pos = b;
          return a;
        case Undo.GreedyForward:
        case Undo.GreedyBackward: {
          const pos = kind === Undo.GreedyForward ? b - 1 : b + 1;
          if (pos !== c) stack.push(a, pos, c, kind);
          this.#pos = pos;
          return a;
        }
        case Undo.Lazy:
          this.#pos = b;
          if (this.#takeSet(a, 1) === 1) {
            if (c > 1) stack.push(a, this.#pos, c - 1, kind);
            return a + 5;
          }
          break;
        case Undo.Slot:
          this.#slots[a] = b;
          break;
        case Undo.Counter:
          this.#counters[a] = b;
          this.#turns[a] = c;
          break;
        case Undo.Captured:
          this.#captures[a].length -= 2;
          break;
        case Undo.Released:
          this.#captures[a].push(b, c);
      }
    }
    return -1;
  }

  #setCounter(counter: number, count: number, turn: number): void {
    this.#push(counter, this.#counters[counter], this.#turns[counter], Undo.Counter);
    this.#counters[counter] = count;
    this.#turns[counter] = turn;
  }

  /** Takes up to `limit` characters of the set instruction at `pc`; returns how many. */
  #takeSet(pc: number, limit: number): number {
    const text = this.text;
    const set = this.program.sets[this.#code[pc + 1]];
    const back = this.#code[pc + 4] === 1;
    const available = back ? this.#pos : text.length - this.#pos;
    const most = Math.min(limit, available);
    let taken = 0;
    if (back) {
      while (taken < most && set.has(text.charCodeAt(this.#pos - 1 - taken))) taken++;
      this.#pos -= taken;
    } else {
      while (taken < most && set.has(text.charCodeAt(this.#pos + taken))) taken++;
      this.#pos += taken;
    }
    this.#budget = Math.max(1, this.#budget - (taken >> 3));
    return taken;
  }

  #greedySet(pc: number): boolean {
    const code = this.#code;
    const start = this.#pos;
    const min = code[pc + 2];
    const taken = this.#takeSet(pc, code[pc + 3]);
    if (taken < min) return false;
    if (taken > min) {
      const back = code[pc + 4] === 1;
      const least = back ? start - min : start + min;
      this.#push(pc + 5, this.#pos, least, back ? Undo.GreedyBackward : Undo.GreedyForward);
    }
    return true;
  }

  #capture(group: number, mark: number, release: number): boolean {
    let start = Math.min(mark, this.#pos);
    let end = Math.max(mark, this.#pos);
    if (release > 0) {
      const list = this.#captures[release];
      if (list.length === 0) return false;
      const releasedEnd = list.pop()!;
      const releasedStart = list.pop()!;
      this.#push(release, releasedStart, releasedEnd, Undo.Released);
      if (group === 0) return true;
      [start, end] = between(start, end, releasedStart, releasedEnd);
    }
    this.#captures[group].push(start, end);
    this.#push(group, 0, 0, Undo.Captured);
    return true;
  }

  /** Whether what starts at `pc` matches here. The position stays; captures stay when it does. */
  #look(pc: number): boolean {
    const pos = this.#pos;
    const mark = this.#stack.length;
    const found = this.#run(pc);
    this.#pos = pos;
    if (found) this.#forgetBranches(mark);
    return found;
  }

  /** Drops the choices above `mark`, but keeps what has to be undone with what came before. */
  #forgetBranches(mark: number): void {
    const stack = this.#stack;
    let kept = mark;
    for (let i = mark; i < stack.length; i += 4) {
      if (stack[i + 3] <= Undo.Lazy) continue;
      for (let j = 0; j < 4; j++) stack[kept + j] = stack[i + j];
      kept += 4;
    }
    stack.length = kept;
  }

  #reference(group: number, ignoreCase: boolean, back: boolean): boolean {
    const list = this.#captures[group];
    if (list.length === 0) return false;
    const start = list[list.length - 2];
    const length = list[list.length - 1] - start;
    const at = back ? this.#pos - length : this.#pos;
    if (at < 0 || at + length > this.text.length) return false;
    for (let i = 0; i < length; i++) {
      const a = this.text.charCodeAt(start + i);
      const b = this.text.charCodeAt(at + i);
      if (a !== b && !(ignoreCase && toLowerCode(a) === toLowerCode(b))) return false;
    }
    this.#budget = Math.max(1, this.#budget - (length >> 3));
    this.#pos = back ? at : at + length;
    return true;
  }

  #anchor(index: number): boolean {
    const { text } = this;
    const pos = this.#pos;
    switch (ANCHORS[index]) {
      case "start":
        return pos === 0;
      case "end":
        return pos === text.length;
      case "endOrLastNewline":
        return pos === text.length || (pos === text.length - 1 && text.charCodeAt(pos) === 10);
      case "lineStart":
        return pos === 0 || text.charCodeAt(pos - 1) === 10;
      case "lineEnd":
        return pos === text.length || text.charCodeAt(pos) === 10;
      case "matchStart":
        return pos === this.#scanStart;
      case "boundary":
        return this.#isBoundary(isBoundaryWord);
      case "notBoundary":
        return !this.#isBoundary(isBoundaryWord);
      case "asciiBoundary":
        return this.#isBoundary((code) => ASCII_WORD.has(code));
      default:
        return !this.#isBoundary((code) => ASCII_WORD.has(code));
    }
  }

  #isBoundary(isWord: (code: number) => boolean): boolean {
    const { text } = this;
    const pos = this.#pos;
    const before = pos > 0 && isWord(text.charCodeAt(pos - 1));
    const after = pos < text.length && isWord(text.charCodeAt(pos));
    return before !== after;
  }
}

/** What a balancing group captures: from the end of the released capture to its own start. */
function between(start: number, end: number, otherStart: number, otherEnd: number) {
  if (start >= otherEnd) return [otherEnd, start];
  if (end <= otherStart) return [end, otherStart];
  return [Math.max(start, otherStart), Math.min(end, otherEnd)];
}
