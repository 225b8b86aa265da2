/**
 * Definite assignment (C# 7.3, section 5.3): every use of a local comes after a value.
 * @module
 */
import type { CompileError } from "../../syntax/errors.ts";
import { Assigned, EVERYTHING, join, type State, UNREACHABLE } from "./assigned.ts";
import type { Bound, BoundArgument, BoundLabel, BoundPattern, BoundStatement } from "../bound.ts";
import { children } from "../children.ts";
import { isConstant } from "../constants.ts";
import { fallThrough, mayMissAll, reachableSections } from "./coverage.ts";
import type { LabelSymbol, LocalSymbol } from "../variables.ts";
import * as t from "../types.ts";

/** Uses of variables that may have no value yet. */
export function checkFlow(body: BoundStatement): CompileError[] {
  const flow = new Flow();
  flow.statement(body, 0n);
  return flow.errors;
}

class Flow {
  readonly errors: CompileError[] = [];
  readonly #values = new Assigned(this.errors);
  /** What the gotos to a label bring along. */
  readonly #jumps = new Map<LabelSymbol, State>();
  #breaks: State[] = [];
  #continues: State[] = [];
  /** What holds at the return statements of the function around. */
  #returns: State = UNREACHABLE;
  readonly #functions = new Map<LocalSymbol, Bound & { kind: "lambda" }>();
  /** What calls of local functions leave, by function and state. */
  readonly #calls = new Map<LocalSymbol, Map<State, State>>();
  /** Of the function around: the out parameters that it must assign. */
  #outs: readonly LocalSymbol[] = [];

  /** Runs what breaks leave; gives the state after it. */
  #breakable(run: () => State): State {
    this.#breaks.push(UNREACHABLE);
    const end = run();
    return join(end, this.#breaks.pop()!);
  }

  /** A loop's body; gives the state in which control comes to the next turn. */
  #turn(body: BoundStatement, state: State): State {
    this.#continues.push(UNREACHABLE);
    const end = this.statement(body, state);
    return join(end, this.#continues.pop()!);
  }

  statement(statement: BoundStatement, state: State): State {
    switch (statement.kind) {
      case "block":
        return this.#block(statement.statements, state);
      case "expression":
        return this.expression(statement.expression, state);
      case "declare":
        this.#values.declare(statement.local);
        if (statement.value) {
          return this.#values.assign(statement.local, this.expression(statement.value, state));
        }
        return this.#values.unassign(statement.local, state);
      case "if": {
        const [yes, no] = this.condition(statement.condition, state);
        const then = this.statement(statement.then, yes);
        return join(then, statement.otherwise ? this.statement(statement.otherwise, no) : no);
      }
      case "while":
        return this.#breakable(() => {
          const [yes, no] = this.condition(statement.condition, state);
          this.#turn(statement.body, yes);
          return no;
        });
      case "do":
        return this.#breakable(() =>
          this.condition(statement.condition, this.#turn(statement.body, state))[1]
        );
      case "for": {
        const start = statement.initializers.reduce((s, one) => this.statement(one, s), state);
        return this.#breakable(() => {
          const [yes, no] = statement.condition
            ? this.condition(statement.condition, start)
            : [start, UNREACHABLE];
          const end = this.#turn(statement.body, yes);
          statement.updates.reduce((s, one) => this.expression(one, s), end);
          return no;
        });
      }
      case "foreach": {
        const start = this.expression(statement.source, state);
        return this.#breakable(() => {
          this.#turn(statement.body, this.statement(statement.assign, start));
          return start;
        });
      }
      case "return": {
        const end = statement.value ? this.expression(statement.value, state) : state;
        this.#values.leave(this.#outs, end, statement.at);
        this.#returns = join(this.#returns, end);
        return UNREACHABLE;
      }
      case "throw":
        if (statement.value) this.expression(statement.value, state);
        return UNREACHABLE;
      case "break":
        this.#breaks.push(join(this.#breaks.pop() ?? UNREACHABLE, state));
        return UNREACHABLE;
      case "continue":
        this.#continues.push(join(this.#continues.pop() ?? UNREACHABLE, state));
        return UNREACHABLE;
      case "gotoCase":
        return UNREACHABLE;
      case "goto":
        this.#jumps.set(statement.label, join(this.#jumped(statement.label), state));
        return UNREACHABLE;
      case "label":
        return join(state, this.#jumped(statement.label));
      case "try":
        return this.#try(statement, state);
      case "switch":
        return this.#switch(statement, state);
      case "using": {
        const start = this.statement(statement.resource, state);
        return this.statement(statement.body, start);
      }
      case "localFunction": {
        const lambda = statement.lambda as Bound & { kind: "lambda" };
        this.#functions.set(statement.local, lambda);
        this.#lambda(lambda, EVERYTHING);
        return state;
      }
      case "yield":
        return statement.value ? this.expression(statement.value, state) : UNREACHABLE;
      case "empty":
        return state;
    }
  }

  #jumped(label: LabelSymbol): State {
    return this.#jumps.get(label) ?? UNREACHABLE;
  }

  /** Again, while gotos further down bring less than their labels had before. */
  #block(statements: readonly BoundStatement[], state: State): State {
    const labels = statements.flatMap((one) => one.kind === "label" ? [one.label] : []);
    for (;;) {
      const before = labels.map((label) => this.#jumped(label));
      const end = statements.reduce((s, one) => this.statement(one, s), state);
      if (labels.every((label, i) => this.#jumped(label) === before[i])) return end;
    }
  }

  #try(statement: BoundStatement & { kind: "try" }, state: State): State {
    let end = this.statement(statement.body, state);
    for (const one of statement.catches) {
      let start = one.variable ? this.#values.assign(one.variable, state) : state;
      if (one.filter) [start] = this.condition(one.filter, start);
      end = join(end, this.statement(one.body, start));
    }
    if (!statement.finally) return end;
    const last = this.statement(statement.finally, state);
    return end | last;
  }

  #switch(statement: BoundStatement & { kind: "switch" }, state: State): State {
    const start = this.expression(statement.value, state);
    return this.#breakable(() => {
      const reachable = new Set(reachableSections(statement));
      for (const section of statement.sections) {
        const entry = section.labels.reduce(
          (s, label) => join(s, this.#label(label, reachable.has(section) ? start : UNREACHABLE)),
          UNREACHABLE,
        );
        if (this.statement(section.body, entry) !== UNREACHABLE) {
          this.errors.push(fallThrough(section, section === statement.sections.at(-1)));
        }
      }
      return mayMissAll(statement) ? start : UNREACHABLE;
    });
  }

  #label(label: BoundLabel, state: State): State {
    if (label.kind === "default") return state;
    const matched = this.#pattern(label.pattern, state);
    return label.when ? this.condition(label.when, matched)[0] : matched;
  }

  #pattern(pattern: BoundPattern, state: State): State {
    return pattern.kind !== "constant" && pattern.variable
      ? this.#values.assign(pattern.variable, state)
      : state;
  }

  /** The states where a condition is true and where it is false. */
  condition(bound: Bound, state: State): readonly [yes: State, no: State] {
    if (isConstant(bound)) return bound.value ? [state, UNREACHABLE] : [UNREACHABLE, state];
    switch (bound.kind) {
      case "logical": {
        const [yes, no] = this.condition(bound.left, state);
        const [yesRight, noRight] = this.condition(bound.right, bound.operator === "&&" ? yes : no);
        return bound.operator === "&&"
          ? [yesRight, join(no, noRight)]
          : [join(yes, yesRight), noRight];
      }
      case "unary": {
        const [yes, no] = this.condition(bound.operand, state);
        return bound.operator === "!" ? [no, yes] : [yes, no];
      }
      case "isPattern": {
        const after = this.expression(bound.operand, state);
        return [this.#pattern(bound.pattern, after), after];
      }
      case "conditional": {
        const [yes, no] = this.condition(bound.condition, state);
        const [a, b] = [this.condition(bound.whenTrue, yes), this.condition(bound.whenFalse, no)];
        return [join(a[0], b[0]), join(a[1], b[1])];
      }
      default: {
        const after = this.expression(bound, state);
        return [after, after];
      }
    }
  }

  expression(bound: Bound, state: State): State {
    switch (bound.kind) {
      case "constant":
        return state;
      case "local":
        this.#values.read(bound.local, state, bound.at);
        return state;
      case "logical":
      case "isPattern": {
        const [yes, no] = this.condition(bound, state);
        return join(yes, no);
      }
      case "unary":
        if (bound.operator !== "!" || bound.operand.type !== t.BOOL) {
          return this.expression(bound.operand, state);
        }
        return join(...this.condition(bound.operand, state));
      case "conditional": {
        const [yes, no] = this.condition(bound.condition, state);
        return join(this.expression(bound.whenTrue, yes), this.expression(bound.whenFalse, no));
      }
      case "coalesce": {
        const after = this.expression(bound.left, state);
        return join(after, this.expression(bound.right, after));
      }
      case "conditionalAccess": {
        const after = this.expression(bound.receiver, state);
        return join(after, this.expression(bound.access, after));
      }
      case "assign":
        return this.#assignment(bound, state);
      case "compound": {
        const after = this.expression(bound.target, state);
        return this.#target(bound.target, this.expression(bound.result, after));
      }
      case "lambda":
        this.#lambda(bound, state);
        return state;
      case "throw":
        this.expression(bound.operand, state);
        return UNREACHABLE;
      case "call":
      case "invoke":
      case "localCall":
        return this.#call(bound, state);
      default:
        return this.#children(bound, state);
    }
  }

  /** Gives what holds when the function has run. */
  #lambda(bound: Bound & { kind: "lambda" }, state: State): State {
    const [breaks, continues] = [this.#breaks, this.#continues];
    const [outs, returns] = [this.#outs, this.#returns];
    [this.#breaks, this.#continues] = [[], []];
    this.#returns = UNREACHABLE;
    this.#outs = bound.parameters.filter((p) => p.role === "reference" && !p.initialized);
    const start = this.#outs.reduce((s, local) => this.#values.unassign(local, s), state);
    const last = this.statement(bound.body, start);
    this.#values.leave(this.#outs, last, bound.at);
    const end = join(last, this.#returns);
    [this.#breaks, this.#continues] = [breaks, continues];
    [this.#outs, this.#returns] = [outs, returns];
    return end;
  }

  /** A local function reads and assigns what it shares with its caller where it is called. */
  #localCall(local: LocalSymbol, state: State): State {
    const lambda = this.#functions.get(local);
    if (!lambda || lambda.iterator || lambda.function.captures.size === 0) return state;
    let known = this.#calls.get(local);
    if (!known) this.#calls.set(local, known = new Map());
    let end = known.get(state);
    if (end === undefined) {
      // when it calls itself, what the first call finds counts
      known.set(state, state);
      known.set(state, end = this.#lambda(lambda, state) | state);
    }
    return end;
  }

  #assignment(bound: Bound & { kind: "assign" }, state: State): State {
    if (bound.target.kind === "local") {
      return this.#target(bound.target, this.expression(bound.value, state));
    }
    return this.expression(bound.value, this.#children(bound.target, state));
  }

  #target(target: Bound, state: State): State {
    return target.kind === "local" ? this.#values.assign(target.local, state) : state;
  }

  #call(bound: Bound & { kind: "call" | "invoke" | "localCall" }, state: State): State {
    const callee = bound.kind === "call"
      ? bound.receiver
      : bound.kind === "invoke"
      ? bound.delegate
      : null;
    let after = callee ? this.expression(callee, state) : state;
    const outs: Bound[] = [];
    for (const argument of bound.args as readonly BoundArgument[]) {
      if (argument.kind !== "reference") after = this.expression(argument, after);
      else if (argument.mode === "out" && argument.target.kind === "local") {
        outs.push(argument.target);
      } else after = this.expression(argument.target, after);
    }
    if (bound.kind === "localCall") after = this.#localCall(bound.local, after);
    return outs.reduce((s, target) => this.#target(target, s), after);
  }

  /** The parts of any other expression, in the order in which they are evaluated. */
  #children(bound: Bound, state: State): State {
    return children(bound).reduce((after, child) => this.expression(child, after), state);
  }
}
