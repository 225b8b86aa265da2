/**
 * System.Tuple and System.ValueTuple.
 * @module
 */
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { defaultOf } from "../../csharp/runtime/defaults.ts";
import { equals, hashCode } from "../../csharp/runtime/object.ts";
import { CsTuple } from "../../csharp/runtime/tuple.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";

export const types = new Declarations();

const MOST = 7;
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
  types.declare({
    type: `class ${REFERENCE}<${parameters}> : IComparable`,
    members: members(REFERENCE, count),
  });
  types.declare({
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

types.declare({ type: `static class ${REFERENCE}`, members: factories(REFERENCE) });
types.declare({ type: `struct ${VALUE}`, members: factories(VALUE) });
