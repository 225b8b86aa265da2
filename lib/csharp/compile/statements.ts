/**
 * Bound statements as closures that say how they ended.
 * @module
 */
import type { BoundCatch, BoundStatement } from "../bind/bound.ts";
import * as t from "../bind/types.ts";
import { CsArray } from "../runtime/array.ts";
import { spend } from "../runtime/budget.ts";
import { isInstance } from "../runtime/instance.ts";
import { boxedElements, elements } from "../runtime/sequence.ts";
import { asCsException, runFinally } from "./errors.ts";
import { BREAK, CONTINUE, type Emitter, GOTO, JUMP, NEXT, RETURN, type Run } from "./emitter.ts";
import { nullReference } from "../runtime/errors.ts";
import { type Code, type Frame, makeCells, readLocal, storeLocal } from "./frame.ts";
import { emitCopied } from "./places.ts";
import { emitSwitch } from "./switches.ts";

type Of<K extends BoundStatement["kind"]> = BoundStatement & { kind: K };
type EmitOf<K extends BoundStatement["kind"]> = (bound: Of<K>, emitter: Emitter) => Run;

export function emitStatement(emitter: Emitter, bound: BoundStatement): Run {
  return (EMIT[bound.kind] as EmitOf<BoundStatement["kind"]>)(bound as never, emitter);
}

const EMIT: { readonly [K in BoundStatement["kind"]]: EmitOf<K> } = {
  empty: () => () => NEXT,
  block: emitBlock,
  expression: ({ expression }, emitter) => {
    const code = emitter.expression(expression);
    return (f) => {
      code(f);
      return NEXT;
    };
  },
  declare: ({ local, within, value }, emitter) => {
    if (!value) return () => NEXT;
    const code = emitCopied(value, (bound) => emitter.expression(bound));
    const store = storeLocal(local, within);
    return (f) => {
      store(f, code(f));
      return NEXT;
    };
  },
  if: ({ condition, then, otherwise }, emitter) => {
    const test = emitter.expression(condition);
    const yes = emitter.statement(then);
    const no = otherwise && emitter.statement(otherwise);
    return no ? (f) => test(f) ? yes(f) : no(f) : (f) => test(f) ? yes(f) : NEXT;
  },
  while: ({ condition, body, locals }, emitter) => {
    const test = emitter.expression(condition);
    const run = emitter.statement(body);
    const cells = makeCells(locals);
    return (f) => {
      for (;;) {
        spend();
        cells?.(f);
        if (!test(f)) return NEXT;
        const end = run(f);
        if (end === BREAK) return NEXT;
        if (end >= RETURN) return end;
      }
    };
  },
  do: ({ condition, body }, emitter) => {
    const test = emitter.expression(condition);
    const run = emitter.statement(body);
    return (f) => {
      do {
        spend();
        const end = run(f);
        if (end === BREAK) return NEXT;
        if (end >= RETURN) return end;
      } while (test(f));
      return NEXT;
    };
  },
  for: ({ initializers, condition, updates, body, locals }, emitter) => {
    const start = initializers.map((one) => emitter.statement(one));
    const test = condition && emitter.expression(condition);
    const steps = updates.map((one) => emitter.expression(one));
    const run = emitter.statement(body);
    const cells = makeCells(locals);
    return (f) => {
      cells?.(f);
      for (const one of start) one(f);
      while (test === null || test(f)) {
        spend();
        const end = run(f);
        if (end === BREAK) return NEXT;
        if (end >= RETURN) return end;
        for (const step of steps) step(f);
      }
      return NEXT;
    };
  },
  foreach: emitForeach,
  return: ({ value }, emitter) => {
    const slot = emitter.resultSlot;
    const code = value && emitter.expression(value);
    return (f) => {
      f[slot] = code?.(f);
      return RETURN;
    };
  },
  break: () => () => BREAK,
  continue: () => () => CONTINUE,
  throw: ({ value }, emitter) => {
    const slot = emitter.catchSlot;
    const code: Code = value ? emitter.expression(value) : (f) => f[slot];
    return (f) => {
      throw code(f) ?? nullReference();
    };
  },
  try: emitTry,
  switch: emitSwitch,
  yield: () => {
    throw new TypeError("yield outside of an iterator");
  },
  gotoCase: ({ section }, emitter) => {
    const slot = emitter.resultSlot;
    const target = section();
    return (f) => {
      f[slot] = target;
      return GOTO;
    };
  },
  goto: ({ label }, emitter) => {
    const slot = emitter.resultSlot;
    return (f) => {
      f[slot] = label;
      return JUMP;
    };
  },
  label: () => () => NEXT,
  using: emitUsing,
  localFunction: ({ local, within, lambda }, emitter) => {
    const store = storeLocal(local, within);
    const code = emitter.expression(lambda);
    return (f) => {
      store(f, code(f));
      return NEXT;
    };
  },
};

function emitBlock({ statements, locals }: Of<"block">, emitter: Emitter): Run {
  const runs = statements.filter((one) => one.kind !== "empty").map((one) =>
    emitter.statement(one)
  );
  const cells = makeCells(locals);
  const places = labelPlaces(statements);
  const run = places.size > 0 ? labelled(runs, places, emitter.resultSlot) : sequence(runs);
  if (!cells) return run;
  return (f) => {
    cells(f);
    return run(f);
  };
}

function sequence(runs: readonly Run[]): Run {
  const [a, b] = runs;
  if (runs.length === 0) return () => NEXT;
  if (runs.length === 1) return a;
  if (runs.length === 2) return (f) => a(f) || b(f);
  return (f) => {
    for (let i = 0; i < runs.length; i++) {
      const end = runs[i](f);
      if (end !== NEXT) return end;
    }
    return NEXT;
  };
}

/** Where a block's labels stand among its statements that are not empty. */
export function labelPlaces(
  statements: readonly BoundStatement[],
): ReadonlyMap<unknown, number> {
  const kept = statements.filter((one) => one.kind !== "empty");
  return new Map(kept.flatMap((one, i) => one.kind === "label" ? [[one.label, i] as const] : []));
}

function labelled(runs: readonly Run[], places: ReadonlyMap<unknown, number>, slot: number): Run {
  return (f) => {
    let i = 0;
    while (i < runs.length) {
      const end = runs[i++](f);
      if (end === NEXT) continue;
      const place = end === JUMP ? places.get(f[slot]) : undefined;
      if (place === undefined) return end;
      spend();
      i = place;
    }
    return NEXT;
  };
}

function emitForeach(bound: Of<"foreach">, emitter: Emitter): Run {
  const source = emitter.expression(bound.source);
  const store = storeLocal(bound.element, bound.within);
  const assign = emitter.statement(bound.assign);
  const body = emitter.statement(bound.body);
  const cells = makeCells(bound.locals);
  const { type } = bound.element;
  const isArray = t.isArray(bound.source.type);
  const enumerate = (value: unknown) =>
    type === t.OBJECT ? boxedElements(value) : elements(value, type.erased);
  const turn = (f: Frame, element: unknown): number => {
    spend();
    cells?.(f);
    store(f, element);
    assign(f);
    return body(f);
  };
  return (f) => {
    const sequenceValue = source(f);
    if (isArray && sequenceValue instanceof CsArray) {
      const { items } = sequenceValue;
      for (let i = 0; i < items.length; i++) {
        const end = turn(f, items[i]);
        if (end === BREAK) return NEXT;
        if (end >= RETURN) return end;
      }
      return NEXT;
    }
    for (const element of enumerate(sequenceValue)) {
      const end = turn(f, element);
      if (end === BREAK) return NEXT;
      if (end >= RETURN) return end;
    }
    return NEXT;
  };
}

function emitTry(bound: Of<"try">, emitter: Emitter): Run {
  const body = emitter.statement(bound.body);
  const catches = bound.catches.map((one) => emitCatch(one, emitter));
  const last = bound.finally && emitter.statement(bound.finally);
  const guarded: Run = catches.length === 0 ? body : (f) => {
    try {
      return body(f);
    } catch (thrown) {
      const error = asCsException(thrown);
      for (const handler of catches) {
        if (handler.accepts(f, error)) return handler.run(f);
      }
      throw error;
    }
  };
  if (!last) return guarded;
  const slot = emitter.resultSlot;
  return (f) => {
    let end = NEXT;
    let result: unknown;
    let thrown: { readonly error: unknown } | undefined;
    try {
      end = guarded(f);
      result = f[slot];
    } catch (error) {
      thrown = { error };
      throw error;
    } finally {
      runFinally(() => last(f), thrown);
    }
    f[slot] = result;
    return end;
  };
}

function emitCatch(bound: BoundCatch, emitter: Emitter) {
  const { type, variable, filter } = bound;
  const slot = emitter.newSlot();
  const outer = emitter.catchSlot;
  emitter.catchSlot = slot;
  const run = emitter.statement(bound.body);
  emitter.catchSlot = outer;
  const store = variable && storeLocal(variable, bound.within);
  const test = filter && emitter.expression(filter);
  const cells = makeCells(bound.locals);
  return {
    run,
    accepts(f: Frame, error: unknown): boolean {
      if (type !== t.EXCEPTION && !isInstance(error, type)) return false;
      cells?.(f);
      f[slot] = error;
      store?.(f, error);
      if (!test) return true;
      try {
        return test(f) as boolean;
      } catch (thrown) {
        // an exception in a filter counts as false
        asCsException(thrown);
        return false;
      }
    },
  };
}

function emitUsing(bound: Of<"using">, emitter: Emitter): Run {
  const resource = emitter.statement(bound.resource);
  const read = readLocal(bound.local, bound.within);
  const body = emitter.statement(bound.body);
  const dispose = bound.dispose && emitter.expression(bound.dispose);
  const cells = makeCells(bound.locals);
  return (f) => {
    cells?.(f);
    resource(f);
    let thrown: { readonly error: unknown } | undefined;
    try {
      return body(f);
    } catch (error) {
      thrown = { error };
      throw error;
    } finally {
      runFinally(() => read(f) !== null && dispose?.(f), thrown);
    }
  };
}
