/**
 * Enumerable: Sum and Average over int, long, float, double, decimal and their nullables.
 * @module
 */
import { spend } from "../../csharp/runtime/budget.ts";
import { type Call, Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { KEYWORD_TYPES } from "../../csharp/syntax/keyword_types.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import { overflow } from "../../csharp/runtime/errors.ts";
import { add, CsDecimal, divide } from "../../csharp/runtime/number/decimal.ts";
import { given, noElements, source } from "./source.ts";

export const types = new Declarations();

/** How one numeric type is summed. `Sum` is what the sum is kept in. */
interface Summing<N, Sum> {
  readonly keyword: string;
  readonly average: string;
  readonly zero: Sum;
  add(sum: Sum, item: N): Sum;
  total(sum: Sum): N;
  mean(sum: Sum, count: number): unknown;
}

const INT: Summing<number, number> = {
  keyword: "int",
  average: "double",
  zero: 0,
  add: (sum, item) => sum + item,
  total: (sum) => {
    if (sum !== (sum | 0)) throw overflow();
    return sum;
  },
  mean: (sum, count) => sum / count,
};

const LONG: Summing<bigint, bigint> = {
  keyword: "long",
  average: "double",
  zero: 0n,
  add: (sum, item) => {
    const next = sum + item;
    if (next !== BigInt.asIntN(64, next)) throw overflow();
    return next;
  },
  total: (sum) => sum,
  mean: (sum, count) => Number(sum) / count,
};

const DOUBLE: Summing<number, number> = {
  keyword: "double",
  average: "double",
  zero: 0,
  add: (sum, item) => sum + item,
  total: (sum) => sum,
  mean: (sum, count) => sum / count,
};

const FLOAT: Summing<number, number> = {
  ...DOUBLE,
  keyword: "float",
  average: "float",
  total: (sum) => Math.fround(sum),
  mean: (sum, count) => Math.fround(sum / count),
};

const DECIMAL: Summing<CsDecimal, CsDecimal> = {
  keyword: "decimal",
  average: "decimal",
  zero: CsDecimal.zero,
  add,
  total: (sum) => sum,
  mean: (sum, count) => divide(sum, CsDecimal.from(count)),
};

type Selector = (item: unknown) => unknown;

/** The running sum and the count of what is not null. */
function run<N, Sum>(
  items: Iterable<unknown>,
  selector: Selector | null,
  { zero, add }: Summing<N, Sum>,
): { sum: Sum; count: number } {
  let sum = zero;
  let count = 0;
  for (const item of items) {
    spend();
    const value = selector === null ? item : selector(item);
    if (value === null) continue;
    sum = add(sum, value as N);
    count++;
  }
  return { sum, count };
}

function declareFor<N, Sum>(how: Summing<N, Sum>): void {
  const plainType = typeOf(KEYWORD_TYPES.get(how.keyword)!);
  const sum = (items: Iterable<unknown>, selector: Selector | null) =>
    how.total(run(items, selector, how).sum);
  const average = (items: Iterable<unknown>, selector: Selector | null, nullable: boolean) => {
    const { sum, count } = run(items, selector, how);
    if (count > 0) return how.mean(sum, count);
    if (nullable) return null;
    throw noElements();
  };
  const members: Record<string, Implementation> = {};
  for (const nullable of [false, true]) {
    const mark = nullable ? "?" : "";
    const type = how.keyword + mark;
    const element = nullable ? typeOf("System.Nullable", plainType) : plainType;
    const plain = `this IEnumerable<${type}> source`;
    const selected = `this IEnumerable<S> source, Func<S, ${type}> selector`;
    members[`static ${type} Sum(${plain})`] = (sequence: unknown) =>
      sum(source(sequence, element), null);
    members[`static ${type} Sum<S>(${selected})`] = (
      sequence: unknown,
      selector: Selector,
      call: Call,
    ) => sum(source(sequence, call.types[0]), given(selector, "selector"));
    members[`static ${how.average}${mark} Average(${plain})`] = (sequence: unknown) =>
      average(source(sequence, element), null, nullable);
    members[`static ${how.average}${mark} Average<S>(${selected})`] = (
      sequence: unknown,
      selector: Selector,
      call: Call,
    ) => average(source(sequence, call.types[0]), given(selector, "selector"), nullable);
  }
  types.declare({ type: "static class System.Linq.Enumerable", members });
}

declareFor(INT);
declareFor(LONG);
declareFor(FLOAT);
declareFor(DOUBLE);
declareFor(DECIMAL);
