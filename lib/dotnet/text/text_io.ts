/**
 * System.IO.StringReader and StringWriter, and System.Environment.
 * @module
 */
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { CsException } from "../../csharp/runtime/exception.ts";
import { textOf, toText } from "../../csharp/runtime/object.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { formatComposite } from "../../csharp/runtime/composite_format.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { UTF16 } from "./encoding.ts";
import { StringBuilder } from "./string_builder.ts";
import { fromCodes, present, toCodes } from "../system/string/build.ts";
import type { CsArray } from "../../csharp/runtime/array.ts";
import { now } from "../../csharp/runtime/ambient.ts";

export const types = new Declarations();

class StringReader implements CsObject {
  readonly csType: CsType = typeOf("System.IO.StringReader");
  #position = 0;
  #text: string | null;

  constructor(text: string) {
    this.#text = text;
  }

  csParts(): Iterable<unknown> {
    return [this.#text];
  }

  /** @throws CsException System.ObjectDisposedException */
  get #open(): string {
    if (this.#text !== null) return this.#text;
    throw closed("Cannot read from a closed TextReader.");
  }

  peek(): number {
    const text = this.#open;
    return this.#position < text.length ? text.charCodeAt(this.#position) : -1;
  }

  read(): number {
    const code = this.peek();
    if (code >= 0) this.#position++;
    return code;
  }

  readInto(buffer: CsArray | null, index: number, count: number): number {
    const { items, length } = present(buffer, "buffer");
    if (index < 0) throw errors.outOfRange("index", "Non-negative number required.");
    if (count < 0) throw errors.outOfRange("count", "Non-negative number required.");
    if (count > length - index) throw badRange();
    const codes = toCodes(this.#open.slice(this.#position, this.#position + count));
    codes.forEach((code, i) => items[index + i] = code);
    this.#position += codes.length;
    return codes.length;
  }

  readLine(): string | null {
    const text = this.#open;
    if (this.#position >= text.length) return null;
    const pattern = /\r\n|\r|\n/g;
    pattern.lastIndex = this.#position;
    const end = pattern.exec(text);
    const line = text.slice(this.#position, end?.index);
    this.#position = end ? pattern.lastIndex : text.length;
    return line;
  }

  readToEnd(): string {
    const rest = this.#open.slice(this.#position);
    this.#position += rest.length;
    return rest;
  }

  csDispose(): void {
    this.#text = null;
  }
}

function closed(message: string): CsException {
  return new CsException("System.ObjectDisposedException", message);
}

function badRange(): CsException {
  return errors.argument(
    "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
  );
}

const readInto = (self: StringReader, buffer: CsArray | null, index: number, count: number) =>
  self.readInto(buffer, index, count);

types.of<StringReader>().declare({
  type: "abstract class System.IO.TextReader : IDisposable",
  members: {
    "int Peek()": (self) => self.peek(),
    "int Read()": (self) => self.read(),
    "int Read(char[] buffer, int index, int count)": readInto,
    "int ReadBlock(char[] buffer, int index, int count)": readInto,
    "string ReadLine()": (self) => self.readLine(),
    "string ReadToEnd()": (self) => self.readToEnd(),
    "void Close()": (self) => self.csDispose(),
    "void Dispose()": (self) => self.csDispose(),
  },
});

types.declare({
  type: "class System.IO.StringReader : TextReader",
  members: {
    "new(string s)": (text) => {
      if (text === null) throw errors.argumentNull("s");
      return new StringReader(text);
    },
  },
});

class StringWriter implements CsObject {
  readonly csType: CsType = typeOf("System.IO.StringWriter");
  newLine = "\n";
  #open = true;
  constructor(readonly builder: StringBuilder) {}

  /** @throws CsException System.ObjectDisposedException */
  write(text: string): void {
    if (!this.#open) throw closed("Cannot write to a closed TextWriter.");
    this.builder.append(text);
  }

  csToString(): string {
    return this.builder.text;
  }

  csDispose(): void {
    this.#open = false;
  }
}

const WRITTEN = [
  ["bool", "Boolean"],
  ["char", "Char"],
  ["int", "Int32"],
  ["uint", "UInt32"],
  ["long", "Int64"],
  ["ulong", "UInt64"],
  ["float", "Single"],
  ["double", "Double"],
  ["decimal", "Decimal"],
  ["string", "String"],
  ["object", "Object"],
] as const;

/** Text of what Write and WriteLine take, by parameters. */
const TEXTS: Record<string, Implementation> = {
  "char[] buffer": (buffer: CsArray | null) => buffer ? fromCodes(buffer.items as number[]) : "",
  "char[] buffer, int index, int count": (buffer: CsArray | null, index, count) => {
    const { items, length } = present(buffer, "buffer");
    if (index < 0) throw errors.outOfRange("index", "Non-negative number required.");
    if (count < 0) throw errors.outOfRange("count", "Non-negative number required.");
    if (count > length - index) throw badRange();
    return fromCodes((items as number[]).slice(index, index + count));
  },
  "string format, object arg0": (format, a) => formatted(format, [a]),
  "string format, object arg0, object arg1": (format, a, b) => formatted(format, [a, b]),
  "string format, object arg0, object arg1, object arg2": (format, a, b, c) =>
    formatted(format, [a, b, c]),
  "string format, params object[] arg": (format, args: CsArray | null) =>
    formatted(format, present(args, "arg").items as unknown[]),
};
for (const [keyword, name] of WRITTEN) {
  TEXTS[`${keyword} value`] = name === "Object" ? toText : textOf(typeOf(`System.${name}`));
}

function formatted(format: string | null, args: readonly unknown[]): string {
  return formatComposite(present(format, "format"), args);
}

const writing: Record<string, Implementation> = {};
for (const [parameters, text] of Object.entries(TEXTS)) {
  writing[`void Write(${parameters})`] = (self: StringWriter, ...values) =>
    self.write(text(...values) as string);
  writing[`void WriteLine(${parameters})`] = (self: StringWriter, ...values) =>
    self.write(text(...values) + self.newLine);
}

types.of<StringWriter>().declare({
  type: "abstract class System.IO.TextWriter : IDisposable",
  members: {
    ...writing,
    "void WriteLine()": (self) => self.write(self.newLine),
    "Encoding Encoding { get; }": () => UTF16,
    "string NewLine { get; set; }": {
      get: (self) => self.newLine,
      set: (self, value) => void (self.newLine = value ?? "\n"),
    },
    "void Flush()": () => {},
    "void Close()": (self) => self.csDispose(),
    "void Dispose()": (self) => self.csDispose(),
  },
});

function writerOn(builder: StringBuilder | null): StringWriter {
  if (builder === null) throw errors.argumentNull("sb");
  return new StringWriter(builder);
}

types.of<StringWriter>().declare({
  type: "class System.IO.StringWriter : TextWriter",
  members: {
    "new()": () => new StringWriter(new StringBuilder()),
    "new(IFormatProvider formatProvider)": () => new StringWriter(new StringBuilder()),
    "new(StringBuilder sb)": writerOn,
    "new(StringBuilder sb, IFormatProvider formatProvider)": writerOn,
    "StringBuilder GetStringBuilder()": (self) => self.builder,
    "string ToString()": (self) => self.builder.text,
  },
});

types.declare({
  type: "static class System.Environment",
  members: {
    "static string NewLine { get; }": () => "\n",
    "static int TickCount { get; }": () => Math.floor(now()) | 0,
  },
});
