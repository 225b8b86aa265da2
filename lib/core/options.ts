/**
 * What options may be, held against what was given: plain JavaScript and a notebook's kernel check no types.
 * @module
 */
import { inspect } from "node:util";
import { unknownName, UnknownNameError } from "./one_of.ts";

/** What is wrong with a value, and where below it: `.k`, `[2]`. */
interface Fault {
  readonly at: string;
  /** `must be text: it is 5` */
  readonly says: string;
}

/** Looks at a value; null: it fits. */
export type Shape = (value: unknown) => Fault | null;

/** A shape for each option of `T`: one that is left out does not compile. */
export type Shapes<T> = Readonly<Record<keyof Required<T>, Shape>>;

/** An option that cannot be what it is. It carries no stack, as errors for people do. */
export class OptionError extends TypeError {
  override name = "TypeError";
  readonly code = "invalid-option";

  constructor(message: string) {
    super(message);
    Object.defineProperty(this, "stack", {
      get: () => `${this.name}: ${this.message}`,
      configurable: true,
    });
  }
}

/** @param wants in words: "text", "a number above 0" */
export function shape(wants: string, fits: (value: unknown) => boolean): Shape {
  return (value) =>
    fits(value) ? null : { at: "", says: `must be ${wants}: it is ${inspected(value)}` };
}

export const anything = shape("anything", () => true);
export const text = shape("text", (value) => typeof value === "string");
/** Text that an error must not show. */
export const secretText: Shape = (value) =>
  typeof value === "string" ? null : { at: "", says: `must be text: it is ${typeof value}` };

export const flag = shape("true or false", (value) => typeof value === "boolean");
export const callable = shape("a function", (value) => typeof value === "function");
export const object = shape("an object", isObject);
/** An object that can do this. */
export function having(...methods: readonly string[]): Shape {
  const wants = `an object with ${methods.map((name) => `${name}()`).join(", ")}`;
  const can = (value: object) =>
    methods.every((name) => typeof Reflect.get(value, name) === "function");
  return shape(wants, (value) => isObject(value) && can(value));
}

export const textOrNumber = shape(
  "text or a number",
  (value) => typeof value === "string" || Number.isFinite(value),
);
export const abortSignal = shape("an AbortSignal", (value) => value instanceof AbortSignal);

/** @param most default: no limit */
export function numberFrom(least: number, most = Infinity): Shape {
  const wants = most === Infinity ? `a number from ${least}` : `a number from ${least} to ${most}`;
  return shape(wants, (value) => Number.isFinite(value) && isWithin(value, least, most));
}

export const numberAboveZero = shape(
  "a number above 0",
  (value) => Number.isFinite(value) && isWithin(value, Number.MIN_VALUE, Infinity),
);

/** @param most default: no limit */
export function wholeFrom(least: number, most = Infinity): Shape {
  const range = most === Infinity ? `from ${least}` : `from ${least} to ${most}`;
  return shape(
    `a whole number ${range}`,
    (value) => Number.isInteger(value) && isWithin(value, least, most),
  );
}

export function oneOfThese(...choices: readonly string[]): Shape {
  const named = choices.map((choice) => JSON.stringify(choice));
  const wants = [named.slice(0, -1).join(", "), named.at(-1)].filter(Boolean).join(" or ");
  return shape(wants, (value) => choices.includes(value as string));
}

export function listOf(item: Shape): Shape {
  return (value) => {
    if (!Array.isArray(value)) return shape("a list", () => false)(value);
    return firstFault(value.map((one, i) => [`[${i}]`, item(one)]));
  };
}

const named = shape("an object of names and values", () => false);

/** An object with any names. */
export function recordOf(item: Shape): Shape {
  return (value) => {
    if (!isObject(value) || Array.isArray(value)) return named(value);
    return firstFault(Object.entries(value).map(([name, one]) => [`.${name}`, item(one)]));
  };
}

/** An object with these names and no others; all may be left out. */
export function fieldsOf<T>(shapes: Shapes<T>): Shape {
  const notFields = shape(`an object with ${Object.keys(shapes).join(", ")}`, () => false);
  return (value) => {
    if (!isObject(value) || Array.isArray(value)) return notFields(value);
    const fault = optionFaults(value, shapes)[0] ?? null;
    return fault?.at === "" ? { at: "", says: `has ${fault.says}` } : fault;
  };
}

/** What fits one of two shapes: a plain value, or a list or object, whose own faults are told. */
export function either(plain: Shape, nested: Shape): Shape {
  return (value) => {
    const fault = plain(value);
    if (fault === null || isObject(value)) return fault && nested(value);
    const other = nested(value);
    return other && { at: "", says: fault.says.replace(/: it is/, `, or ${wanted(other)}: it is`) };
  };
}

function wanted({ says }: Fault): string {
  return says.replace(/^must be /, "").replace(/: it is [^]*$/, "");
}

/**
 * What is wrong with `options`, in the order in which they stand there: `count must be a whole number: it is "5"`.
 * @param needed options that may not be left out
 */
export function optionProblems<T>(
  options: object,
  shapes: Shapes<T>,
  needed: readonly (keyof T & string)[] = [],
): string[] {
  const problems = optionFaults(options, shapes).map(({ at, says }) =>
    `${at.slice(1)} ${says}`.trim()
  );
  const missing = needed.flatMap((name) => {
    if ((options as Readonly<Record<string, unknown>>)[name] !== undefined) return [];
    const wants = shapes[name](undefined)?.says.replace(/: it is undefined$/, "") ?? "";
    return `${name} is missing: it ${wants}`;
  });
  return [...problems, ...missing];
}

/**
 * Looks at all options.
 * @param what whose options they are: `testGateway`.
 * @param needed options that may not be left out
 * @throws UnknownNameError for a name that there is not, naming the one that was meant
 * @throws OptionError for a value that cannot be, naming the option and what was expected
 */
export function requireShapes<T>(
  what: string,
  options: unknown,
  shapes: Shapes<T>,
  needed: readonly (keyof T & string)[] = [],
): void {
  if (!isObject(options) || Array.isArray(options)) {
    throw new OptionError(
      `${what} takes an object of options: it was given ${inspected(options)}.`,
    );
  }
  const names = Object.keys(shapes);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UnknownNameError(`${what}: ${unknownName("option", unknown, names)}`);
  }
  const [problem] = optionProblems(options, shapes, needed);
  if (problem !== undefined) throw new OptionError(`${what}: ${problem}.`);
}

/** A value on one line, as an error shows it. */
export function inspected(value: unknown): string {
  if (value instanceof Promise) return "a promise: put await in front of it";
  if (typeof value === "string") return JSON.stringify(beginning(value, 60));
  const shown = inspect(value, { depth: 1, breakLength: Infinity, maxStringLength: 60 });
  return beginning(shown, 120);
}

function beginning(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}...` : text;
}

function optionFaults<T>(options: object, shapes: Shapes<T>): Fault[] {
  const known: Readonly<Record<string, Shape>> = shapes;
  return Object.entries(options).flatMap(([name, value]) => {
    if (!Object.hasOwn(known, name)) {
      return { at: "", says: unknownName("option", name, Object.keys(known)) };
    }
    const fault = value === undefined ? null : known[name](value);
    return fault === null ? [] : { at: `.${name}${fault.at}`, says: fault.says };
  });
}

function firstFault(found: readonly (readonly [at: string, fault: Fault | null])[]): Fault | null {
  for (const [at, fault] of found) {
    if (fault !== null) return { at: at + fault.at, says: fault.says };
  }
  return null;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return (value as number) >= least && (value as number) <= most;
}
