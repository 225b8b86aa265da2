/**
 * Values of template expressions, and what functions ask of them.
 * @module
 */
import { isObject, type Json, type JsonObject } from "../arm/json.ts";
import { TemplateError } from "./template_error.ts";

/** A function that a template writes inline, for `map`, `filter` and the like. */
export class Lambda {
  constructor(readonly call: (...args: readonly Json[]) => Json) {}
}

/** One call's arguments, with the name that errors say. */
export class Arguments {
  constructor(readonly name: string, readonly values: readonly (Json | Lambda)[]) {}

  get count(): number {
    return this.values.length;
  }

  /** @throws TemplateError when there are fewer or more */
  expect(min: number, max = min): void {
    if (this.count >= min && this.count <= max) return;
    const wanted = min === max
      ? `${min}`
      : max === Infinity
      ? `at least ${min}`
      : `${min} to ${max}`;
    throw new TemplateError(
      `the template function '${this.name}' takes ${wanted} arguments: it has ${this.count}`,
    );
  }

  has(index: number): boolean {
    return index < this.count;
  }

  any(index: number): Json {
    const value = this.values[index];
    if (value === undefined) throw this.#wrong(index, "a value", null);
    if (value instanceof Lambda) throw this.#wrong(index, "a value", null);
    return value;
  }

  text(index: number): string {
    const value = this.any(index);
    if (typeof value !== "string") throw this.#wrong(index, "a string", value);
    return value;
  }

  integer(index: number): number {
    const value = this.any(index);
    if (typeof value === "number" && Number.isInteger(value)) return value;
    throw this.#wrong(index, "an integer", value);
  }

  flag(index: number): boolean {
    const value = this.any(index);
    if (typeof value === "boolean") return value;
    throw this.#wrong(index, "a boolean", value);
  }

  list(index: number): readonly Json[] {
    const value = this.any(index);
    if (Array.isArray(value)) return value;
    throw this.#wrong(index, "an array", value);
  }

  object(index: number): JsonObject {
    const value = this.any(index);
    if (isObject(value)) return value;
    throw this.#wrong(index, "an object", value);
  }

  lambda(index: number): Lambda {
    const value = this.values[index];
    if (value instanceof Lambda) return value;
    throw this.#wrong(index, "a lambda", value ?? null);
  }

  all(): Json[] {
    return this.values.map((_, index) => this.any(index));
  }

  #wrong(index: number, expected: string, value: Json): TemplateError {
    const found = index >= this.count ? "missing" : `of type '${typeOf(value)}'`;
    return new TemplateError(
      `the template function '${this.name}' expects ${expected} as argument ${
        index + 1
      }: it is ${found}`,
    );
  }
}

/** As ARM names the types of values. */
export function typeOf(value: Json): string {
  if (value === null) return "Null";
  if (Array.isArray(value)) return "Array";
  if (typeof value === "number") return Number.isInteger(value) ? "Integer" : "Float";
  if (typeof value === "object") return "Object";
  return typeof value === "boolean" ? "Boolean" : "String";
}

/** A value as text, as `concat`, `format` and `string` write it. */
export function toText(value: Json): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  return value === null ? "" : typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** A member by its name, spelled in any case; undefined when there is none. */
export function memberOf(object: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const lower = name.toLowerCase();
  const key = Object.keys(object).find((key) => key.toLowerCase() === lower);
  return key === undefined ? undefined : object[key];
}

/** Equality as `equals` means it: by value, texts with their case. */
export function same(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => same(item, b[i]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key] ?? null, b[key] ?? null));
}
