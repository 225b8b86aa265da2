/**
 * The enumerators behind IEnumerator, generic and not.
 * @module
 */
import { defaultOf } from "./defaults.ts";
import { type CsType, typeOf } from "./type.ts";
import type { CsObject } from "./values.ts";
import { invalidOperation } from "./errors.ts";
import { elements, elementTypeOf } from "./sequence.ts";

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

  /** Nobody can look into an iterator: a function stands for it. */
  csParts(): Iterable<unknown> {
    return [this.source.next];
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
