/**
 * Evaluates template expressions, and JSON that holds them.
 * @module
 */
import { isObject, type Json, type JsonObject, numberOf, textOf } from "../arm/json.ts";
import { type Expression, isExpression, parseExpression } from "./expression.ts";
import { PURE_FUNCTIONS } from "./functions/mod.ts";
import type { FunctionTable } from "./functions/table.ts";
import { TemplateError, unsupported } from "./template_error.ts";
import { Arguments, Lambda, memberOf, typeOf } from "./value.ts";

/** Evaluated expressions and copied items that one deployment may have. Assumption. */
const MAX_STEPS = 1_000_000;
/** Documented limit of one loop. */
const MAX_COPIES = 800;
/** The longest text that an expression may make, in characters: a template has 4 MB. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

/** Steps left, shared by all that one deployment evaluates. */
export class StepBudget {
  #left = MAX_STEPS;

  spend(): void {
    if (--this.#left < 0) {
      throw new TemplateError(`the template takes more than ${MAX_STEPS} evaluation steps`);
    }
  }
}

/** What names mean at one place of a template. */
export interface Scope {
  parameter(name: string): Json;
  variable(name: string): Json;
  /** Functions that depend on the deployment: `resourceId`, `reference`, … by lower-case name. */
  readonly functions: ReadonlyMap<string, FunctionTable[string]>;
  /** The template's own functions, `namespace.name` in lower case. */
  userFunction(name: string): ((args: readonly Json[]) => Json) | undefined;
  readonly budget: StepBudget;
}

/** Where the loops around a place stand, the innermost first. */
export interface Loop {
  readonly name: string;
  readonly index: number;
  /** It repeats the resource, not one of its properties. */
  readonly ofResource?: boolean;
}

interface Frame {
  readonly loops: readonly Loop[];
  readonly lambdas: ReadonlyMap<string, Json>;
}

export class Evaluator {
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** JSON with every expression in it replaced by its value, and property loops unrolled. */
  evaluate(value: Json, loops: readonly Loop[] = []): Json {
    return this.#json(value, { loops, lambdas: new Map() });
  }

  #json(value: Json, frame: Frame): Json {
    this.#scope.budget.spend();
    if (typeof value === "string") {
      if (isExpression(value)) return this.#value(parseExpression(value), frame);
      return value.startsWith("[[") ? value.slice(1) : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.#json(item, frame));
    return isObject(value) ? this.#object(value, frame) : value;
  }

  #object(object: JsonObject, frame: Frame): JsonObject {
    const result: Record<string, Json> = {};
    for (const [key, value] of Object.entries(object)) {
      if (value === undefined) continue;
      if (key === "copy" && Array.isArray(value)) {
        for (const item of value) Object.assign(result, this.#copied(item, frame));
      } else {
        result[String(isExpression(key) ? this.#json(key, frame) : key)] = this.#json(value, frame);
      }
    }
    return result;
  }

  /** A property loop: `{"name", "count", "input"}`. */
  #copied(copy: Json, frame: Frame): JsonObject {
    if (!isObject(copy) || textOf(copy.name) === undefined) {
      throw new TemplateError("a property loop has 'name', 'count' and 'input'");
    }
    const name = String(copy.name);
    const count = copyCount(this.#json(copy.count ?? null, frame), name);
    const items = Array.from(
      { length: count },
      (_, index) =>
        this.#json(copy.input ?? null, { ...frame, loops: [{ name, index }, ...frame.loops] }),
    );
    return { [name]: items };
  }

  #value(expression: Expression, frame: Frame): Json {
    const value = this.#any(expression, frame);
    if (value instanceof Lambda) {
      throw new TemplateError("a lambda stands where a value is expected");
    }
    if (typeof value === "string" && value.length > MAX_CHARACTERS) {
      throw new TemplateError(
        `an expression makes a text of more than ${MAX_CHARACTERS} characters`,
      );
    }
    return value;
  }

  #any(expression: Expression, frame: Frame): Json | Lambda {
    this.#scope.budget.spend();
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "member":
        return this.#member(expression, frame);
      case "call":
        return this.#call(expression, frame);
    }
  }

  #member({ target, key, safe }: Extract<Expression, { kind: "member" }>, frame: Frame): Json {
    const of = this.#value(target, frame);
    const name = this.#value(key, frame);
    const found = Array.isArray(of)
      ? of[Number(name)]
      : isObject(of)
      ? memberOf(of, String(name))
      : undefined;
    if (found !== undefined) return found;
    if (safe || of === null && safe) return null;
    if (isObject(of)) {
      const known = Object.keys(of).slice(0, 20).join(", ");
      throw new TemplateError(
        `the language expression property '${name}' doesn't exist, available properties are '${known}'`,
      );
    }
    throw new TemplateError(
      `the language expression property '${name}' can't be evaluated: its target is of type '${
        typeOf(of)
      }'`,
    );
  }

  #call({ name, args }: Extract<Expression, { kind: "call" }>, frame: Frame): Json | Lambda {
    const lower = name.toLowerCase();
    const value = (index: number) => {
      if (index < args.length) return this.#value(args[index], frame);
      throw new TemplateError(`the template function '${name}' lacks its argument ${index + 1}`);
    };
    const flag = (index: number) => new Arguments(name, [value(index)]).flag(0);
    switch (lower) { // those that do not evaluate all of their arguments, or know where they stand
      case "if":
        return flag(0) ? value(1) : value(2);
      case "and":
        return args.every((_, index) => flag(index));
      case "or":
        return args.some((_, index) => flag(index));
      case "coalesce": {
        for (let i = 0; i < args.length; i++) {
          const found = value(i);
          if (found !== null) return found;
        }
        return null;
      }
      case "parameters":
        return this.#scope.parameter(String(value(0)));
      case "variables":
        return this.#scope.variable(String(value(0)));
      case "copyindex":
        return copyIndex(args.map((_, i) => value(i)), frame.loops);
      case "lambda":
        return this.#lambda(args, frame);
      case "lambdavariables": {
        const variable = frame.lambdas.get(String(value(0)));
        if (variable !== undefined) return variable;
        throw new TemplateError(`there is no lambda variable '${value(0)}' here`);
      }
    }
    const given = new Arguments(name, args.map((arg) => this.#any(arg, frame)));
    const known = this.#scope.functions.get(lower) ?? PURE_FUNCTIONS.get(lower);
    if (known) return called(name, () => known(given));
    const own = this.#scope.userFunction(lower);
    if (own) return own(given.all());
    throw unsupported(`the template function '${name}'`);
  }

  #lambda(args: readonly Expression[], frame: Frame): Lambda {
    const names = args.slice(0, -1).map((arg) => String(this.#value(arg, frame)));
    const body = args.at(-1);
    if (!body) throw new TemplateError("a lambda needs a body");
    return new Lambda((...values) => {
      const lambdas = new Map(frame.lambdas);
      names.forEach((name, i) => lambdas.set(name, values[i] ?? null));
      return this.#value(body, { ...frame, lambdas });
    });
  }
}

/** What a library refuses (a date, an escape, a length) is the template's to mend. */
function called(name: string, call: () => Json): Json {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof URIError)) throw error;
    throw new TemplateError(
      `the template function '${name}' cannot be evaluated: ${error.message}`,
    );
  }
}

/** `copyIndex()`, `copyIndex(1)`, `copyIndex('loop')`, `copyIndex('loop', 1)`. */
function copyIndex(args: readonly Json[], loops: readonly Loop[]): number {
  const name = textOf(args[0]);
  const offset = numberOf(name === undefined ? args[0] : args[1]) ?? 0;
  const loop = name === undefined
    ? loops.find((loop) => loop.ofResource) ?? loops[0]
    : loops.find((loop) => loop.name.toLowerCase() === name.toLowerCase());
  if (loop) return loop.index + offset;
  throw new TemplateError(
    `the template function 'copyIndex' is not expected here: there is no loop${
      name === undefined ? "" : ` '${name}'`
    }`,
  );
}

/** A loop's checked count. */
export function copyCount(count: Json, name: string): number {
  if (typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= MAX_COPIES) {
    return count;
  }
  throw new TemplateError(
    `the count of the loop '${name}' must be a whole number from 0 to ${MAX_COPIES}`,
  );
}
