/**
 * Limits on what a program may use, so that none can hang or fill its host. Evaluation is synchronous, so one set of
 * counters serves whatever runs at the moment; between evaluations a {@link Budget} keeps what is left.
 * @module
 */
import { LimitExceededError } from "./limit.ts";

/** Steps (loop turns, calls, elements enumerated) that one budget allows: about half a second of work. */
export const MAX_STEPS = 5_000_000;
/** Bytes that the values made under one budget may hold. */
export const MAX_BYTES = 256 * 1024 * 1024;
/** UTF-16 units or elements that one value may hold. */
export const MAX_SIZE = 16_000_000;
/** Bytes that all budgets together may hold: what one process can bear. */
export const MAX_BYTES_IN_ALL = 1024 * 1024 * 1024;

/** What an on-error section has at least. */
export const GRANTED_STEPS = 100_000;

let heldInAll = 0;

/** What is left to one request, or to whatever else evaluates programs. */
export class Budget {
  steps = MAX_STEPS;
  bytes = MAX_BYTES;

  /** Bytes that are held. */
  get held(): number {
    return MAX_BYTES - this.bytes;
  }

  /** A few more steps for who looks into what went wrong. */
  grant(): void {
    this.steps = Math.max(this.steps, GRANTED_STEPS);
  }

  /** Counts steps that are taken outside of an evaluation. @throws LimitExceededError */
  spend(count: number): void {
    if ((this.steps -= count) >= 0) return;
    this.steps = 0;
    throw tooManySteps();
  }

  /** Counts bytes that are held outside of an evaluation. @throws LimitExceededError */
  hold(count: number): void {
    if (count > this.bytes) throw tooMuchHeld();
    if (heldInAll + count > MAX_BYTES_IN_ALL) throw tooMuchHeldInAll();
    this.bytes -= count;
    heldInAll += count;
  }

  /** Whether so many bytes can be held, within an evaluation or not; they are from now on. */
  tryHold(count: number): boolean {
    if (current === this) keep(this);
    if (count > this.bytes || heldInAll + count > MAX_BYTES_IN_ALL) return false;
    this.bytes -= count;
    heldInAll += count;
    if (current === this) bytes = bytesKnown = this.bytes;
    return true;
  }

  /** Gives back what values held that nothing refers to any more, down to `bytes`. */
  releaseTo(bytes: number): void {
    heldInAll -= this.held - bytes;
    this.bytes = MAX_BYTES - bytes;
  }

  /** Nothing that was made under it is used any more. */
  close(): void {
    this.releaseTo(0);
  }
}

/** Outside of an evaluation (the host writes out a result) nothing is counted. */
let steps = Infinity;
let bytes = Infinity;
/** `bytes` when {@link heldInAll} was last brought up to date. */
let bytesKnown = Infinity;
let current: Budget | null = null;

/** Counts against `budget` from now on; returns what to hand to {@link leaveBudget}. */
export function enterBudget(budget: Budget): Budget | null {
  const outer = current;
  if (outer !== null) keep(outer);
  current = budget;
  steps = budget.steps;
  bytes = bytesKnown = budget.bytes;
  return outer;
}

export function leaveBudget(outer: Budget | null): void {
  keep(current!);
  current = outer;
  steps = outer?.steps ?? Infinity;
  bytes = bytesKnown = outer?.bytes ?? Infinity;
}

/** Runs `work`, which is no program but counts as one does, against `budget`. */
export function withBudget<T>(budget: Budget, work: () => T): T {
  const outer = enterBudget(budget);
  try {
    return work();
  } finally {
    leaveBudget(outer);
  }
}

function keep(budget: Budget): void {
  budget.steps = steps;
  heldInAll += budget.bytes - bytes;
  budget.bytes = bytesKnown = bytes;
}

/** Counts `n` steps. @throws LimitExceededError */
export function spend(n = 1): void {
  if ((steps -= n) < 0) {
    steps = 0;
    throw tooManySteps();
  }
}

function tooManySteps(): LimitExceededError {
  return new LimitExceededError(
    "steps",
    `the request's expressions took more than ${MAX_STEPS} steps and were stopped`,
  );
}

/** Characters, bytes or elements passed over for one step. */
const ITEMS_PER_STEP = 128;

/** Counts the work of one pass over a text or list. @throws LimitExceededError */
export function chargeFor(items: { readonly length: number }): void {
  if (items.length > ITEMS_PER_STEP) spend(Math.floor(items.length / ITEMS_PER_STEP));
}

/** Counts the work of one pass over elements that are looked at one by one. @throws LimitExceededError */
export function chargeForElements(count: number): void {
  if (count > 16) spend(count >> 4);
}

/** Counts the work of taking a text apart. @throws LimitExceededError */
export function chargeForParts(count: number): void {
  if (count > 1) spend(count >> 1);
}

/**
 * Counts what handing `value` to a member may cost that looks at all of it: nothing for what is small.
 * @param swift whether the platform does the work, and not a loop over characters or elements
 * @throws LimitExceededError
 */
export function chargeForUse(value: unknown, swift = false): void {
  if (typeof value === "string") {
    if (value.length > 256) spend(value.length >> (swift ? 8 : 3));
  } else if (typeof value === "object" && value !== null) {
    const { items } = value as { readonly items?: unknown };
    const isList = Array.isArray(items) || items instanceof Uint8Array;
    if (isList && items.length > 16) spend(items.length >> (swift ? 4 : 3));
  }
}

/** Counts the work of what goes through memory without looking at it: flattening, copying, comparing. */
export function chargeForCopy(items: { readonly length: number }): void {
  if (items.length > 1024) spend(items.length >> 10);
}

/** Counts the work of copying a text that was joined into one piece. @throws LimitExceededError */
export function chargeForFlattening(text: string): void {
  if (text.length > 1024) spend(text.length >> 8);
}

/** Counts bytes that a value holds. @throws LimitExceededError */
export function hold(count: number): void {
  if ((bytes -= count) < 0 || heldInAll + bytesKnown - bytes > MAX_BYTES_IN_ALL) {
    bytes += count; // it is not made
    throw count > bytes ? tooMuchHeld() : tooMuchHeldInAll();
  }
}

/** Looks whether bytes could be held. @throws LimitExceededError */
export function needRoom(count: number): void {
  hold(count);
  bytes += count;
}

function tooMuchHeld(): LimitExceededError {
  return stopped(`the request's values hold more than ${MAX_BYTES} bytes`);
}

function tooMuchHeldInAll(): LimitExceededError {
  return stopped(`the values of all requests hold more than ${MAX_BYTES_IN_ALL} bytes`);
}

function stopped(what: string): LimitExceededError {
  return new LimitExceededError("memory", `${what} and its expressions were stopped`);
}

/** Checks the size of a string or collection. @throws LimitExceededError */
export function checkSize(size: number): void {
  if (size > MAX_SIZE) {
    throw new LimitExceededError(
      "size",
      `the expression builds a value of more than ${MAX_SIZE} elements and was stopped`,
    );
  }
}

/** Checks the size of a text or a block of bytes about to be made, and counts it as held. @throws LimitExceededError */
export function allocate(size: number): void {
  checkSize(size);
  hold(size);
  if (size > 1024) spend(size >> 6);
}

/** Bytes of a place in a list or a table. */
const PLACE_BYTES = 16;

/** A collection has become so large by one `item`, which it keeps. @throws LimitExceededError */
export function grow(size: number, item?: unknown): void {
  checkSize(size);
  hold(typeof item === "string" ? PLACE_BYTES + item.length : PLACE_BYTES);
}

/** Bytes of what joins two texts without copying them. */
const ROPE_BYTES = 32;

/** `text`, which was joined from others: it is copied when somebody looks into it. @throws LimitExceededError */
export function joined(text: string): string {
  const { length } = text;
  if (length > 1024) {
    checkSize(length);
    spend(length >> 9);
    hold(ROPE_BYTES);
  }
  return text;
}
