/**
 * System.Collections.ObjectModel.ReadOnlyCollection<T>: a view of a list that cannot change it.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { argumentNull, notSupported } from "../../csharp/runtime/errors.ts";
import { asList, type CsListLike } from "./collection.ts";

export const types = new Declarations();

export class ReadOnlyList implements CsListLike {
  readonly csType: CsType;
  readonly isReadOnly = true;

  constructor(readonly elementType: CsType, private readonly list: CsListLike) {
    this.csType = typeOf("System.Collections.ObjectModel.ReadOnlyCollection", elementType);
  }

  get count(): number {
    return this.list.count;
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.list[Symbol.iterator]();
  }

  get(index: number): unknown {
    return this.list.get(index);
  }

  indexOf(item: unknown): number {
    return this.list.indexOf(item);
  }

  contains(item: unknown): boolean {
    return this.list.contains(item);
  }

  set(): never {
    throw notSupported("Collection is read-only.");
  }

  add(): never {
    return this.set();
  }

  remove(): never {
    return this.set();
  }

  clear(): never {
    return this.set();
  }

  insert(): never {
    return this.set();
  }

  removeAt(): never {
    return this.set();
  }
}

types.of<ReadOnlyList>().declare({
  type: "class System.Collections.ObjectModel.ReadOnlyCollection<T> : IList<T>, IReadOnlyList<T>",
  members: {
    "new(IList<T> list)": (list, call) => {
      if (list === null) throw argumentNull("list");
      return new ReadOnlyList(call.types[0], asList(list));
    },
    "int Count { get; }": (self) => self.count,
    "T this[int index] { get; }": (self, index) => self.get(index),
    "bool Contains(T value)": (self, item) => self.contains(item),
    "int IndexOf(T value)": (self, item) => self.indexOf(item),
  },
});
