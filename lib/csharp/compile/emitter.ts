/**
 * What the parts of the code generator share.
 * @module
 */
import type { Bound, BoundStatement } from "../bind/bound.ts";
import type { FunctionScope } from "../bind/variables.ts";
import type { Code, Frame } from "./frame.ts";

/** How a statement ended. */
export const NEXT = 0;
export const BREAK = 1;
export const CONTINUE = 2;
/** The value is in the function's result slot. */
export const RETURN = 3;
/** To a switch section, whose number is in the result slot. */
export const GOTO = 4;
/** To the label that is in the result slot. */
export const JUMP = 5;

export type Run = (frame: Frame) => number;

export interface Emitter {
  expression(bound: Bound): Code;
  statement(bound: BoundStatement): Run;
  /** Emits a function's body, which has a slot for its result. */
  inFunction<T>(owner: FunctionScope, emit: (resultSlot: number) => T): T;
  /** The slot of the function that is being emitted. */
  readonly resultSlot: number;
  /** Where the exception that the catch clause around is handling is. */
  catchSlot: number;
  newSlot(): number;
}
