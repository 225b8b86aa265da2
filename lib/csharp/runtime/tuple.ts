/**
 * System.Tuple and System.ValueTuple: a fixed number of values of their own types.
 * @module
 */
import { declare, type Implementation } from "./declare.ts";
import { defaultOf } from "./defaults.ts";
import { compareOf, equals, hashCode, hashKeyOf, textOf } from "./object.ts";
import { type CsType, typeOf } from "./type.ts";
import { box, type CsObject } from "./values.ts";
import * as errors from "./errors.ts";

const MOST = 7;

/** Values in the unboxed forms of the type's arguments. C# copies a ValueTuple that it changes. */
export class CsTuple implements CsObject {
  constructor(readonly csType: CsType, readonly items: unknown[]) {}

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

const REFERENCE = "System.Tuple";
const VALUE = "System.ValueTuple";

/** `A, B, C` for 3. */
const letters = (count: number) => Array.from({ length: count }, (_, i) => `T${i + 1}`);

function members(name: string, count: number): Record<string, Implementation> {
  const names = letters(count);
  const found: Record<string, Implementation> = {
    [`new(${names.map((t, i) => `${t} item${i + 1}`).join(", ")})`]: (...args) =>
      new CsTuple(typeOf(name, ...args[count].types), args.slice(0, count)),
    "string ToString()": (self) => self.csToString(),
    "bool Equals(object obj)": (self, other) => equals(self, other),
    "int GetHashCode()": (self) => hashCode(self),
  };
  names.forEach((type, i) => {
    const accessors = `${type} Item${i + 1}`;
    if (name === REFERENCE) found[`${accessors} { get; }`] = (self: CsTuple) => self.items[i];
    else {
      Object.assign(found, {
        [`${accessors} { get; set; }`]: {
          get: (self: CsTuple) => self.items[i],
          set: (self: CsTuple, value: unknown) => void (self.items[i] = value),
        },
      });
    }
  });
  if (name === VALUE) {
    const own = `ValueTuple<${names.join(", ")}>`;
    found[`int CompareTo(${own} other)`] = (self, other) => self.csCompare(other);
    found[`bool Equals(${own} other)`] = (self, other) => equals(self, other);
    found["new()"] = (call) =>
      new CsTuple(typeOf(name, ...call.types), call.types.map((t: CsType) => defaultOf(t)));
  }
  return found;
}

for (let count = 1; count <= MOST; count++) {
  const parameters = letters(count).join(", ");
  declare({
    type: `class ${REFERENCE}<${parameters}> : IComparable`,
    members: members(REFERENCE, count),
  });
  declare({
    type: `struct ${VALUE}<${parameters}> : IComparable`,
    members: members(VALUE, count),
  });
}

/** `Tuple.Create(a, b)` for each length. */
function factories(name: string): Record<string, Implementation> {
  const found: Record<string, Implementation> = {};
  for (let count = 1; count <= MOST; count++) {
    const types = letters(count);
    const list = types.join(", ");
    const parameters = types.map((t, i) => `${t} item${i + 1}`).join(", ");
    found[`static ${name}<${list}> Create<${list}>(${parameters})`] = (...args) =>
      new CsTuple(typeOf(name, ...args[count].types), args.slice(0, count));
  }
  return found;
}

declare({ type: `static class ${REFERENCE}`, members: factories(REFERENCE) });
declare({ type: `struct ${VALUE}`, members: factories(VALUE) });
