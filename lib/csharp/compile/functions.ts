/**
 * Function bodies: lambdas, local functions, and the expression itself.
 * @module
 */
import type { Bound } from "../bind/bound.ts";
import { type FunctionScope, livesInCell } from "../bind/variables.ts";
import { hold, spend } from "../runtime/budget.ts";
import type { Code, Frame } from "./frame.ts";
import { makeCells } from "./frame.ts";
import { type Emitter, RETURN } from "./emitter.ts";
import { emitIterator } from "./iterators.ts";

/** Of a delegate, what it captures, and the places of those. */
const DELEGATE_BYTES = 300;
const CAPTURE_BYTES = 50;

type Lambda = Bound & { kind: "lambda" };

/** The value of a function's body on a frame that is filled. */
export function emitBody(emitter: Emitter, body: Lambda["body"], owner: FunctionScope): Code {
  if (body.kind === "return" && body.value) return emitter.expression(body.value);
  if (body.kind === "expression") return emitter.expression(body.expression);
  return emitter.inFunction(owner, (resultSlot) => {
    const run = emitter.statement(body);
    return (f) => run(f) === RETURN ? f[resultSlot] : undefined;
  });
}

export function emitLambda(emitter: Emitter, bound: Lambda): Code {
  const { function: owner, parameters } = bound;
  const run = bound.iterator ? emitIterator(emitter, bound) : emitBody(emitter, bound.body, owner);
  const cells = makeCells(bound.locals);
  const { size } = owner;
  const captures = [...owner.captures].map(([local, to]) =>
    [owner.parent!.slotOf(local), to] as const
  );
  const slots = parameters.map((p) => p.slot);
  const wraps = parameters.map((p) => p.role === "parameter" && livesInCell(p));
  const plain = cells === null && !wraps.includes(true);
  const from = captures.map(([slot]) => slot);
  const to = captures.map(([, slot]) => slot);

  const bytes = DELEGATE_BYTES + CAPTURE_BYTES * captures.length;

  const frameOf = (captured: readonly unknown[]): Frame => {
    spend();
    const frame: Frame = new Array(size);
    for (let i = 0; i < to.length; i++) frame[to[i]] = captured[i];
    cells?.(frame);
    return frame;
  };
  if (plain && slots.length === 1) {
    const [slot] = slots;
    return (f) => {
      hold(bytes);
      const captured = from.map((one) => f[one]);
      return (value: unknown) => {
        const frame = frameOf(captured);
        frame[slot] = value;
        return run(frame);
      };
    };
  }
  return (f) => {
    hold(bytes);
    const captured = from.map((one) => f[one]);
    return (...args: unknown[]) => {
      const frame = frameOf(captured);
      for (let i = 0; i < slots.length; i++) {
        frame[slots[i]] = wraps[i] ? { value: args[i] } : args[i];
      }
      return run(frame);
    };
  };
}
