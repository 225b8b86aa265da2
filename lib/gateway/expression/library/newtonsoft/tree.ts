/**
 * The tree of JSON tokens. What was read as plain JSON stays plain until somebody looks at it: a container
 * makes its children one level at a time, and the plain values themselves never change, so that they are
 * shared between clones and between the readers of one body.
 * @module
 */
import { allocate } from "../../runtime/budget.ts";
import { type CsType, typeOf } from "../../runtime/type.ts";
import { toText } from "../../runtime/object.ts";
import { Box } from "../../runtime/values.ts";
import type { CsMap } from "../collections/dictionary.ts";
import { KeyValuePair, pairType } from "../collections/key_value_pair.ts";
import { collectionModified } from "../collections/sequence.ts";
import { formatValue } from "../composite_format.ts";
import { argument, argumentNull, outOfRange } from "../errors.ts";
import { jsonException } from "./errors.ts";
import {
  JARRAY,
  JCONSTRUCTOR,
  JOBJECT,
  JPROPERTY,
  JRAW,
  JTOKEN,
  JToken,
  JVALUE,
  type Plain,
  type PlainObject,
} from "./token.ts";
import { JTokenType } from "./token_type.ts";
import { compareLeaves, leafKey, leavesEqual } from "./leaf.ts";
import { writeIndented } from "./write.ts";

type Slot = JToken | Plain;

const DOUBLE = typeOf("System.Double");
const STRING = typeOf("System.String");
const ENTRY = pairType(STRING, JTOKEN);

/** A leaf: a boxed C# value, and what JSON calls it. */
export class JValue extends JToken {
  get csType(): CsType {
    return JVALUE;
  }

  constructor(public value: unknown, public tokenType: number) {
    super();
  }

  get hasValues(): boolean {
    return false;
  }

  *[Symbol.iterator](): IterableIterator<never> {}

  clone(): JValue {
    return new JValue(this.value, this.tokenType);
  }

  csToString(): string {
    return toText(this.value);
  }

  csFormat(format: string | null): string {
    return formatValue(this.value, format);
  }

  csEquals(other: unknown): boolean {
    return other instanceof JValue && leavesEqual(this, other);
  }

  csHashKey(): string {
    return leafKey(this);
  }

  csCompare(other: unknown): number {
    if (other instanceof JValue) return compareLeaves(this, other);
    return compareLeaves(this, { value: other, tokenType: this.tokenType });
  }
}

/** JSON text that is written as it is. */
export class JRaw extends JValue {
  override get csType(): CsType {
    return JRAW;
  }

  constructor(text: unknown) {
    super(text, JTokenType.Raw);
  }

  override clone(): JRaw {
    return new JRaw(this.value);
  }
}

export abstract class JContainer extends JToken {
  /** Grows with every change to the list of children, so that enumerators notice. */
  version = 0;

  abstract get count(): number;
  /** The children; a new array unless the container is one. */
  abstract children(): readonly JToken[];
  abstract indexOf(token: JToken | null): number;
  /** Inserts at `index` of the children. @throws CsException when it does not belong here. */
  abstract insertToken(index: number, token: JToken): void;
  abstract removeTokenAt(index: number): void;
  abstract setTokenAt(index: number, token: JToken): void;
  abstract clear(): void;

  readonly isReadOnly = false;

  get hasValues(): boolean {
    return this.count > 0;
  }

  *[Symbol.iterator](): IterableIterator<JToken> {
    const { version } = this;
    for (const token of this.children()) {
      yield token;
      if (this.version !== version) throw collectionModified();
    }
  }

  /** @throws CsException System.ArgumentOutOfRangeException */
  tokenAt(index: number): JToken {
    const children = this.children();
    if (index < 0 || index >= children.length) {
      throw outOfRange(
        "index",
        "Index was out of range. Must be non-negative and less than the size of the collection.",
      );
    }
    return children[index];
  }

  /** `token` as a child of this container: a copy when it has a parent already or is an ancestor. */
  adopt(token: JToken): JToken {
    const own = token.parent !== null || token === this ||
        (token.hasValues && this.root === token)
      ? token.clone()
      : token;
    own.parent = this;
    return own;
  }

  contains(token: unknown): boolean {
    return this.indexOf(token as JToken) >= 0;
  }

  csToString(): string {
    return writeIndented(this);
  }

  protected refuse(token: JToken): never {
    throw argument(`Can not add ${token.csType} to ${this.csType}.`);
  }
}

export class JProperty extends JContainer {
  readonly tokenType = JTokenType.Property;
  #slot: Slot;

  get csType(): CsType {
    return JPROPERTY;
  }

  /** `content` becomes the value; a token must be free to have this parent. */
  constructor(readonly name: string, content: Slot) {
    super();
    if (content instanceof JToken) content.parent = this;
    this.#slot = content;
  }

  get value(): JToken {
    const slot = this.#slot;
    if (slot instanceof JToken) return slot;
    const token = fromPlain(slot);
    token.parent = this;
    return this.#slot = token;
  }

  set value(token: JToken) {
    const own = this.adopt(token);
    if (this.#slot instanceof JToken) this.#slot.parent = null;
    this.#slot = own;
  }

  /** The value as it is: a token, or plain when nobody has looked at it. */
  get slot(): Slot {
    return this.#slot;
  }

  get count(): number {
    return 1;
  }

  children(): readonly JToken[] {
    return [this.value];
  }

  indexOf(token: JToken | null): number {
    return token === this.#slot ? 0 : -1;
  }

  insertToken(): never {
    throw jsonException(`${JPROPERTY} cannot have multiple values.`);
  }

  removeTokenAt(): never {
    throw jsonException(`Cannot add or remove items from ${JPROPERTY}.`);
  }

  clear(): never {
    return this.removeTokenAt();
  }

  setTokenAt(index: number, token: JToken): void {
    if (index !== 0) throw outOfRange("index");
    this.value = token;
  }

  clone(): JProperty {
    const slot = this.#slot;
    return new JProperty(this.name, slot instanceof JToken ? slot.clone() : slot);
  }
}

export class JObject extends JContainer implements CsMap {
  readonly tokenType = JTokenType.Object;
  readonly keyType = STRING;
  readonly valueType = JTOKEN;
  #plain: PlainObject | null;
  #properties: Map<string, JProperty> | null = null;

  get csType(): CsType {
    return JOBJECT;
  }

  constructor(plain: PlainObject | null = null) {
    super();
    this.#plain = plain;
    if (plain === null) this.#properties = new Map();
  }

  /** The plain value where nobody has looked inside yet. */
  get plain(): PlainObject | null {
    return this.#plain;
  }

  /** The properties in order. Change them only through this class. */
  get properties(): ReadonlyMap<string, JProperty> {
    return this.#properties ?? this.#open();
  }

  #open(): Map<string, JProperty> {
    const properties = this.#properties = new Map<string, JProperty>();
    const plain = this.#plain!;
    this.#plain = null;
    for (const name in plain) {
      const property = new JProperty(name, plain[name]);
      property.parent = this;
      properties.set(name, property);
    }
    return properties;
  }

  #own(): Map<string, JProperty> {
    return this.#properties ?? this.#open();
  }

  property(name: string): JProperty | undefined {
    return this.#own().get(name);
  }

  /** The value of that property, null when there is none. */
  get(name: string): JToken | null {
    return this.#own().get(name)?.value ?? null;
  }

  /** Replaces the value or adds a property at the end. */
  set(name: string, value: JToken): void {
    const property = this.#own().get(name);
    if (property) property.value = value;
    else this.add(name, value);
  }

  /** @throws CsException when there is one of that name. */
  add(name: string, value: JToken): void {
    const own = value.parent === null ? value : value.clone();
    this.insertToken(this.count, new JProperty(name, own));
  }

  get count(): number {
    return this.#own().size;
  }

  children(): readonly JToken[] {
    return [...this.#own().values()];
  }

  indexOf(token: JToken | null): number {
    return this.children().indexOf(token!);
  }

  insertToken(index: number, token: JToken): void {
    if (!(token instanceof JProperty)) this.refuse(token);
    this.#refuseSecond(token.name);
    const own = this.adopt(token) as JProperty;
    const properties = this.#own();
    if (index === properties.size) {
      properties.set(own.name, own);
      allocate(properties.size);
      this.version++;
    } else {
      this.#arrange((list) => list.splice(index, 0, own));
    }
  }

  removeTokenAt(index: number): void {
    const property = this.tokenAt(index) as JProperty;
    property.parent = null;
    this.#own().delete(property.name);
    this.version++;
  }

  setTokenAt(index: number, token: JToken): void {
    if (!(token instanceof JProperty)) this.refuse(token);
    const old = this.tokenAt(index) as JProperty;
    if (token.name !== old.name) this.#refuseSecond(token.name);
    const own = this.adopt(token) as JProperty;
    old.parent = null;
    this.#arrange((list) => list.splice(index, 1, own));
  }

  clear(): void {
    for (const property of this.#own().values()) property.parent = null;
    this.#own().clear();
    this.version++;
  }

  /** As IEnumerable<KeyValuePair<string, JToken>>. */
  elementsAs(element: CsType): Iterable<unknown> | undefined {
    return element === ENTRY ? this.#pairs() : undefined;
  }

  *#pairs(): IterableIterator<KeyValuePair> {
    for (const [name, value] of this.entries()) yield new KeyValuePair(ENTRY, name, value);
  }

  *entries(): IterableIterator<[name: string, value: JToken]> {
    for (const property of this) {
      yield [(property as JProperty).name, (property as JProperty).value];
    }
  }

  get mapCount(): number {
    return this.count;
  }

  lookUp(name: unknown): JToken | undefined {
    return this.get(nameOf(name)) ?? undefined;
  }

  addEntry(name: unknown, value: unknown): void {
    this.add(nameOf(name), (value as JToken | null) ?? nullToken());
  }

  setEntry(name: unknown, value: unknown): void {
    this.set(nameOf(name), (value as JToken | null) ?? nullToken());
  }

  deleteEntry(name: unknown): boolean {
    const property = this.property(nameOf(name));
    if (!property) return false;
    this.removeTokenAt(this.indexOf(property));
    return true;
  }

  clone(): JObject {
    if (this.#plain !== null) return new JObject(this.#plain);
    const copy = new JObject();
    for (const [name, property] of this.properties) {
      const own = property.clone();
      own.parent = copy;
      copy.#properties!.set(name, own);
    }
    return copy;
  }

  #refuseSecond(name: string): void {
    if (!this.#own().has(name)) return;
    throw argument(
      `Can not add property ${name} to ${JOBJECT}. ` +
        "Property with the same name already exists on object.",
    );
  }

  #arrange(change: (list: JProperty[]) => void): void {
    const list = [...this.#own().values()];
    change(list);
    this.#properties = new Map(list.map((property) => [property.name, property]));
    this.version++;
  }
}

/** A property name that is not null. @throws CsException */
function nameOf(name: unknown): string {
  if (name === null) throw argumentNull("propertyName");
  return name as string;
}

/** A container whose children are a list: an array or a constructor. */
abstract class JList extends JContainer {
  #plain: readonly Plain[] | null;
  #slots: Slot[] | null = null;

  constructor(plain: readonly Plain[] | null = null) {
    super();
    this.#plain = plain;
    if (plain === null) this.#slots = [];
  }

  /** The plain value where nobody has looked inside yet. */
  get plain(): readonly Plain[] | null {
    return this.#plain;
  }

  /** The children as they are: tokens, or plain where nobody has looked at them. */
  get slots(): readonly Slot[] {
    return this.#slots ?? this.#plain!;
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
    const token = fromPlain(slot);
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
    return this.#own().indexOf(token);
  }

  insertToken(index: number, token: JToken): void {
    if (token.tokenType === JTokenType.Property) this.refuse(token);
    if (index < 0 || index > this.count) {
      throw outOfRange("index", "Index must be within the bounds of the List.");
    }
    const own = this.adopt(token);
    if (index === this.count) this.#own().push(own);
    else this.#own().splice(index, 0, own);
    allocate(this.count);
    this.version++;
  }

  removeTokenAt(index: number): void {
    this.tokenAt(index).parent = null;
    this.#own().splice(index, 1);
    this.version++;
  }

  setTokenAt(index: number, token: JToken): void {
    if (token.tokenType === JTokenType.Property) this.refuse(token);
    const old = this.tokenAt(index);
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

  protected copyInto(copy: JList): void {
    const slots = copy.#own();
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

export class JArray extends JList {
  readonly tokenType = JTokenType.Array;

  get csType(): CsType {
    return JARRAY;
  }

  clone(): JArray {
    if (this.plain !== null) return new JArray(this.plain);
    const copy = new JArray();
    this.copyInto(copy);
    return copy;
  }
}

/** `new Name(arguments)`, which Newtonsoft reads and writes. */
export class JConstructor extends JList {
  readonly tokenType = JTokenType.Constructor;

  get csType(): CsType {
    return JCONSTRUCTOR;
  }

  constructor(public name: string) {
    super();
    if (name === null) throw argumentNull("name");
  }

  clone(): JConstructor {
    const copy = new JConstructor(this.name);
    this.copyInto(copy);
    return copy;
  }
}

/** A token over a plain value, without a parent. */
export function fromPlain(plain: Plain): JToken {
  switch (typeof plain) {
    case "string":
      return new JValue(plain, JTokenType.String);
    case "number":
      return Number.isInteger(plain)
        ? new JValue(BigInt(plain), JTokenType.Integer)
        : new JValue(new Box(DOUBLE, plain), JTokenType.Float);
    case "boolean":
      return new JValue(plain, JTokenType.Boolean);
    default:
      if (plain === null) return new JValue(null, JTokenType.Null);
      return Array.isArray(plain) ? new JArray(plain) : new JObject(plain as PlainObject);
  }
}

/** A JSON null. */
export function nullToken(): JValue {
  return new JValue(null, JTokenType.Null);
}
