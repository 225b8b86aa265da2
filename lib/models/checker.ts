/**
 * Checks values that came from JSON, and gathers every problem with its path.
 * @module
 */

import { nearest } from "../core/one_of.ts";

/** Each method returns whether (or what) the value is as asked, and reports when it is not. */
export class Checker {
  readonly problems: string[] = [];

  /** @param onProblem told of each problem too, with the path that it stands at. */
  constructor(readonly onProblem?: (path: string, message: string) => void) {}

  report(path: string, message: string): void {
    this.problems.push(path === "" ? message : `${path} ${message}`);
    this.onProblem?.(path, message);
  }

  /** An object with no other fields than `names`. */
  object(
    value: unknown,
    path: string,
    names: readonly string[],
  ): Readonly<Record<string, unknown>> | undefined {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.report(path, `must be an object: it is ${shown(value)}`);
      return undefined;
    }
    for (const name of Object.keys(value)) {
      if (!names.includes(name)) {
        this.report(
          path === "" ? name : `${path}.${name}`,
          `is unknown here: expected ${names.join(", ")}`,
        );
      }
    }
    return value as Readonly<Record<string, unknown>>;
  }

  /** A list with at least `least` items, each handed to `each` with its path. */
  list(
    value: unknown,
    path: string,
    each: (item: unknown, path: string) => void,
    least = 1,
  ): boolean {
    if (!Array.isArray(value) || value.length < least) {
      this.report(path, `must be a list of at least ${least}: it is ${shown(value)}`);
      return false;
    }
    value.forEach((item, index) => each(item, `${path}[${index}]`));
    return true;
  }

  /** A string that is not empty. */
  text(value: unknown, path: string): value is string {
    if (typeof value === "string" && value !== "") return true;
    this.report(path, `must be a text: it is ${shown(value)}`);
    return false;
  }

  /** A number of at least `min` (above it: `exclusive`; default 0) and at most `max` (default: any). */
  number(
    value: unknown,
    path: string,
    range: { min?: number; max?: number; exclusive?: boolean; whole?: boolean } = {},
  ): value is number {
    const { min = 0, max = Infinity, exclusive = false, whole = false } = range;
    if (
      typeof value === "number" && Number.isFinite(value) && value <= max &&
      (exclusive ? value > min : value >= min) && (!whole || Number.isInteger(value))
    ) return true;
    const bounds = exclusive
      ? typeof value === "number" && value > max ? `of at most ${max}` : `above ${min}`
      : max === Infinity
      ? `of at least ${min}`
      : `from ${min} to ${max}`;
    this.report(path, `must be a ${whole ? "whole " : ""}number ${bounds}: it is ${shown(value)}`);
    return false;
  }

  oneOf<T>(value: unknown, path: string, choices: readonly T[]): value is T {
    if (choices.includes(value as T)) return true;
    const meant = typeof value === "string" ? nearest(value, choices.map(String)) : null;
    const hint = meant === null ? "" : ` (did you mean ${JSON.stringify(meant)}?)`;
    this.report(path, `must be one of ${choices.join(", ")}: it is ${shown(value)}${hint}`);
    return false;
  }

  /** Runs the check unless the value is left out. */
  optional(value: unknown, check: (value: unknown) => void): void {
    if (value !== undefined) check(value);
  }
}

function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
