/**
 * Patterns as tests of a value.
 * @module
 */
import type { BoundPattern } from "../bind/bound.ts";
import { isConstant } from "../bind/constants.ts";
import * as t from "../bind/types.ts";
import { castTo, isInstance } from "../runtime/instance.ts";
import { equals } from "../runtime/object.ts";
import type { CsType } from "../runtime/type.ts";
import { box } from "../runtime/values.ts";
import { boxer } from "./conversions.ts";
import { type Frame, storeLocal } from "./frame.ts";

export type Match = (frame: Frame, value: unknown) => boolean;

/** The pattern's test of a value in the form of `input`. */
export function emitPattern(pattern: BoundPattern, input: CsType): Match {
  switch (pattern.kind) {
    case "var": {
      const store = pattern.variable && storeLocal(pattern.variable, pattern.within);
      return (f, value) => {
        store?.(f, value);
        return true;
      };
    }
    case "type": {
      const { target, always } = pattern;
      const store = pattern.variable && storeLocal(pattern.variable, pattern.within);
      const toBox = boxer(input);
      return (f, value) => {
        const boxed = toBox ? toBox(value) : value;
        if (!always && !isInstance(boxed, target)) return false;
        store?.(f, castTo(boxed, target));
        return true;
      };
    }
    case "constant": {
      const constant = isConstant(pattern.value) ? pattern.value.value : null;
      if (constant === null) return (_, value) => value === null;
      const plain = t.same(pattern.target, t.underlying(input)) && typeof constant !== "object";
      if (plain) return (_, value) => value === constant;
      const boxed = box(constant, pattern.target);
      const toBox = boxer(input);
      return (_, value) => equals(toBox ? toBox(value) : value, boxed);
    }
  }
}
