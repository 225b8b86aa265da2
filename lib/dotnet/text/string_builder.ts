/**
 * System.Text.StringBuilder. The text is kept as one JavaScript string, whose ropes make appending cheap.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import {
  allocate,
  chargeFor,
  chargeForFlattening,
  checkSize,
  joined,
} from "../../csharp/runtime/budget.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { textOf, toText } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { formatComposite } from "../../csharp/runtime/composite_format.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import {
  fromCodes,
  insert,
  present,
  remove,
  replaceText,
  toCodes,
} from "../system/string/build.ts";

export const types = new Declarations();

const BUILDER = typeOf("System.Text.StringBuilder");
const DEFAULT_CAPACITY = 16;
const MAX_CAPACITY = 0x7fffffff;
/** .NET grows by chunks of at most so many characters, where more are not needed at once. */
const MAX_CHUNK = 8000;

export class StringBuilder implements CsObject {
  readonly csType: CsType = BUILDER;
  #text: string;
  /** Whether the text was put together since somebody last looked into it: the platform then copies it. */
  #isJoined = false;

  constructor(
    text = "",
    public capacity = Math.max(DEFAULT_CAPACITY, text.length),
    readonly maxCapacity = MAX_CAPACITY,
  ) {
    this.#text = text;
  }

  csParts(): Iterable<unknown> {
    return [this.#text];
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    const { length } = joined(text);
    if (length > this.maxCapacity) throw errors.outOfRange("requiredLength");
    this.#text = text;
    this.#isJoined = true;
    if (length > this.capacity) {
      this.capacity += Math.max(length - this.capacity, Math.min(this.capacity, MAX_CHUNK));
    }
  }

  /** The text for who looks into it, charged once after each change. @throws LimitExceededError */
  read(): string {
    if (this.#isJoined) {
      chargeForFlattening(this.#text);
      this.#isJoined = false;
    }
    return this.#text;
  }

  append(text: string): this {
    this.text = this.#text + text;
    return this;
  }

  csToString(): string {
    return this.read();
  }
}

/** @throws CsException System.ArgumentOutOfRangeException */
function checkPart(length: number, start: number, count: number, countName: string): void {
  if (start < 0) throw errors.outOfRange("startIndex", "StartIndex cannot be less than zero.");
  if (count < 0) throw errors.outOfRange(countName, "Length cannot be less than zero.");
  if (count > length - start) {
    throw errors.outOfRange(
      countName,
      "Index was out of range. Must be non-negative and less than the size of the collection.",
    );
  }
}

/** The part of a string or `char[]` argument that is appended; a null argument has an empty one. */
function partOf(
  value: string | CsArray | null,
  start: number,
  count: number,
  name: string,
): string {
  if (value === null && start === 0 && count === 0) return "";
  const given = present(value, "value")!;
  checkPart(given.length, start, count, name);
  return typeof given === "string"
    ? given.slice(start, start + count)
    : fromCodes((given.items as number[]).slice(start, start + count));
}

function checkPlace(self: StringBuilder, index: number): void {
  if (index < 0 || index > self.text.length) throw errors.outOfRange("index");
}

function insertAt(self: StringBuilder, index: number, text: string): StringBuilder {
  checkPlace(self, index);
  self.text = insert(self.text, index, text);
  return self;
}

function withMaximum(capacity: number, most: number): StringBuilder {
  if (capacity > most) throw errors.outOfRange("capacity", "Capacity exceeds maximum capacity.");
  if (most < 1) throw errors.outOfRange("maxCapacity");
  return new StringBuilder("", Math.min(checkCapacity(capacity), most), most);
}

function copyTo(
  self: StringBuilder,
  source: number,
  destination: CsArray | null,
  at: number,
  count: number,
): void {
  const { items, length } = present(destination, "destination")!;
  if (source < 0 || source > self.text.length) throw errors.outOfRange("sourceIndex");
  if (count < 0) throw errors.outOfRange("count");
  if (at < 0) throw errors.outOfRange("destinationIndex");
  if (source > self.text.length - count) {
    throw errors.argument("Source string was not long enough. Check sourceIndex and count.");
  }
  if (at > length - count) {
    throw errors.argument(
      "Either offset did not refer to a position in the string, or there is an insufficient length of destination character array.",
    );
  }
  const codes = toCodes(slice(self, source, count));
  for (let i = 0; i < count; i++) items[at + i] = codes[i];
}

function slice(self: StringBuilder, start: number, length: number): string {
  if (start < 0 || length < 0 || start + length > self.text.length) {
    throw errors.outOfRange(
      "startIndex",
      "Index and length must refer to a location within the string.",
    );
  }
  return self.read().slice(start, start + length);
}

/** Text of each type that Append and Insert take. */
const APPENDED: readonly (readonly [string, (value: unknown) => string])[] = [
  ["string", (value) => value === null ? "" : value as string],
  ["object", toText],
  ["char[]", (value) => value === null ? "" : fromCodes((value as CsArray).items as number[])],
  ...([
    ["bool", "Boolean"],
    ["char", "Char"],
    ["sbyte", "SByte"],
    ["byte", "Byte"],
    ["short", "Int16"],
    ["ushort", "UInt16"],
    ["int", "Int32"],
    ["uint", "UInt32"],
    ["long", "Int64"],
    ["ulong", "UInt64"],
    ["float", "Single"],
    ["double", "Double"],
    ["decimal", "Decimal"],
  ] as const).map(([keyword, name]) => [keyword, textOf(typeOf(`System.${name}`))] as const),
];

const appending: Record<string, Implementation> = {};
for (const [keyword, text] of APPENDED) {
  appending[`StringBuilder Append(${keyword} value)`] = (self: StringBuilder, value) =>
    self.append(text(value));
  appending[`StringBuilder Insert(int index, ${keyword} value)`] = (self, index, value) =>
    insertAt(self, index, text(value));
}

function repeated(code: number, count: number): string {
  if (count < 0) throw errors.outOfRange("repeatCount", "Non-negative number required.");
  allocate(count);
  return String.fromCharCode(code).repeat(count);
}

const format = (self: StringBuilder, pattern: string | null, args: readonly unknown[]) =>
  self.append(formatComposite(present(pattern, "format"), args));

/** Replaces within a part of the text. */
function replaceWithin(
  self: StringBuilder,
  old: string | null,
  by: string | null,
  start: number,
  count: number,
): StringBuilder {
  const part = slice(self, start, count);
  self.text = self.text.slice(0, start) + replaceText(part, old, by) +
    self.text.slice(start + count);
  return self;
}

types.declare({
  type: "class System.Text.StringBuilder",
  members: {
    "new()": () => new StringBuilder(),
    "new(int capacity)": (capacity) => new StringBuilder("", checkCapacity(capacity)),
    "new(int capacity, int maxCapacity)": withMaximum,
    "new(string value)": (value) => new StringBuilder(value ?? ""),
    "new(string value, int capacity)": (value, capacity) =>
      new StringBuilder(value ?? "", Math.max(checkCapacity(capacity), (value ?? "").length)),
    "new(string value, int startIndex, int length, int capacity)": (
      value,
      start,
      length,
      capacity,
    ) => {
      if (capacity < 0) throw errors.outOfRange("capacity");
      const part = partOf(value ?? "", start, length, "length");
      return new StringBuilder(part, Math.max(checkCapacity(capacity), part.length));
    },
    "int Length { get; set; }": {
      get: (self) => self.text.length,
      set: (self, length) => {
        if (length < 0) throw errors.outOfRange("value", "Length cannot be less than zero.");
        if (length > self.maxCapacity) {
          throw errors.outOfRange("value", "capacity was less than the current size.");
        }
        allocate(length);
        self.text = self.text.slice(0, length).padEnd(length, "\0");
      },
    },
    "int Capacity { get; set; }": {
      get: (self) => self.capacity,
      set: (self, capacity) => {
        if (capacity < self.text.length) {
          throw errors.outOfRange("value", "capacity was less than the current size.");
        }
        if (capacity > self.maxCapacity) {
          throw errors.outOfRange("value", "Capacity exceeds maximum capacity.");
        }
        checkSize(capacity);
        self.capacity = capacity;
      },
    },
    "int MaxCapacity { get; }": (self) => self.maxCapacity,
    "int EnsureCapacity(int capacity)": (self, capacity) => {
      if (capacity > self.maxCapacity) {
        throw errors.outOfRange("value", "Capacity exceeds maximum capacity.");
      }
      return self.capacity = Math.max(self.capacity, checkCapacity(capacity));
    },
    "char this[int index] { get; set; }": {
      get: (self, index) => {
        if (index < 0 || index >= self.text.length) throw errors.indexOutOfRange();
        return self.read().charCodeAt(index);
      },
      set: (self, index, code) => {
        if (index < 0 || index >= self.text.length) {
          throw errors.outOfRange(
            "index",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
          );
        }
        const text = self.read();
        self.text = text.slice(0, index) + String.fromCharCode(code) + text.slice(index + 1);
      },
    },
    ...appending,
    "StringBuilder Append(char value, int repeatCount)": (self, code, count) =>
      self.append(repeated(code, count)),
    "StringBuilder Append(string value, int startIndex, int count)": (
      self,
      value,
      start,
      count,
    ) => self.append(partOf(value, start, count, "count")),
    "StringBuilder Append(char[] value, int startIndex, int charCount)": (
      self,
      value,
      start,
      count,
    ) => self.append(partOf(value, start, count, "charCount")),
    "StringBuilder AppendLine()": (self) => self.append("\n"),
    "StringBuilder AppendLine(string value)": (self, value) => self.append(`${value ?? ""}\n`),
    "StringBuilder AppendFormat(string format, object arg0)": (self, f, a) => format(self, f, [a]),
    "StringBuilder AppendFormat(string format, object arg0, object arg1)": (self, f, a, b) =>
      format(self, f, [a, b]),
    "StringBuilder AppendFormat(string format, object arg0, object arg1, object arg2)": (
      self,
      f,
      a,
      b,
      c,
    ) => format(self, f, [a, b, c]),
    "StringBuilder AppendFormat(string format, params object[] args)": (self, f, args) =>
      format(self, f, present<CsArray>(args, "args").items as unknown[]),
    "StringBuilder AppendFormat(IFormatProvider provider, string format, object arg0)": (
      self,
      _p,
      f,
      a,
    ) => format(self, f, [a]),
    "StringBuilder AppendFormat(IFormatProvider provider, string format, object arg0, object arg1)":
      (self, _p, f, a, b) => format(self, f, [a, b]),
    "StringBuilder AppendFormat(IFormatProvider provider, string format, object arg0, object arg1, object arg2)":
      (self, _p, f, a, b, c) => format(self, f, [a, b, c]),
    "StringBuilder AppendFormat(IFormatProvider provider, string format, params object[] args)": (
      self,
      _p,
      f,
      args,
    ) => format(self, f, present<CsArray>(args, "args").items as unknown[]),
    "StringBuilder Insert(int index, string value, int count)": (self, index, value, count) => {
      if (count < 0) throw errors.outOfRange("count", "Non-negative number required.");
      checkPlace(self, index);
      allocate((value ?? "").length * count);
      return insertAt(self, index, (value ?? "").repeat(count));
    },
    "StringBuilder Insert(int index, char[] value, int startIndex, int charCount)": (
      self,
      index,
      value,
      start,
      count,
    ) => insertAt(self, index, partOf(value, start, count, "charCount")),
    "StringBuilder Remove(int startIndex, int length)": (self, start, length) => {
      checkPart(self.text.length, start, length, "length");
      self.text = remove(self.text, start, length);
      return self;
    },
    "StringBuilder Replace(string oldValue, string newValue)": (self, old, by) => {
      self.text = replaceText(self.text, old, by);
      return self;
    },
    "StringBuilder Replace(char oldChar, char newChar)": (self, old, by) => {
      self.text = replaceText(self.text, String.fromCharCode(old), String.fromCharCode(by));
      return self;
    },
    "StringBuilder Replace(string oldValue, string newValue, int startIndex, int count)":
      replaceWithin,
    "StringBuilder Replace(char oldChar, char newChar, int startIndex, int count)": (
      self,
      old,
      by,
      start,
      count,
    ) => replaceWithin(self, String.fromCharCode(old), String.fromCharCode(by), start, count),
    "StringBuilder Clear()": (self) => {
      self.text = "";
      return self;
    },
    "bool Equals(StringBuilder sb)": (self, other) => {
      if (other === null || self.text.length !== other.text.length) return false;
      chargeFor(self.text);
      return self.read() === other.read();
    },
    "void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)": copyTo,
    "string ToString()": (self) => self.read(),
    "string ToString(int startIndex, int length)": slice,
  },
});

function checkCapacity(capacity: number): number {
  if (capacity < 0) throw errors.outOfRange("capacity");
  allocate(capacity);
  return capacity || DEFAULT_CAPACITY;
}
