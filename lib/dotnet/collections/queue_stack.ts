/**
 * Queue<T> and Stack<T>.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { equalsOf } from "../../csharp/runtime/object.ts";
import { grow } from "../../csharp/runtime/budget.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import { invalidOperation } from "../../csharp/runtime/errors.ts";
import { checkCapacity, copyTo } from "./collection.ts";
import { CsEnumerator } from "../../csharp/runtime/enumerator.ts";
import { copyItems } from "./list.ts";
import { collectionModified, type CsEnumerable } from "../../csharp/runtime/sequence.ts";

export const types = new Declarations();

/** Both keep their items in the order of enumeration, from `head` on. */
abstract class Line implements CsEnumerable {
  readonly csType: CsType;
  items: unknown[] = [];
  version = 0;

  constructor(readonly kind: "Queue" | "Stack", readonly elementType: CsType) {
    this.csType = typeOf(`System.Collections.Generic.${kind}`, elementType);
  }

  abstract ordered(): Iterable<unknown>;
  abstract get count(): number;
  abstract clear(): void;
  /** The next element, taken out when `remove`. */
  abstract next(remove: boolean): unknown;

  *[Symbol.iterator](): IterableIterator<unknown> {
    const { version } = this;
    for (const item of this.ordered()) {
      yield item;
      if (this.version !== version) throw collectionModified();
    }
  }

  take(remove: boolean): unknown {
    if (this.count === 0) throw invalidOperation(`${this.kind} empty.`);
    if (remove) this.version++;
    return this.next(remove);
  }

  put(item: unknown): void {
    grow(this.items.push(item), item);
    this.version++;
  }

  contains(item: unknown): boolean {
    const equals = equalsOf(this.elementType);
    for (const own of this.ordered()) if (equals(own, item)) return true;
    return false;
  }
}

/** Queue<T>: first in, first out. */
export class CsQueue extends Line {
  #head = 0;

  constructor(elementType: CsType) {
    super("Queue", elementType);
  }

  get count(): number {
    return this.items.length - this.#head;
  }

  ordered(): Iterable<unknown> {
    return this.items.slice(this.#head);
  }

  next(remove: boolean): unknown {
    const item = this.items[this.#head];
    if (remove && ++this.#head > 32 && this.#head * 2 > this.items.length) {
      this.items = this.items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  clear(): void {
    this.items = [];
    this.#head = 0;
    this.version++;
  }
}

/** Stack<T>: last in, first out; enumerates from the top. */
export class CsStack extends Line {
  constructor(elementType: CsType) {
    super("Stack", elementType);
  }

  get count(): number {
    return this.items.length;
  }

  ordered(): Iterable<unknown> {
    return this.items.toReversed();
  }

  next(remove: boolean): unknown {
    return remove ? this.items.pop() : this.items.at(-1);
  }

  clear(): void {
    this.items = [];
    this.version++;
  }
}

function filled<L extends Line>(line: L, sequence: unknown): L {
  for (const item of copyItems(sequence, line.elementType)) line.put(item);
  return line;
}

const shared = {
  "int Count { get; }": (self: Line) => self.count,
  "void Clear()": (self: Line) => self.clear(),
  "bool Contains(T item)": (self: Line, item: unknown) => self.contains(item),
  "void CopyTo(T[] array, int arrayIndex)": (self: Line, array: CsArray, index: number) =>
    copyTo(self.ordered(), self.count, array, index),
  "IEnumerator<T> GetEnumerator()": (self: Line) => CsEnumerator.over(self),
  "T Peek()": (self: Line) => self.take(false),
  "T[] ToArray()": (self: Line) => CsArray.of(self.elementType, [...self.ordered()]),
  "void TrimExcess()": () => {},
};

function declareLine(
  kind: "Queue" | "Stack",
  create: (element: CsType) => Line,
  putName: string,
  takeName: string,
): void {
  types.declare({
    type:
      `class System.Collections.Generic.${kind}<T> : IReadOnlyCollection<T>, System.Collections.ICollection`,
    members: {
      "new()": (call) => create(call.types[0]),
      "new(int capacity)": (capacity, call) => {
        checkCapacity(capacity, "Non-negative number required.");
        return create(call.types[0]);
      },
      "new(IEnumerable<T> collection)": (sequence, call) => filled(create(call.types[0]), sequence),
      [`void ${putName}(T item)`]: (self: Line, item: unknown) => self.put(item),
      [`T ${takeName}()`]: (self: Line) => self.take(true),
      ...shared,
    },
  });
}

declareLine("Queue", (element) => new CsQueue(element), "Enqueue", "Dequeue");
declareLine("Stack", (element) => new CsStack(element), "Push", "Pop");
