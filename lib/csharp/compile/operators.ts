/**
 * Operators as closures, specialised by type.
 * @module
 */
import type { Bound } from "../bind/bound.ts";
import { isConstant } from "../bind/constants.ts";
import { originOf, resolveOrigin } from "../bind/origin.ts";
import * as t from "../bind/types.ts";
import { binaryOperation, unaryOperation } from "../runtime/arithmetic.ts";
import { chargeForCopy, joined, spend } from "../runtime/budget.ts";
import { textOf } from "../runtime/object.ts";
import { Box, type CsObject } from "../runtime/values.ts";
import type { Code, Frame } from "./frame.ts";

type Of<K extends Bound["kind"]> = Bound & { kind: K };
type Emit = (bound: Bound) => Code;

export function emitUnary(bound: Of<"unary">, emit: Emit): Code {
  const { operator, operand, checked } = bound;
  const code = emit(operand);
  if (operator === "!" && operand.type === t.BOOL) return (f) => !code(f);
  const operation = unaryOperation(operator, t.enumBase(t.underlying(operand.type)), checked) as (
    v: unknown,
  ) => unknown;
  if (!t.isNullable(operand.type)) return (f) => operation(code(f));
  return (f) => {
    const value = code(f);
    return value === null ? null : operation(value);
  };
}

export function emitBinary(bound: Of<"binary">, emit: Emit): Code {
  const { operator, operandType, lifted, checked } = bound;
  const [left, right] = [emit(bound.left), emit(bound.right)];
  if (lifted) return liftedBinary(bound, left, right);
  const direct = DIRECT.get(operator);
  if (operandType === t.STRING && !isConstant(bound.right) && !isConstant(bound.left)) {
    const equal = (f: Frame) => sameText(left(f) as string | null, right(f) as string | null);
    return operator === "==" ? equal : (f) => !equal(f);
  }
  if (direct && (operandType !== t.DECIMAL)) {
    if (isConstant(bound.right)) {
      return direct.constant(left as Code<never>, bound.right.value as never);
    }
    return direct.general(left as Code<never>, right as Code<never>);
  }
  if (operandType === t.INT && !checked) {
    const arithmetic = INT_ARITHMETIC.get(operator);
    if (arithmetic) return arithmetic(left as Code<number>, right as Code<number>);
  }
  if (operandType === t.DOUBLE) {
    const arithmetic = DOUBLE_ARITHMETIC.get(operator);
    if (arithmetic) return arithmetic(left as Code<number>, right as Code<number>);
  }
  const operation = binaryOperation(operator, operandType, checked) as (
    a: unknown,
    b: unknown,
  ) => unknown;
  if (operandType === t.DECIMAL) {
    return (f) => {
      spend(STEPS_PER_OPERATION);
      return operation(left(f), right(f));
    };
  }
  return (f) => operation(left(f), right(f));
}

function sameText(a: string | null, b: string | null): boolean {
  if (a !== null && b !== null && a.length === b.length) chargeForCopy(a);
  return a === b;
}

interface Direct {
  general(l: Code<never>, r: Code<never>): Code;
  constant(l: Code<never>, r: never): Code;
}

/** Comparisons: JavaScript's own on every form but decimal's. */
const DIRECT: ReadonlyMap<string, Direct> = new Map<string, Direct>(Object.entries({
  "==": { general: (l, r) => (f) => l(f) === r(f), constant: (l, r) => (f) => l(f) === r },
  "!=": { general: (l, r) => (f) => l(f) !== r(f), constant: (l, r) => (f) => l(f) !== r },
  "<": { general: (l, r) => (f) => l(f) < r(f), constant: (l, r) => (f) => l(f) < r },
  ">": { general: (l, r) => (f) => l(f) > r(f), constant: (l, r) => (f) => l(f) > r },
  "<=": { general: (l, r) => (f) => l(f) <= r(f), constant: (l, r) => (f) => l(f) <= r },
  ">=": { general: (l, r) => (f) => l(f) >= r(f), constant: (l, r) => (f) => l(f) >= r },
}));

type Arithmetic = ReadonlyMap<string, (l: Code<number>, r: Code<number>) => Code<number>>;

const INT_ARITHMETIC: Arithmetic = new Map(Object.entries({
  "+": (l, r) => (f) => (l(f) + r(f)) | 0,
  "-": (l, r) => (f) => (l(f) - r(f)) | 0,
  "*": (l, r) => (f) => Math.imul(l(f), r(f)),
  "&": (l, r) => (f) => l(f) & r(f),
  "|": (l, r) => (f) => l(f) | r(f),
  "^": (l, r) => (f) => l(f) ^ r(f),
  "<<": (l, r) => (f) => l(f) << r(f),
  ">>": (l, r) => (f) => l(f) >> r(f),
}));

const DOUBLE_ARITHMETIC: Arithmetic = new Map(Object.entries({
  "+": (l, r) => (f) => l(f) + r(f),
  "-": (l, r) => (f) => l(f) - r(f),
  "*": (l, r) => (f) => l(f) * r(f),
  "/": (l, r) => (f) => l(f) / r(f),
}));

/** Operators on T?: a null operand gives null, or false; `&` and `|` on bool? know three values. */
function liftedBinary(bound: Of<"binary">, left: Code, right: Code): Code {
  const { operator, operandType, checked } = bound;
  const operation = binaryOperation(operator, operandType, checked) as (
    a: unknown,
    b: unknown,
  ) => unknown;
  if (operandType === t.BOOL && (operator === "&" || operator === "|")) {
    const decided = operator === "|";
    return (f) => {
      const [a, b] = [left(f), right(f)];
      if (a === decided || b === decided) return decided;
      return a === null || b === null ? null : !decided;
    };
  }
  const whenNull = (a: unknown, b: unknown) => {
    if (operator === "==") return a === b;
    if (operator === "!=") return a !== b;
    return "<>".includes(operator[0]) && operator.length <= 2 && operator !== "<<" &&
        operator !== ">>"
      ? false
      : null;
  };
  return (f) => {
    const [a, b] = [left(f), right(f)];
    return a === null || b === null ? whenNull(a, b) : operation(a, b);
  };
}

/** Of an operator that a type of the library has. */
const STEPS_PER_OPERATION = 4;

export function emitUserBinary(bound: Of<"userBinary">, emit: Emit): Code {
  const [left, right] = [emit(bound.left), emit(bound.right)];
  const { implementation } = bound.method;
  const call = { types: bound.types };
  const { lifted } = bound;
  if (!lifted) {
    return (f) => {
      spend(STEPS_PER_OPERATION);
      return implementation(left(f), right(f), call);
    };
  }
  return (f) => {
    spend(STEPS_PER_OPERATION);
    const [a, b] = [left(f), right(f)];
    if (a !== null && b !== null) return implementation(a, b, call);
    if (lifted === "value") return null;
    if (lifted === "order") return false;
    return (a === b) === (lifted === "equal");
  };
}

export function emitUserUnary(bound: Of<"userUnary">, emit: Emit): Code {
  const operand = emit(bound.operand);
  const { implementation } = bound.method;
  const call = { types: bound.types };
  if (!bound.lifted) return (f) => implementation(operand(f), call);
  return (f) => {
    const value = operand(f);
    return value === null ? null : implementation(value, call);
  };
}

/** Code of an operand's text in a concatenation. */
function emitText(bound: Bound, emit: Emit): Code<string> {
  const { type } = bound;
  const code = emit(bound);
  if (type === t.STRING) {
    if (isConstant(bound)) {
      const text = (bound.value ?? "") as string;
      return () => text;
    }
    return (f) => (code(f) as string | null) ?? "";
  }
  if (type === t.INT) return (f) => String(code(f));
  const text = textOf(type);
  return (f) => text(code(f));
}

export function emitConcat(bound: Of<"concat">, emit: Emit): Code {
  const parts = bound.parts.map((part) => emitText(part, emit));
  if (parts.length === 2) {
    const [a, b] = parts;
    return (f) => joined(a(f) + b(f));
  }
  if (parts.length === 3) {
    const [a, b, c] = parts;
    return (f) => joined(a(f) + b(f) + c(f));
  }
  return (f) => {
    let text = "";
    for (const part of parts) text += part(f);
    return joined(text);
  };
}

/**
 * `==` on references. JavaScript's strings and boxed numbers have no identity, so where C# would tell two of them
 * apart, what is known of where they come from decides: literals are one object, computed values are new ones. The
 * empty string is one object wherever it comes from.
 */
export function emitReferenceEquals(bound: Of<"referenceEquals">, emit: Emit): Code {
  const [left, right] = [emit(bound.left), emit(bound.right)];
  const { negated } = bound;
  const [a, b] = [resolveOrigin(originOf(bound.left)), resolveOrigin(originOf(bound.right))];
  const sameText = a.local !== null && a.local === b.local ||
    a.kind === b.kind && a.kind !== "fresh";
  const sameVariable = a.local !== null && a.local === b.local;
  return (f) => {
    const [x, y] = [left(f), right(f)];
    let same = x === y;
    if (same) {
      if (x === null) return !negated;
      if (typeof x === "string") same = sameText || x === "";
      else if (typeof x !== "object" && typeof x !== "function") same = sameVariable;
    } else if (sameVariable && x instanceof Box) same = true;
    else same = identityOf(x) === identityOf(y);
    return same !== negated;
  };
}

/** What a reference to the value is equal by: the value itself, but for views of an object (CsObject.csIdentity). */
function identityOf(value: unknown): unknown {
  return (value as Partial<CsObject> | null)?.csIdentity ?? value;
}
