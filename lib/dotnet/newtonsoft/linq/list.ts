/**
 * A container whose children are a list.
 * @module
 */
import { chargeForElements, grow, spend } from "../../../csharp/runtime/budget.ts";
import { outOfRange } from "../../../csharp/runtime/errors.ts";
import { writeIndented } from "../write.ts";
import { JContainer, JToken, type Plain } from "./token.ts";
import { JTokenType } from "./token_type.ts";

type Slot = JToken | Plain;

/** A container whose children are a list: an array or a constructor. */
export abstract class JList extends JContainer {
  #plain: readonly Plain[] | null;
  #slots: Slot[] | null = null;

  constructor(plain: readonly Plain[] | null = null) {
    super();
    this.#plain = plain;
    if (plain === null) this.#slots = [];
  }

  /** A token over a plain value. */
  protected abstract make(plain: Plain): JToken;

  /** The plain value where nobody has looked inside yet. */
  get plain(): readonly Plain[] | null {
    return this.#plain;
  }

  /** The children as they are: tokens, or plain where nobody has looked at them. */
  get slots(): readonly Slot[] {
    return this.#slots ?? this.#plain!;
  }

  csParts(): Iterable<unknown> {
    return [this.slots];
  }

  #own(): Slot[] {
    if (this.#slots === null) {
      this.#slots = this.#plain!.slice();
      this.#plain = null;
    }
    return this.#slots;
  }

  get count(): number {
    return this.slots.length;
  }

  override tokenAt(index: number): JToken {
    if (index < 0 || index >= this.count) return super.tokenAt(index);
    const slots = this.#own();
    const slot = slots[index];
    if (slot instanceof JToken) return slot;
    const token = this.make(slot);
    token.parent = this;
    return slots[index] = token;
  }

  children(): readonly JToken[] {
    const slots = this.#own();
    for (let i = 0; i < slots.length; i++) {
      if (!(slots[i] instanceof JToken)) this.tokenAt(i);
    }
    return slots as JToken[];
  }

  indexOf(token: JToken | null): number {
    chargeForElements(this.count);
    return token === null ? -1 : this.#own().indexOf(token);
  }

  insertToken(index: number, token: JToken): void {
    if (token.tokenType === JTokenType.Property) this.refuse(token);
    if (index > this.count) {
      throw outOfRange("index", "Index must be within the bounds of the List.");
    }
    if (index < 0) this.tokenAt(index);
    const own = this.adopt(token);
    if (index === this.count) this.#own().push(own);
    else {
      this.#own().splice(index, 0, own);
      chargeForElements(this.count >> 2);
    }
    grow(this.count);
    this.version++;
  }

  /** @throws CsException System.ArgumentOutOfRangeException */
  #existing(index: number): JToken {
    if (index < 0) throw outOfRange("index", "Index is less than 0.");
    if (index >= this.count) {
      throw outOfRange("index", "Index is equal to or greater than Count.");
    }
    return this.tokenAt(index);
  }

  removeTokenAt(index: number): void {
    chargeForElements(this.count >> 2);
    this.#existing(index).parent = null;
    this.#own().splice(index, 1);
    this.version++;
  }

  setTokenAt(index: number, token: JToken): void {
    if (token.tokenType === JTokenType.Property) this.refuse(token);
    const old = this.#existing(index);
    if (old === token) return;
    const own = this.adopt(token);
    old.parent = null;
    this.#own()[index] = own;
    this.version++;
  }

  clear(): void {
    for (const slot of this.slots) if (slot instanceof JToken) slot.parent = null;
    this.#plain = null;
    this.#slots = [];
    this.version++;
  }

  csToString(): string {
    return writeIndented(this);
  }

  protected copyInto(copy: JList): void {
    const slots = copy.#own();
    spend(this.slots.length);
    for (const slot of this.slots) {
      if (!(slot instanceof JToken)) slots.push(slot);
      else {
        const own = slot.clone();
        own.parent = copy;
        slots.push(own);
      }
    }
  }
}
