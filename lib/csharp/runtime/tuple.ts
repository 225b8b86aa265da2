/**
 * The values of System.Tuple and System.ValueTuple: a fixed number of values of their own types.
 * @module
 */
import { hold } from "./budget.ts";
import { compareOf, equals, hashCode, hashKeyOf, textOf } from "./object.ts";
import type { CsType } from "./type.ts";
import { box, type CsObject } from "./values.ts";
import * as errors from "./errors.ts";

const OBJECT_BYTES = 80;
const VALUE_BYTES = 8;

/** Values in the unboxed forms of the type's arguments. C# copies a ValueTuple that it changes. */
export class CsTuple implements CsObject {
  constructor(readonly csType: CsType, readonly items: unknown[]) {
    hold(OBJECT_BYTES + VALUE_BYTES * items.length);
  }

  /** A copy, for a ValueTuple that is assigned. */
  copy(): CsTuple {
    return new CsTuple(this.csType, this.items.slice());
  }

  csToString(): string {
    const parts = this.items.map((item, i) => textOf(this.csType.typeArguments[i])(item));
    return `(${parts.join(", ")})`;
  }

  csEquals(other: unknown): boolean {
    if (!(other instanceof CsTuple) || other.csType.erased !== this.csType.erased) return false;
    return this.items.every((item, i) => {
      const type = this.csType.typeArguments[i];
      return equals(box(item, type), box(other.items[i], type));
    });
  }

  csHashKey(): string {
    return this.items.map((item, i) => {
      const key = hashKeyOf(this.csType.typeArguments[i])(item);
      const text = typeof key === "object" && key !== null ? String(hashCode(key)) : String(key);
      return `${typeof key}${text.length}:${text}`;
    }).join("");
  }

  csCompare(other: unknown): number {
    if (!(other instanceof CsTuple) || other.csType.erased !== this.csType.erased) {
      throw errors.argument(
        `Argument must be of type ${this.csType.fullName}.`,
        "other",
      );
    }
    for (let i = 0; i < this.items.length; i++) {
      const order = compareOf(this.csType.typeArguments[i])(this.items[i], other.items[i]);
      if (order !== 0) return order;
    }
    return 0;
  }
}
