/**
 * The gateway's own data as C# objects: an interface of APIM's over the object behind it.
 * @module
 */
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import type { CsObject } from "../../../csharp/runtime/values.ts";
import { Sequence } from "../../../csharp/runtime/sequence.ts";

/** `of` seen through the interface `csType`. */
export class View<T> implements CsObject {
  constructor(readonly csType: CsType, readonly of: T) {}

  /** A request's data refers to all of it: a function stands for what nobody can look into. */
  csParts(): Iterable<unknown> {
    return [idOf];
  }

  get csIdentity(): T {
    return this.of;
  }

  csEquals(other: unknown): boolean {
    return other instanceof View && other.of === this.of;
  }

  csHashKey(): string {
    return `${this.csType}:${idOf(this.of as object)}`;
  }
}

const ids = new WeakMap<object, number>();
let nextId = 0;

function idOf(object: object): number {
  let id = ids.get(object);
  if (id === undefined) ids.set(object, id = nextId++);
  return id;
}

/** A function that views objects through the interface of that name; null stays null. */
export function viewAs<T>(name: string): (of: T | null) => View<T> | null {
  const type = typeOf(name);
  return (of) => of === null ? null : new View(type, of);
}

/** IEnumerable<name> over the objects. */
export function viewsAs<T>(name: string): (list: readonly T[]) => Sequence {
  const type = typeOf(name);
  return (list) => new Sequence(type, () => list.map((of) => new View(type, of)).values());
}
