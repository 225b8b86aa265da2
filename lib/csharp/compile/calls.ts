/**
 * Calls and their arguments.
 * @module
 */
import { chargeForUse, spend } from "../runtime/budget.ts";
import { type Bound, type BoundArgument } from "../bind/bound.ts";
import { livesInCell } from "../bind/variables.ts";
import * as t from "../bind/types.ts";
import type { CsArray } from "../runtime/array.ts";
import type { Implementation } from "../runtime/declare.ts";
import type { Ref } from "../runtime/values.ts";
import { converter } from "./conversions.ts";
import { nullReference } from "../runtime/errors.ts";
import type { Code, Frame } from "./frame.ts";
import { emitPlace } from "./places.ts";

type Of<K extends Bound["kind"]> = Bound & { kind: K };
type Emit = (bound: Bound) => Code;

/** Whether a null receiver is a NullReferenceException here, before the member sees it. */
function needsReceiver(receiver: Bound): boolean {
  return !t.isValueType(receiver.type);
}

/** Types whose members do next to nothing. */
const CHEAP_TYPES: ReadonlySet<string> = new Set(["System.Math", "System.Char"]);

/** Members whose work does not depend on how large what they are called on is, or who count it themselves. */
const CONSTANT: ReadonlySet<string> = new Set([
  "Add",
  "Any",
  "Append",
  "AppendFormat",
  "AppendLine",
  "AsEnumerable",
  "Cast",
  "Clear",
  "ContainsKey",
  "Dequeue",
  "ElementAt",
  "ElementAtOrDefault",
  "EndsWith",
  "Enqueue",
  "First",
  "FirstOrDefault",
  "GetEnumerator",
  "GetLength",
  "GetType",
  "GetValue",
  "GetValueOrDefault",
  "IsNullOrEmpty",
  "Last",
  "LastOrDefault",
  "MoveNext",
  "OfType",
  "Peek",
  "Pop",
  "Push",
  "Select",
  "SelectMany",
  "SetValue",
  "Skip",
  "SkipWhile",
  "StartsWith",
  "Substring",
  "Take",
  "TakeWhile",
  "TryGetValue",
  "Where",
]);

/** Members whose work the platform does at one go. */
const SWIFT: ReadonlySet<string> = new Set([
  "Concat",
  "Contains",
  "Equals",
  "IndexOf",
  "Insert",
  "IsMatch",
  "IsNullOrWhiteSpace",
  "Join",
  "Match",
  "Remove",
  "Replace",
  "Split",
  "ToString",
  "Trim",
]);

/** Steps of a call whose work is not counted by anything else. */
const STEPS_PER_CALL = 12;
const STEPS_PER_SWIFT_CALL = 4;

/**
 * Most members look at all that they are given: it is counted where they are called.
 * @param operands values that it is called with, the receiver included
 */
function counted(name: string, implementation: Implementation, operands: number): Implementation {
  if (CONSTANT.has(name)) return implementation;
  const swift = SWIFT.has(name);
  const steps = swift ? STEPS_PER_SWIFT_CALL : STEPS_PER_CALL;
  switch (operands) {
    case 0:
      return (call) => {
        spend(steps);
        return implementation(call);
      };
    case 1:
      return (a, call) => {
        spend(steps);
        chargeForUse(a, swift);
        return implementation(a, call);
      };
    case 2:
      return (a, b, call) => {
        spend(steps);
        chargeForUse(a, swift);
        chargeForUse(b, swift);
        return implementation(a, b, call);
      };
    default:
      return (...values: unknown[]) => {
        spend(steps);
        for (let i = 0; i < values.length; i++) chargeForUse(values[i], swift);
        return implementation(...values);
      };
  }
}

export function emitCall(bound: Of<"call">, emit: Emit): Code {
  const { method, receiver, args } = bound;
  const call = { types: bound.types.map((type) => type.erased) };
  const implementation = CHEAP_TYPES.has(method.owner.name)
    ? method.implementation
    : counted(method.name, method.implementation, args.length + (receiver ? 1 : 0));
  if (args.some((one) => one.kind === "reference")) {
    return withReferences(bound, implementation, call, emit);
  }
  const codes = (args as Bound[]).map(emit);
  if (!receiver) return staticCall(implementation, codes, call);
  const target = emit(receiver);
  const [a, b] = codes;
  if (!needsReceiver(receiver)) {
    if (codes.length === 0) return (f) => implementation(target(f), call);
    if (codes.length === 1) return (f) => implementation(target(f), a(f), call);
    return (f) => implementation(target(f), ...codes.map((code) => code(f)), call);
  }
  switch (codes.length) {
    case 0:
      return (f) => {
        const self = target(f);
        if (self === null) throw nullReference();
        return implementation(self, call);
      };
    case 1:
      return (f) => {
        const self = target(f);
        const x = a(f);
        if (self === null) throw nullReference();
        return implementation(self, x, call);
      };
    case 2:
      return (f) => {
        const self = target(f);
        const x = a(f);
        const y = b(f);
        if (self === null) throw nullReference();
        return implementation(self, x, y, call);
      };
    default:
      return (f) => {
        const self = target(f);
        const values = codes.map((code) => code(f));
        if (self === null) throw nullReference();
        return implementation(self, ...values, call);
      };
  }
}

function staticCall(implementation: Implementation, codes: readonly Code[], call: object): Code {
  const [a, b, c] = codes;
  switch (codes.length) {
    case 0:
      return () => implementation(call);
    case 1:
      return (f) => implementation(a(f), call);
    case 2:
      return (f) => implementation(a(f), b(f), call);
    case 3:
      return (f) => implementation(a(f), b(f), c(f), call);
    default:
      return (f) => implementation(...codes.map((code) => code(f)), call);
  }
}

/** An argument by reference: the variable's own cell, or one that is written back afterwards. */
interface Passed {
  readonly value: unknown;
  readonly writeBack: (() => void) | null;
}

function emitArgument(argument: BoundArgument, emit: Emit): (frame: Frame) => Passed {
  if (argument.kind !== "reference") {
    const code = emit(argument);
    return (f) => ({ value: code(f), writeBack: null });
  }
  const { target } = argument;
  if (target.kind === "local" && livesInCell(target.local)) {
    const slot = target.within.slotOf(target.local);
    return (f) => ({ value: f[slot], writeBack: null });
  }
  const place = emitPlace(target, emit);
  return (f) => {
    const at = place(f);
    const cell: Ref = { value: at.get() };
    return { value: cell, writeBack: () => at.set(cell.value) };
  };
}

function withReferences(
  bound: Of<"call">,
  implementation: Implementation,
  call: object,
  emit: Emit,
): Code {
  const args = bound.args.map((argument) => emitArgument(argument, emit));
  const target = bound.receiver && emit(bound.receiver);
  const checked = bound.receiver !== null && needsReceiver(bound.receiver);
  return (f) => {
    const self = target?.(f);
    const passed = args.map((argument) => argument(f));
    if (checked && self === null) throw nullReference();
    const values = passed.map((one) => one.value);
    const result = target ? implementation(self, ...values, call) : implementation(...values, call);
    for (const one of passed) one.writeBack?.();
    return result;
  };
}

type Callable = (...args: unknown[]) => unknown;

/** A call of a delegate or local function. */
export function emitInvoke(callee: Code, args: readonly BoundArgument[], emit: Emit): Code {
  if (args.some((one) => one.kind === "reference")) {
    const codes = args.map((argument) => emitArgument(argument, emit));
    return (f) => {
      const target = callee(f) as Callable | null;
      const passed = codes.map((code) => code(f));
      if (target === null) throw nullReference();
      const result = target(...passed.map((one) => one.value));
      for (const one of passed) one.writeBack?.();
      return result;
    };
  }
  const codes = (args as Bound[]).map(emit);
  const [a, b] = codes;
  const checked = (target: unknown) => {
    if (target === null) throw nullReference();
    return target as Callable;
  };
  switch (codes.length) {
    case 0:
      return (f) => checked(callee(f))();
    case 1:
      return (f) => {
        const target = callee(f);
        const x = a(f);
        return checked(target)(x);
      };
    case 2:
      return (f) => {
        const target = callee(f);
        const x = a(f);
        const y = b(f);
        return checked(target)(x, y);
      };
    default:
      return (f) => {
        const target = callee(f);
        const values = codes.map((code) => code(f));
        return checked(target)(...values);
      };
  }
}

export function emitProperty(bound: Of<"property">, emit: Emit): Code {
  const { property, receiver } = bound;
  const call = { types: bound.types.map((type) => type.erased) };
  const get = property.get;
  if (!get) throw new TypeError(`${property.name} cannot be read`);
  if (!receiver) return () => get(call);
  const target = emit(receiver);
  const args = bound.args.map(emit);
  if (property.owner.name === "System.Array" && property.name === "Length") {
    return (f) => {
      const array = target(f) as CsArray | null;
      if (array === null) throw nullReference();
      return array.items.length;
    };
  }
  if (args.length === 0) {
    if (!needsReceiver(receiver)) return (f) => get(target(f), call);
    return (f) => {
      const self = target(f);
      if (self === null) throw nullReference();
      return get(self, call);
    };
  }
  const [index] = args;
  if (args.length === 1) {
    return (f) => {
      const self = target(f);
      const at = index(f);
      if (self === null) throw nullReference();
      return get(self, at, call);
    };
  }
  return (f) => {
    const self = target(f);
    const values = args.map((code) => code(f));
    if (self === null) throw nullReference();
    return get(self, ...values, call);
  };
}

/** A method as a delegate. */
export function emitMethodGroup(bound: Of<"methodGroup">, emit: Emit): Code {
  const { implementation } = bound.method;
  const call = { types: bound.types.map((type) => type.erased) };
  const adapt = bound.adapt?.map((conversion) => converter(conversion, false)) ?? null;
  const adapted = (args: unknown[]) =>
    adapt ? args.map((value, i) => adapt[i]?.(value) ?? value) : args;
  if (!bound.receiver) {
    if (!adapt && bound.method.parameters.length === 1) {
      const single = (value: unknown) => implementation(value, call);
      return () => single;
    }
    const count = bound.method.parameters.length;
    const delegate = (...args: unknown[]) => implementation(...adapted(args.slice(0, count)), call);
    return () => delegate;
  }
  const receiver = emit(bound.receiver);
  const { extensionReceiver } = bound;
  const count = bound.method.parameters.length - (extensionReceiver ? 1 : 0);
  return (f) => {
    const self = receiver(f);
    if (self === null && !extensionReceiver) throw nullReference();
    return (...args: unknown[]) => implementation(self, ...adapted(args.slice(0, count)), call);
  };
}
