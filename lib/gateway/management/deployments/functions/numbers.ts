/**
 * Functions on numbers, flags and comparisons.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-numeric
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-comparison
 * @module
 */
import { TemplateError } from "../template_error.ts";
import { type Arguments, same, toText } from "../value.ts";
import type { FunctionTable } from "./table.ts";

export const NUMBER_FUNCTIONS: FunctionTable = {
  add: (args) => args.integer(0) + args.integer(1),
  sub: (args) => args.integer(0) - args.integer(1),
  mul: (args) => args.integer(0) * args.integer(1),
  div: (args) => Math.trunc(args.integer(0) / divisor(args)),
  mod: (args) => args.integer(0) % divisor(args),
  min: (args) => numbers(args).reduce((a, b) => Math.min(a, b)),
  max: (args) => numbers(args).reduce((a, b) => Math.max(a, b)),
  int(args) {
    const value = Number(toText(args.any(0)).trim() || "x");
    if (!Number.isFinite(value)) throw new TemplateError("'int' expects an integer");
    return Math.trunc(value);
  },
  float(args) {
    const value = Number(toText(args.any(0)).trim() || "x");
    if (!Number.isFinite(value)) throw new TemplateError("'float' expects a number");
    return value;
  },
  bool(args) {
    const value = args.any(0);
    if (typeof value === "boolean") return value;
    if (typeof value === "number") return value !== 0;
    const lower = toText(value).toLowerCase();
    if (lower === "true" || lower === "1") return true;
    if (lower === "false" || lower === "0") return false;
    throw new TemplateError("'bool' expects true or false");
  },
  true: () => true,
  false: () => false,
  null: () => null,
  not: (args) => !args.flag(0),
  xor: (args) => args.flag(0) !== args.flag(1),
  equals: (args) => same(args.any(0), args.any(1)),
  greater: (args) => order(args) > 0,
  greaterOrEquals: (args) => order(args) >= 0,
  less: (args) => order(args) < 0,
  lessOrEquals: (args) => order(args) <= 0,
};

function divisor(args: Arguments): number {
  const value = args.integer(1);
  if (value === 0) throw new TemplateError(`'${args.name}' cannot divide by 0`);
  return value;
}

function numbers(args: Arguments): number[] {
  const values = Array.isArray(args.any(0)) ? [...args.list(0)] : args.all();
  if (values.length > 0 && values.every((value) => typeof value === "number")) {
    return values as number[];
  }
  throw new TemplateError(`'${args.name}' expects integers`);
}

/** Texts compare by code units, numbers by value. */
function order(args: Arguments): number {
  const [a, b] = [args.any(0), args.any(1)];
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : a > b ? 1 : 0;
  return args.integer(0) - args.integer(1);
}
