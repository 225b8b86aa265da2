/**
 * IEnumerable and IEnumerator, generic and not.
 * @module
 */
import { declare } from "./declare.ts";
import { defaultOf } from "./defaults.ts";
import { type CsType, typeOf } from "./type.ts";
import { box, type CsObject } from "./values.ts";
import { invalidOperation, notSupported } from "./errors.ts";
import { boxedElements, elements, elementTypeOf } from "./sequence.ts";

/** Types whose enumerators have a Current even where there is no element: its type's default. */
const LENIENT = /^System\.Collections\.Generic\.(List|Dictionary|HashSet|IEnumerable)$/;

/** An enumerator that C# code moves by hand. */
export class CsEnumerator implements CsObject {
  readonly csType: CsType;
  #current: unknown = undefined;

  /** @param strict whether there is no Current before the first element and after the last: of an array. */
  constructor(
    readonly elementType: CsType,
    private readonly source: Iterator<unknown>,
    private readonly strict: boolean,
  ) {
    this.csType = typeOf("System.Collections.Generic.IEnumerator", elementType);
  }

  static over(sequence: unknown, element = elementTypeOf(sequence)): CsEnumerator {
    const strict = !LENIENT.test(
      (sequence as Partial<CsObject> | null)?.csType?.definition.name ?? "",
    );
    return new CsEnumerator(element, elements(sequence, element)[Symbol.iterator](), strict);
  }

  get current(): unknown {
    if (this.#current === undefined) {
      if (!this.strict) return defaultOf(this.elementType);
      throw invalidOperation("Enumeration has either not started or has already finished.");
    }
    return this.#current;
  }

  moveNext(): boolean {
    const step = this.source.next();
    this.#current = step.done ? undefined : step.value;
    return !step.done;
  }

  csDispose(): void {
    this.source.return?.();
  }
}

declare({
  type: "interface System.Collections.IEnumerable",
  members: {
    "IEnumerator GetEnumerator()": (self) =>
      new CsEnumerator(typeOf("System.Object"), boxedElements(self)[Symbol.iterator](), true),
  },
});

declare({
  type: "interface System.Collections.Generic.IEnumerable<out T> : System.Collections.IEnumerable",
  members: {
    "IEnumerator<T> GetEnumerator()": (self, call) => CsEnumerator.over(self, call.types[0]),
  },
});

declare({
  type: "interface System.Collections.IEnumerator",
  members: {
    "object Current { get; }": (self: CsEnumerator) => box(self.current, self.elementType),
    "bool MoveNext()": (self: CsEnumerator) => self.moveNext(),
    "void Reset()": () => {
      throw notSupported();
    },
  },
});

declare({
  type:
    "interface System.Collections.Generic.IEnumerator<out T> : System.Collections.IEnumerator, System.IDisposable",
  members: { "T Current { get; }": (self: CsEnumerator) => self.current },
});
