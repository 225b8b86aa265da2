/**
 * A bound function as code: the emitter that ties expressions and statements together.
 * @module
 */
import type { Bound, BoundStatement } from "../bind/bound.ts";
import type { FunctionScope } from "../bind/variables.ts";
import type { Emitter, Run } from "./emitter.ts";
import { emitExpression } from "./expressions.ts";
import type { Code } from "./frame.ts";
import { emitStatement } from "./statements.ts";

export class CodeGenerator implements Emitter {
  #owner: FunctionScope;
  resultSlot: number;
  catchSlot = -1;

  constructor(root: FunctionScope) {
    this.#owner = root;
    this.resultSlot = root.newSlot();
  }

  expression(bound: Bound): Code {
    return emitExpression(this, bound);
  }

  statement(bound: BoundStatement): Run {
    return emitStatement(this, bound);
  }

  newSlot(): number {
    return this.#owner.newSlot();
  }

  inFunction<T>(owner: FunctionScope, emit: (resultSlot: number) => T): T {
    const [before, slot, caught] = [this.#owner, this.resultSlot, this.catchSlot];
    this.#owner = owner;
    this.resultSlot = owner === before ? slot : owner.newSlot();
    this.catchSlot = -1;
    try {
      return emit(this.resultSlot);
    } finally {
      this.#owner = before;
      this.resultSlot = slot;
      this.catchSlot = caught;
    }
  }
}
