/**
 * Iterators: local functions with `yield`. Statements that hold one become generators, the others run as ever.
 * @module
 */
import { runFinally } from "./errors.ts";
import type { Bound, BoundStatement } from "../bind/bound.ts";
import { yieldsWithin } from "../bind/statements/reachability.ts";
import { CsEnumerator } from "../runtime/enumerator.ts";
import { elements, Sequence } from "../runtime/sequence.ts";
import { spend } from "../runtime/budget.ts";
import { BREAK, type Emitter, GOTO, JUMP, NEXT, RETURN } from "./emitter.ts";
import { type Code, type Frame, makeCells, readLocal, storeLocal } from "./frame.ts";
import { labelPlaces } from "./statements.ts";
import { emitChoice } from "./switches.ts";

type Of<K extends BoundStatement["kind"]> = BoundStatement & { kind: K };
/** Runs a statement in pieces; the result says how it ended. */
type Steps = (frame: Frame) => Generator<unknown, number, void>;

/** The sequence that an iterator's body gives: every enumeration runs it afresh. */
export function emitIterator(emitter: Emitter, bound: Bound & { kind: "lambda" }): Code {
  const { element, enumerator } = bound.iterator!;
  return emitter.inFunction(bound.function, () => {
    const steps = emitSteps(emitter, bound.body);
    return (frame) => {
      const sequence = new Sequence(element.erased, () => steps(frame.slice()));
      return enumerator ? CsEnumerator.over(sequence) : sequence;
    };
  });
}

function emitSteps(emitter: Emitter, statement: BoundStatement): Steps {
  if (!yieldsWithin(statement)) {
    const run = emitter.statement(statement);
    // deno-lint-ignore require-yield -- a statement without one among those that have
    return function* (f) {
      return run(f);
    };
  }
  return (STEPS[statement.kind] as (statement: BoundStatement, emitter: Emitter) => Steps)(
    statement,
    emitter,
  );
}

type Yielding =
  | "yield"
  | "block"
  | "if"
  | "while"
  | "do"
  | "for"
  | "foreach"
  | "using"
  | "try"
  | "switch";

const STEPS = {
  yield: ({ value }, emitter) => {
    const code = value && emitter.expression(value);
    return function* (f) {
      if (!code) return RETURN;
      yield code(f);
      return NEXT;
    };
  },
  block: ({ statements, locals }, emitter) => {
    const kept = statements.filter((one) => one.kind !== "empty");
    const all = kept.map((one) => emitSteps(emitter, one));
    const cells = makeCells(locals);
    const places = labelPlaces(kept);
    const slot = emitter.resultSlot;
    return function* (f) {
      cells?.(f);
      for (let i = 0; i < all.length;) {
        const end = yield* all[i++](f);
        if (end === NEXT) continue;
        const place = end === JUMP ? places.get(f[slot]) : undefined;
        if (place === undefined) return end;
        spend();
        i = place;
      }
      return NEXT;
    };
  },
  if: ({ condition, then, otherwise }, emitter) => {
    const test = emitter.expression(condition);
    const yes = emitSteps(emitter, then);
    const no = otherwise && emitSteps(emitter, otherwise);
    return function* (f) {
      if (test(f)) return yield* yes(f);
      return no ? yield* no(f) : NEXT;
    };
  },
  while: ({ condition, body, locals }, emitter) => {
    const test = emitter.expression(condition);
    const cells = makeCells(locals);
    return loop(emitSteps(emitter, body), (f) => {
      cells?.(f);
      return test(f);
    });
  },
  do: ({ condition, body }, emitter) => {
    const test = emitter.expression(condition);
    const turn = emitSteps(emitter, body);
    const rest = loop(turn, test);
    return function* (f) {
      const end = yield* turn(f);
      if (end === BREAK) return NEXT;
      return end >= RETURN ? end : yield* rest(f);
    };
  },
  for: ({ initializers, condition, updates, body, locals }, emitter) => {
    const start = initializers.map((one) => emitter.statement(one));
    const test = condition ? emitter.expression(condition) : () => true;
    const steps = updates.map((one) => emitter.expression(one));
    const cells = makeCells(locals);
    const turns = loop(emitSteps(emitter, body), test, (f) => {
      for (const step of steps) step(f);
    });
    return function* (f) {
      cells?.(f);
      for (const one of start) one(f);
      return yield* turns(f);
    };
  },
  foreach: (statement, emitter) => {
    const source = emitter.expression(statement.source);
    const store = storeLocal(statement.element, statement.within);
    const assign = emitter.statement(statement.assign);
    const body = emitSteps(emitter, statement.body);
    const cells = makeCells(statement.locals);
    const { type } = statement.element;
    return function* (f) {
      for (const element of elements(source(f), type.erased)) {
        spend();
        cells?.(f);
        store(f, element);
        assign(f);
        const end = yield* body(f);
        if (end === BREAK) return NEXT;
        if (end >= RETURN) return end;
      }
      return NEXT;
    };
  },
  using: (statement, emitter) => {
    const resource = emitter.statement(statement.resource);
    const read = readLocal(statement.local, statement.within);
    const body = emitSteps(emitter, statement.body);
    const dispose = statement.dispose && emitter.expression(statement.dispose);
    const cells = makeCells(statement.locals);
    return function* (f) {
      cells?.(f);
      resource(f);
      let thrown: { readonly error: unknown } | undefined;
      try {
        return yield* body(f);
      } catch (error) {
        thrown = { error };
        throw error;
      } finally {
        runFinally(() => read(f) !== null && dispose?.(f), thrown);
      }
    };
  },
  // the compiler allows no yield beside a catch
  try: (statement, emitter) => {
    const body = emitSteps(emitter, statement.body);
    const last = statement.finally && emitter.statement(statement.finally);
    return function* (f) {
      let thrown: { readonly error: unknown } | undefined;
      try {
        return yield* body(f);
      } catch (error) {
        thrown = { error };
        throw error;
      } finally {
        runFinally(() => last?.(f), thrown);
      }
    };
  },
  switch: (statement, emitter) => {
    const value = emitter.expression(statement.value);
    const store = storeLocal(statement.subject, statement.within);
    const bodies = statement.sections.map((section) => emitSteps(emitter, section.body));
    const cells = makeCells([
      ...statement.locals,
      ...statement.sections.flatMap((section) => section.locals),
    ]);
    const choose = emitChoice(statement, emitter);
    const slot = emitter.resultSlot;
    return function* (f) {
      const subject = value(f);
      cells?.(f);
      store(f, subject);
      let section = choose(f, subject);
      while (section >= 0) {
        const end = yield* bodies[section](f);
        if (end === BREAK) return NEXT;
        if (end !== GOTO) return end;
        spend();
        section = f[slot] as number;
      }
      return NEXT;
    };
  },
} satisfies { readonly [K in Yielding]: (statement: Of<K>, emitter: Emitter) => Steps } as Readonly<
  Record<string, unknown>
>;

function loop(body: Steps, test: Code, step?: (frame: Frame) => void): Steps {
  return function* (f) {
    while (test(f)) {
      spend();
      const end = yield* body(f);
      if (end === BREAK) return NEXT;
      if (end >= RETURN) return end;
      step?.(f);
    }
    return NEXT;
  };
}
