/**
 * Objects of anonymous types.
 * @module
 */
import { hold, spend } from "./budget.ts";
import { equals, hashCode, hashKey, textOf } from "./object.ts";
import type { CsType } from "./type.ts";
import { box, type CsObject } from "./values.ts";

const OBJECT_BYTES = 100;
const VALUE_BYTES = 16;
/** The collector's time is most of what an object takes. */
const STEPS_PER_OBJECT = 4;

/** Values in the unboxed forms of the type's arguments; names are the definition's parameters. */
export class CsAnonymous implements CsObject {
  constructor(readonly csType: CsType, readonly values: readonly unknown[]) {
    hold(OBJECT_BYTES + VALUE_BYTES * values.length);
    spend(STEPS_PER_OBJECT);
  }

  /** Names and boxed values, in order: what a serializer writes. */
  entries(): [name: string, value: unknown][] {
    const { definition, typeArguments } = this.csType;
    return definition.parameters.map((name, i) => [name, box(this.values[i], typeArguments[i])]);
  }

  csToString(): string {
    const { definition, typeArguments } = this.csType;
    const parts = definition.parameters.map((name, i) =>
      `${name} = ${textOf(typeArguments[i])(this.values[i])}`
    );
    return `{ ${parts.join(", ")} }`;
  }

  csEquals(other: unknown): boolean {
    if (!(other instanceof CsAnonymous) || other.csType !== this.csType) return false;
    const others = other.entries();
    return this.entries().every(([, value], i) => equals(value, others[i][1]));
  }

  csHashKey(): string {
    return this.entries().map(([, value]) => {
      const key = hashKey(value);
      const text = typeof key === "object" && key !== null
        ? `#${hashCode(key)}`
        : `${typeof key}:${String(key)}`;
      return `${text.length}:${text}`;
    }).join("");
  }
}
