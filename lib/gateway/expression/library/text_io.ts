/**
 * System.IO.StringReader and StringWriter, and System.Environment.
 * @module
 */
import { declare } from "../runtime/declare.ts";
import { textOf, toText } from "../runtime/object.ts";
import { type CsType, typeOf } from "../runtime/type.ts";
import type { CsObject } from "../runtime/values.ts";
import { formatComposite } from "./composite_format.ts";
import * as errors from "./errors.ts";
import { StringBuilder } from "./string_builder.ts";
import { fromCodes } from "./text_build.ts";
import type { CsArray } from "../runtime/array.ts";
import { now } from "../runtime/ambient.ts";

class StringReader implements CsObject {
  readonly csType: CsType = typeOf("System.IO.StringReader");
  position = 0;
  constructor(readonly text: string) {}

  readLine(): string | null {
    if (this.position >= this.text.length) return null;
    const pattern = /\r\n|\r|\n/g;
    pattern.lastIndex = this.position;
    const end = pattern.exec(this.text);
    const line = this.text.slice(this.position, end?.index);
    this.position = end ? pattern.lastIndex : this.text.length;
    return line;
  }

  readToEnd(): string {
    const rest = this.text.slice(this.position);
    this.position = this.text.length;
    return rest;
  }
}

declare({
  type: "abstract class System.IO.TextReader : IDisposable",
  members: {
    "int Peek()": (self: StringReader) =>
      self.position < self.text.length ? self.text.charCodeAt(self.position) : -1,
    "int Read()": (self: StringReader) =>
      self.position < self.text.length ? self.text.charCodeAt(self.position++) : -1,
    "int Read(char[] buffer, int index, int count)": (
      self: StringReader,
      buffer: CsArray,
      index,
      count,
    ) => {
      const available = Math.min(count, self.text.length - self.position);
      for (let i = 0; i < available; i++) {
        buffer.items[index + i] = self.text.charCodeAt(self.position++);
      }
      return available;
    },
    "string ReadLine()": (self: StringReader) => self.readLine(),
    "string ReadToEnd()": (self: StringReader) => self.readToEnd(),
    "void Close()": () => {},
    "void Dispose()": () => {},
  },
});

declare({
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
  constructor(readonly builder: StringBuilder) {}
  csToString(): string {
    return this.builder.text;
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

const writing: Record<string, (self: StringWriter, value: unknown) => void> = {};
for (const [keyword, name] of WRITTEN) {
  const text = name === "Object" ? toText : textOf(typeOf(`System.${name}`));
  writing[`void Write(${keyword} value)`] = (self, value) => void self.builder.append(text(value));
  writing[`void WriteLine(${keyword} value)`] = (self, value) =>
    void self.builder.append(text(value) + self.newLine);
}

declare({
  type: "abstract class System.IO.TextWriter : IDisposable",
  members: {
    ...writing,
    "void Write(char[] buffer)": (self: StringWriter, buffer: CsArray) =>
      void self.builder.append(fromCodes(buffer.items as number[])),
    "void Write(string format, params object[] arg)": (self: StringWriter, format, args: CsArray) =>
      void self.builder.append(formatComposite(format, args.items)),
    "void WriteLine()": (self: StringWriter) => void self.builder.append(self.newLine),
    "void WriteLine(string format, params object[] arg)": (
      self: StringWriter,
      format,
      args: CsArray,
    ) => void self.builder.append(formatComposite(format, args.items) + self.newLine),
    "string NewLine { get; set; }": {
      get: (self: StringWriter) => self.newLine,
      set: (self: StringWriter, value) => void (self.newLine = value ?? "\n"),
    },
    "void Flush()": () => {},
    "void Close()": () => {},
    "void Dispose()": () => {},
  },
});

declare({
  type: "class System.IO.StringWriter : TextWriter",
  members: {
    "new()": () => new StringWriter(new StringBuilder()),
    "new(IFormatProvider formatProvider)": () => new StringWriter(new StringBuilder()),
    "new(StringBuilder sb)": (builder) => {
      if (builder === null) throw errors.argumentNull("sb");
      return new StringWriter(builder);
    },
    "new(StringBuilder sb, IFormatProvider formatProvider)": (builder) => new StringWriter(builder),
    "StringBuilder GetStringBuilder()": (self: StringWriter) => self.builder,
    "string ToString()": (self: StringWriter) => self.builder.text,
  },
});

declare({
  type: "static class System.Environment",
  members: {
    "static string NewLine { get; }": () => "\n",
    "static int TickCount { get; }": () => Math.floor(now()) | 0,
  },
});
