/**
 * The operators of conditions, each counted by what it compares.
 * @module
 */
import type { Context, Operators } from "liquidjs";
import { spend } from "../../expression/values.ts";
import { sizeOf } from "./size.ts";

type BinaryOperator = (left: unknown, right: unknown, context: Context) => boolean;

const COMPARING = ["==", "!=", ">", "<", ">=", "<=", "contains"] as const;

/** The platform compares texts and searches them; elements of lists take a generator each. */
const CHARACTERS_PER_STEP = 64;
const LIST_SIZE_PER_STEP = 2;

function stepsOf(value: unknown): number {
  return sizeOf(value) / (typeof value === "string" ? CHARACTERS_PER_STEP : LIST_SIZE_PER_STEP);
}

/** The engine's own operators, counted. */
export function countedOperators(operators: Operators): Operators {
  const counted = COMPARING.map((name) => {
    const compare = operators[name] as BinaryOperator;
    const counting: BinaryOperator = (left, right, context) => {
      spend(Math.floor(stepsOf(left) + stepsOf(right)));
      return compare(left, right, context);
    };
    return [name, counting] as const;
  });
  return { ...operators, ...Object.fromEntries(counted) };
}
