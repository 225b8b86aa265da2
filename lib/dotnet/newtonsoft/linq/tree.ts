/**
 * The tree of JSON tokens. What was read as plain JSON stays plain until somebody looks at it: a container
 * makes its children one level at a time, and the plain values themselves never change, so that they are
 * shared between clones and between the readers of one body.
 * @module
 */
import { chargeForElements, grow, spend } from "../../../csharp/runtime/budget.ts";
import { type CsType, typeOf } from "../../../csharp/runtime/type.ts";
import { Box } from "../../../csharp/runtime/values.ts";
import type { CsMap } from "../../collections/dictionary.ts";
import { KeyValuePair, pairType } from "../../collections/key_value_pair.ts";
import { argument, argumentNull, outOfRange } from "../../../csharp/runtime/errors.ts";
import { jsonException } from "../errors.ts";
import { writeIndented } from "../write.ts";
import {
  JARRAY,
  JCONSTRUCTOR,
  JContainer,
  JOBJECT,
  JPROPERTY,
  JTOKEN,
  JToken,
  type Plain,
  type PlainObject,
} from "./token.ts";
import { JTokenType } from "./token_type.ts";
import { JRaw, JValue, nullToken } from "./value.ts";
import { JList } from "./list.ts";

export { JContainer, JRaw, JValue, nullToken };

type Slot = JToken | Plain;

const DOUBLE = typeOf("System.Double");
const STRING = typeOf("System.String");
const ENTRY = pairType(STRING, JTOKEN);

export class JProperty extends JContainer {
  readonly tokenType = JTokenType.Property;
  #slot: Slot;

  get csType(): CsType {
    return JPROPERTY;
  }

  /** `content` becomes the value; a token must be free to have this parent. */
  constructor(readonly name: string, content: Slot) {
    super();
    if (content instanceof JProperty) this.refuse(content);
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
    if (token instanceof JProperty) this.refuse(token);
    const own = this.adopt(token);
    if (this.#slot instanceof JToken) this.#slot.parent = null;
    this.#slot = own;
  }

  /** The value as it is: a token, or plain when nobody has looked at it. */
  get slot(): Slot {
    return this.#slot;
  }

  csParts(): Iterable<unknown> {
    return [this.name, this.#slot];
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

  csToString(): string {
    return writeIndented(this);
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

  csParts(): Iterable<unknown> {
    return [this.#plain, this.#properties];
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
    const own = this.#own();
    spend(own.size >> 4);
    return [...own.values()];
  }

  indexOf(token: JToken | null): number {
    chargeForElements(this.count);
    return this.children().indexOf(token!);
  }

  insertToken(index: number, token: JToken): void {
    if (!(token instanceof JProperty)) this.refuse(token);
    this.#refuseSecond(token.name);
    const own = this.adopt(token) as JProperty;
    const properties = this.#own();
    if (index === properties.size) {
      properties.set(own.name, own);
      grow(properties.size);
      this.version++;
    } else {
      this.#arrange((list) => list.splice(index, 0, own));
    }
  }

  removeTokenAt(index: number): void {
    chargeForElements(this.count);
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

  csToString(): string {
    return writeIndented(this);
  }

  clone(): JObject {
    if (this.#plain !== null) return new JObject(this.#plain);
    const copy = new JObject();
    for (const [name, property] of this.properties) {
      spend();
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

export class JArray extends JList {
  readonly tokenType = JTokenType.Array;

  get csType(): CsType {
    return JARRAY;
  }

  protected make(plain: Plain): JToken {
    return fromPlain(plain);
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

  protected make(plain: Plain): JToken {
    return fromPlain(plain);
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
