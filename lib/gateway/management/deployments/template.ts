/**
 * One template with the parameters that are given: what its names mean.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax
 * @module
 */
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from "../arm/json.ts";
import { copyCount, Evaluator, type Loop, type Scope, StepBudget } from "./evaluator.ts";
import type { FunctionTable } from "./functions/table.ts";
import { formatDate } from "./functions/dates.ts";
import { checkParameter, type ParameterDefinition, resolved } from "./parameters.ts";
import { TemplateError, unsupported } from "./template_error.ts";
import { memberOf } from "./value.ts";

export interface TemplateOptions {
  /** By name, `{"value"}` each, as a deployment's body gives them. */
  readonly parameters: JsonObject;
  readonly functions: ReadonlyMap<string, FunctionTable[string]>;
  readonly budget: StepBudget;
  /** Milliseconds since the epoch, for `utcNow`. */
  readonly now: number;
  /** A new one at each call, for `newGuid`. */
  readonly newGuid: () => string;
}

export class Template {
  readonly evaluator: Evaluator;
  readonly #parameters = new Map<string, { readonly name: string; readonly value: Json }>();
  readonly #variables = new Map<string, Json>();
  readonly #pending = new Set<string>();

  /** @throws TemplateError for a template that is none, and for parameters that do not fit it */
  constructor(readonly source: JsonObject, readonly options: TemplateOptions) {
    if (textOf(source.$schema) === undefined || source.resources === undefined) {
      throw new TemplateError("a template has '$schema' and 'resources'");
    }
    for (const name of ["imports", "extensions", "asserts"]) {
      if (source[name] !== undefined) throw unsupported(`'${name}' of a template`);
    }
    this.evaluator = new Evaluator(this.#scope(options.functions));
    this.#readParameters();
  }

  /** As a deployment shows them: secure ones without their values. */
  shownParameters(): JsonObject {
    return Object.fromEntries(
      [...this.#parameters.values()].map(({ name, value }) => {
        const { type } = this.#definition(name);
        return [name, isSecure(type) ? { type } : { type, value }];
      }),
    );
  }

  /** `{"type", "value"}` by name; outputs whose condition does not hold are left out. */
  outputs(): JsonObject {
    const outputs: Record<string, Json> = {};
    for (const [name, value] of Object.entries(objectOf(this.source.outputs))) {
      const output = objectOf(value);
      if (output.condition !== undefined && this.evaluator.evaluate(output.condition) !== true) {
        continue;
      }
      const { type } = resolved(output, this.source);
      const shown = typeName(type);
      if (isSecure(type)) outputs[name] = { type: shown };
      else outputs[name] = { type: shown, value: this.#output(output, name) };
    }
    return outputs;
  }

  #output(output: JsonObject, name: string): Json {
    const { copy } = output;
    if (!isObject(copy)) return this.evaluator.evaluate(output.value ?? null);
    const count = copyCount(this.evaluator.evaluate(copy.count ?? null), name);
    const loop = (index: number): Loop[] => [{ name, index, ofResource: true }];
    return Array.from(
      { length: count },
      (_, index) => this.evaluator.evaluate(copy.input ?? null, loop(index)),
    );
  }

  #scope(functions: TemplateOptions["functions"]): Scope {
    const { budget } = this.options;
    return {
      parameter: (name) => this.#parameter(name),
      variable: (name) => this.#variable(name),
      functions,
      userFunction: (name) => this.#userFunction(name),
      budget,
    };
  }

  #definition(name: string): ParameterDefinition {
    const definition = memberOf(objectOf(this.source.parameters), name);
    if (definition === undefined) {
      throw new TemplateError(`the template parameter '${name}' is not found`);
    }
    return resolved(objectOf(definition), this.source);
  }

  #readParameters(): void {
    const { parameters, now, newGuid } = this.options;
    const definitions = objectOf(this.source.parameters);
    const known = Object.keys(definitions);
    const strange = Object.keys(parameters).filter((name) =>
      memberOf(definitions, name) === undefined
    );
    if (strange.length > 0) {
      throw new TemplateError(
        `the template parameters '${
          strange.join(", ")
        }' in the parameters file are not valid; they are ` +
          "not present in the original template and can therefore not be provided at deployment time. " +
          `The only supported parameters for this template are '${known.join(", ")}'`,
      );
    }
    const functions = new Map(this.options.functions);
    functions.set(
      "utcnow",
      (args) => formatDate(now, args.count > 0 ? args.text(0) : "yyyyMMddTHHmmssZ"),
    );
    functions.set("newguid", newGuid);
    const evaluator = new Evaluator(this.#scope(functions));
    for (const name of known) {
      const definition = this.#definition(name);
      const given = objectOf(memberOf(parameters, name));
      if (given.reference !== undefined) {
        throw unsupported(`'reference' of the parameter '${name}'`);
      }
      let value = given.value ?? null;
      if (value === null && definition.defaultValue !== undefined) {
        value = evaluator.evaluate(definition.defaultValue);
      }
      checkParameter(name, value, definition);
      this.#parameters.set(name.toLowerCase(), { name, value });
    }
  }

  #parameter(name: string): Json {
    const parameter = this.#parameters.get(name.toLowerCase());
    if (parameter) return parameter.value;
    throw new TemplateError(`the template parameter '${name}' is not found`);
  }

  #variable(name: string): Json {
    const key = name.toLowerCase();
    const known = this.#variables.get(key);
    if (known !== undefined) return known;
    if (this.#pending.has(key)) {
      throw new TemplateError(`the template variable '${name}' refers to itself`);
    }
    this.#pending.add(key);
    try {
      const value = this.#computed(name);
      this.#variables.set(key, value);
      return value;
    } finally {
      this.#pending.delete(key);
    }
  }

  #computed(name: string): Json {
    const variables = objectOf(this.source.variables);
    const plain = name.toLowerCase() === "copy" ? undefined : memberOf(variables, name);
    if (plain !== undefined) return this.evaluator.evaluate(plain);
    const copy = listOf(variables.copy).map(objectOf).find((item) =>
      String(item.name).toLowerCase() === name.toLowerCase()
    );
    if (!copy) throw new TemplateError(`the template variable '${name}' is not found`);
    return objectOf(this.evaluator.evaluate({ copy: [copy] }))[String(copy.name)] ?? null;
  }

  #userFunction(name: string): ((args: readonly Json[]) => Json) | undefined {
    const [namespace, member] = name.split(".");
    const space = listOf(this.source.functions).map(objectOf)
      .find((item) => String(item.namespace).toLowerCase() === namespace);
    const found = space && memberOf(objectOf(space.members), member ?? "");
    if (!isObject(found)) return undefined;
    const names = listOf(found.parameters).map((item) => String(objectOf(item).name));
    const { functions, budget } = this.options;
    return (args) => {
      const scope: Scope = {
        parameter(name) {
          const index = names.findIndex((n) => n.toLowerCase() === name.toLowerCase());
          if (index >= 0) return args[index] ?? null;
          throw new TemplateError(`the function's parameter '${name}' is not found`);
        },
        variable: () => {
          throw new TemplateError("a function of a template cannot use its variables");
        },
        functions,
        userFunction: (name) => this.#userFunction(name),
        budget,
      };
      return new Evaluator(scope).evaluate(objectOf(found.output).value ?? null);
    };
  }
}

function isSecure(type: string): boolean {
  return type.toLowerCase().startsWith("secure");
}

/** `string` is shown as `String`, `securestring` as `SecureString`. */
function typeName(type: string): string {
  const lower = type.toLowerCase();
  const names: Record<string, string> = {
    securestring: "SecureString",
    secureobject: "SecureObject",
  };
  return names[lower] ?? lower[0].toUpperCase() + lower.slice(1);
}
