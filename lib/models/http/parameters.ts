/**
 * Reads the parameters of a request's body: each with its type and range, and none that the service does not
 * know. What is wrong is said in the service's own words.
 * @module
 */
import { ApiError } from "./errors.ts";

export type Body = Readonly<Record<string, unknown>>;

/** What an unknown parameter is answered with. */
export type RefuseUnknown = (name: string) => ApiError;

export class Parameters {
  /** @param path what stands before the names in errors: `response_format.` */
  constructor(readonly body: Body, readonly path = "") {}

  /** @throws ApiError for the first name that is not among `known` */
  onlyKnown(known: ReadonlySet<string>, refuse: RefuseUnknown): void {
    for (const name of Object.keys(this.body)) if (!known.has(name)) throw refuse(name);
  }

  has(name: string): boolean {
    return this.body[name] !== undefined && this.body[name] !== null;
  }

  /** null where it is left out or null, as all of these. */
  text(name: string): string | null {
    return this.#typed(name, "a string", (value) => typeof value === "string");
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === null) throw ApiError.missing(this.path + name);
    return value;
  }

  flag(name: string): boolean | null {
    return this.#typed(name, "a boolean", (value) => typeof value === "boolean");
  }

  number(name: string, range: { readonly min: number; readonly max: number }): number | null {
    const value = this.#typed<number>(name, "a number", (value) => typeof value === "number");
    if (value !== null) this.#inRange(name, value, "decimal", range);
    return value;
  }

  integer(name: string, range: { readonly min: number; readonly max?: number }): number | null {
    const value = this.#typed<number>(name, "an integer", (value) => Number.isInteger(value));
    if (value !== null) this.#inRange(name, value, "integer", range);
    return value;
  }

  list(name: string): readonly unknown[] | null {
    return this.#typed(name, "an array", Array.isArray);
  }

  object(name: string): Parameters | null {
    const value = this.#typed<Body>(name, "an object", isObject);
    return value && new Parameters(value, `${this.path}${name}.`);
  }

  choice<T extends string>(name: string, choices: readonly T[]): T | null {
    const value = this.text(name);
    if (value === null || choices.includes(value as T)) return value as T | null;
    throw ApiError.unsupportedValue(this.path + name, value, choices);
  }

  #typed<T>(name: string, expected: string, fits: (value: unknown) => boolean): T | null {
    const value = this.body[name];
    if (value === undefined || value === null) return null;
    if (!fits(value)) throw ApiError.invalidType(this.path + name, expected, value);
    return value as T;
  }

  #inRange(
    name: string,
    value: number,
    kind: "integer" | "decimal",
    { min, max = Infinity }: { readonly min: number; readonly max?: number },
  ): void {
    if (value < min) throw ApiError.outOfRange(this.path + name, kind, "below_min", min, value);
    if (value > max) throw ApiError.outOfRange(this.path + name, kind, "above_max", max, value);
  }
}

export function isObject(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
