/**
 * A bound function as something to run.
 * @module
 */
import type { RootFunction } from "../bind/root.ts";
import { livesInCell } from "../bind/variables.ts";
import { display } from "../bind/types.ts";
import { enterWorld, type World } from "../runtime/ambient.ts";
import { Budget, enterBudget, leaveBudget } from "../runtime/budget.ts";
import { CodeGenerator } from "./compile.ts";
import { boxer } from "./conversions.ts";
import { failureOf } from "./errors.ts";
import { makeCells } from "./frame.ts";
import { emitBody } from "./functions.ts";

export interface Program {
  /** The static C# type of the result: "int", "string", "object". */
  readonly type: string;
  /**
   * The value in boxed form (runtime/values.ts).
   * @param globals the values of the environment's globals, in their order
   * @throws CsException for an exception in C#, LimitExceededError when it takes too many steps, InternalError for a
   * defect of ours
   */
  evaluate(globals: readonly unknown[], world: World): unknown;
}

/** Closures for the bound tree, and the frame to run them on. @param name what an InternalError tells of the program */
export function generate(root: RootFunction, name: string): Program {
  const { function: owner, body, locals, globals, type, form } = root;
  const code = emitBody(new CodeGenerator(owner), body, owner);
  const cells = makeCells(locals);
  const box = boxer(form);
  const { size } = owner;
  const places = globals.map((global) => ({ slot: global.slot, inCell: livesInCell(global) }));
  return {
    type: display(type),
    evaluate(values, world): unknown {
      const frame = new Array(size);
      for (let i = 0; i < places.length; i++) {
        const { slot, inCell } = places[i];
        frame[slot] = inCell ? { value: values[i] } : values[i];
      }
      const own = world.budget === undefined ? new Budget() : null;
      const outerBudget = enterBudget(world.budget ?? own!);
      const outerWorld = enterWorld(world);
      try {
        cells?.(frame);
        const value = code(frame);
        return box ? box(value) : value;
      } catch (error) {
        throw failureOf(error, name);
      } finally {
        enterWorld(outerWorld);
        leaveBudget(outerBudget);
        own?.close();
      }
    },
  };
}
