/**
 * Bound expressions as closures.
 * @module
 */
import type { Bound } from "../bind/bound.ts";
import * as t from "../bind/types.ts";
import { alignText, formatValue } from "../runtime/composite_format.ts";
import { CsTuple } from "../runtime/tuple.ts";
import { CsArray, newArray, newMultiArray } from "../runtime/array.ts";
import { joined, spend } from "../runtime/budget.ts";
import { defaultOf } from "../runtime/defaults.ts";
import { CsException } from "../runtime/exception.ts";
import { castTo, isInstance } from "../runtime/instance.ts";
import { textOf } from "../runtime/object.ts";
import type { CsType } from "../runtime/type.ts";
import { CsAnonymous } from "../runtime/anonymous.ts";
import { emitCall, emitInvoke, emitMethodGroup, emitProperty } from "./calls.ts";
import { boxed, converter } from "./conversions.ts";
import type { Emitter } from "./emitter.ts";
import { nullReference } from "../runtime/errors.ts";
import { type Code, readLocal, storeLocal } from "./frame.ts";
import { emitLambda } from "./functions.ts";
import {
  emitBinary,
  emitConcat,
  emitReferenceEquals,
  emitUnary,
  emitUserBinary,
  emitUserUnary,
} from "./operators.ts";
import { emitPattern } from "./patterns.ts";
import { emitAssign, emitCompound, emitCopied, emitElement } from "./places.ts";

type Of<K extends Bound["kind"]> = Bound & { kind: K };
type EmitOf<K extends Bound["kind"]> = (
  bound: Of<K>,
  emit: (bound: Bound) => Code,
  emitter: Emitter,
) => Code;

export function emitExpression(emitter: Emitter, bound: Bound): Code {
  return (EMIT[bound.kind] as EmitOf<Bound["kind"]>)(
    bound as never,
    (inner) => emitter.expression(inner),
    emitter,
  );
}

const EMIT: { readonly [K in Bound["kind"]]: EmitOf<K> } = {
  constant: ({ value }) => () => value,
  default: ({ type }) => {
    const value = defaultOf(type.erased);
    return value instanceof CsTuple ? () => value.copy() : () => value;
  },
  local: ({ local, within }) => readLocal(local, within),
  convert: ({ operand, conversion, checked }, emit) => {
    const code = emit(operand);
    const convert = converter(conversion, checked);
    return convert ? (f) => convert(code(f)) : code;
  },
  call: emitCall,
  property: emitProperty,
  element: emitElement,
  invoke: ({ delegate, args }, emit) => emitInvoke(emit(delegate), args, emit),
  localCall: ({ local, within, args }, emit) => emitInvoke(readLocal(local, within), args, emit),
  unary: emitUnary,
  binary: emitBinary,
  userBinary: emitUserBinary,
  userUnary: emitUserUnary,
  concat: emitConcat,
  referenceEquals: emitReferenceEquals,
  isNull: ({ operand, negated }, emit) => {
    const code = emit(operand);
    return negated ? (f) => code(f) !== null : (f) => code(f) === null;
  },
  delegateCombine: emitCombine,
  logical: ({ operator, left, right }, emit) => {
    const [l, r] = [emit(left), emit(right)];
    return operator === "&&" ? (f) => l(f) && r(f) : (f) => l(f) || r(f);
  },
  conditional: ({ condition, whenTrue, whenFalse }, emit) => {
    const [test, yes, no] = [emit(condition), emit(whenTrue), emit(whenFalse)];
    return (f) => test(f) ? yes(f) : no(f);
  },
  coalesce: ({ left, right, leftConversion }, emit) => {
    const [l, r] = [emit(left), emit(right)];
    const convert = converter(leftConversion, false);
    return (f) => {
      const value = l(f);
      if (value === null) return r(f);
      return convert ? convert(value) : value;
    };
  },
  assign: emitAssign,
  compound: emitCompound,
  lambda: (bound, _, emitter) => emitLambda(emitter, bound),
  methodGroup: emitMethodGroup,
  newArray: emitNewArray,
  initialized: ({ creation, object, within, steps }, emit) => {
    const create = emit(creation);
    const store = storeLocal(object, within);
    const codes = steps.map(emit);
    return (f) => {
      const value = create(f);
      store(f, value);
      for (const code of codes) {
        code(f);
        // a step may itself make objects here
        store(f, value);
      }
      return value;
    };
  },
  anonymous: ({ values, type }, emit) => {
    const codes = values.map(emit);
    const { erased } = type;
    return (f) => new CsAnonymous(erased, codes.map((code) => code(f)));
  },
  anonymousMember: ({ receiver, index }, emit) => {
    const code = emit(receiver);
    return (f) => {
      const object = code(f) as CsAnonymous | null;
      if (object === null) throw nullReference();
      return object.values[index];
    };
  },
  tuple: ({ elements, type }, emit) => {
    const codes = elements.map((element) => emitCopied(element, emit));
    const erased = t.underlying(type).erased;
    return (f) => new CsTuple(erased, codes.map((code) => code(f)));
  },
  tupleElement: ({ receiver, index }, emit) => {
    const code = emit(receiver);
    return (f) => (code(f) as CsTuple).items[index];
  },
  isType: ({ operand, target }, emit) => {
    const code = boxed(operand.type, emit(operand));
    const { erased } = target;
    return (f) => isInstance(code(f), erased);
  },
  as: ({ operand, target }, emit) => {
    const code = boxed(operand.type, emit(operand));
    const { erased } = target;
    return (f) => {
      const value = code(f);
      return isInstance(value, erased) ? castTo(value, erased) : null;
    };
  },
  isPattern: ({ operand, pattern }, emit) => {
    const code = emit(operand);
    const match = emitPattern(pattern, operand.type);
    return (f) => match(f, code(f));
  },
  conditionalAccess: ({ receiver, value, within, access }, emit) => {
    const [target, then] = [emit(receiver), emit(access)];
    const store = storeLocal(value, within);
    return (f) => {
      const object = target(f);
      if (object === null) return null;
      store(f, object);
      return then(f);
    };
  },
  interpolated: emitInterpolated,
  typeof: ({ target }) => () => target.erased,
  throw: ({ operand }, emit) => {
    const code = emit(operand);
    return (f) => {
      throw code(f) ?? nullReference();
    };
  },
  sequence: ({ first, last }, emit) => {
    const codes = first.map(emit);
    const value = emit(last);
    return (f) => {
      for (const code of codes) code(f);
      return value(f);
    };
  },
};

function emitInterpolated(bound: Of<"interpolated">, emit: (bound: Bound) => Code): Code {
  const parts = bound.parts.map((part): Code<string> => {
    if (typeof part === "string") return () => part;
    const { value, alignment, format } = part;
    const code = emit(value);
    if (format === null || format === "") {
      const text = textOf(value.type);
      return alignment === 0 ? (f) => text(code(f)) : (f) => alignText(text(code(f)), alignment);
    }
    const box = boxed(value.type, code);
    return (f) => alignText(formatValue(box(f), format), alignment);
  });
  return (f) => {
    let text = "";
    spend(parts.length);
    for (const part of parts) text += part(f);
    return joined(text);
  };
}

function emitNewArray(bound: Of<"newArray">, emit: (bound: Bound) => Code): Code {
  const { elements, sizes, type } = bound;
  const elementType = bound.elementType.erased;
  const arrayType = type.erased;
  if (elements && sizes.length === 0) {
    const codes = elements.map((element) => emitCopied(element, emit));
    return (f) => new CsArray(arrayType, codes.map((code) => code(f)));
  }
  const lengths = sizes.map(emit) as Code<number>[];
  if (elements) {
    const codes = elements.map((element) => emitCopied(element, emit));
    return (f) =>
      new CsArray(arrayType, codes.map((code) => code(f)), lengths.map((code) => code(f)));
  }
  const filler = fillerOf(elementType);
  if (lengths.length === 1) {
    const [length] = lengths;
    return (f) => newArray(elementType, length(f), filler());
  }
  return (f) => {
    const all = lengths.map((code) => code(f));
    if (all.some((length) => length < 0)) {
      throw new CsException(
        "System.OverflowException",
        "Arithmetic operation resulted in an overflow.",
      );
    }
    return newMultiArray(arrayType, all, filler());
  };
}

function fillerOf(type: CsType): () => unknown {
  const value = defaultOf(type);
  return () => value;
}

type Delegate = ((...args: unknown[]) => unknown) & { parts?: readonly Delegate[] };

/** `a + b` and `a - b` on delegates. */
function emitCombine(bound: Of<"delegateCombine">, emit: (bound: Bound) => Code): Code {
  const [left, right] = [emit(bound.left), emit(bound.right)];
  const { remove } = bound;
  return (f) => {
    const [a, b] = [left(f) as Delegate | null, right(f) as Delegate | null];
    if (a === null || b === null) return remove ? a : a ?? b;
    const parts = [...a.parts ?? [a]];
    if (!remove) return multicast([...parts, ...b.parts ?? [b]]);
    const at = parts.lastIndexOf(b);
    if (at >= 0) parts.splice(at, 1);
    return parts.length === 0 ? null : multicast(parts);
  };
}

function multicast(parts: readonly Delegate[]): Delegate {
  if (parts.length === 1) return parts[0];
  const all: Delegate = (...args) => {
    let result: unknown;
    for (const part of parts) result = part(...args);
    return result;
  };
  all.parts = parts;
  return all;
}
