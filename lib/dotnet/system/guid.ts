/**
 * System.Guid.
 * @module
 */
import { newBytes } from "../../core/bytes.ts";
import { random } from "../../csharp/runtime/ambient.ts";
import { CsArray, ownBytes } from "../../csharp/runtime/array.ts";
import { Declarations } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject, Ref } from "../../csharp/runtime/values.ts";
import * as errors from "../../csharp/runtime/errors.ts";

export const types = new Declarations();

const GUID = typeOf("System.Guid");

/** Of a lower-case hexadecimal digit's code. */
function digitValue(code: number): number {
  return code > 0x39 ? code - 0x57 : code - 0x30;
}

/** Order of the bytes of `ToByteArray()` within the text. */
const BYTE_ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
/** Where in the usual text each byte of `ToByteArray()` stands. */
const BYTE_AT = BYTE_ORDER.map((i) => 2 * i + [4, 6, 8, 10].filter((dash) => i >= dash).length);

export class Guid implements CsObject {
  readonly csType = GUID;

  /** @param text in lower case and the usual format, "D": what is asked for most. */
  private constructor(readonly text: string) {}

  static readonly empty = Guid.fromHex("0".repeat(32));

  /** @param text in the format "D" */
  static fromDashed(text: string): Guid {
    return new Guid(text.toLowerCase());
  }

  /** @param hex 32 hexadecimal digits */
  static fromHex(hex: string): Guid {
    const part = (from: number, to: number) => hex.slice(from, to);
    return Guid.fromDashed(
      `${part(0, 8)}-${part(8, 12)}-${part(12, 16)}-${part(16, 20)}-${part(20, 32)}`,
    );
  }

  static fromBytes(bytes: ArrayLike<number>): Guid {
    return Guid.fromHex(BYTE_ORDER.map((i) => hexByte(bytes[i])).join(""));
  }

  /** A version 4 GUID from the evaluation's randomness. */
  static random(): Guid {
    const bytes = Array.from({ length: 16 }, () => Math.floor(random() * 256));
    bytes[7] = (bytes[7] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    return Guid.fromBytes(bytes);
  }

  /** A new array, as `ToByteArray()` orders them. */
  get bytes(): Uint8Array {
    const { text } = this;
    const bytes = newBytes(16);
    for (let i = 0; i < 16; i++) {
      const at = BYTE_AT[i];
      bytes[i] = digitValue(text.charCodeAt(at)) << 4 | digitValue(text.charCodeAt(at + 1));
    }
    return bytes;
  }

  /** 32 hexadecimal digits in lower case. */
  get hex(): string {
    return this.text.replaceAll("-", "");
  }

  csToString(): string {
    return this.text;
  }

  csFormat(format: string | null): string {
    const { text } = this;
    switch ((format || "D").toUpperCase()) {
      case "D":
        return text;
      case "N":
        return this.hex;
      case "B":
        return `{${text}}`;
      case "P":
        return `(${text})`;
      case "X": {
        const h = this.hex;
        const tail = h.slice(16).match(/../g)!.map((b) => `0x${b}`).join(",");
        return `{0x${h.slice(0, 8)},0x${h.slice(8, 12)},0x${h.slice(12, 16)},{${tail}}}`;
      }
      default:
        throw errors.format(
          'Format string can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".',
        );
    }
  }

  csEquals(other: unknown): boolean {
    return other instanceof Guid && other.text === this.text;
  }

  csHashKey(): string {
    return this.text;
  }

  /** Its four 32-bit parts in memory, combined by exclusive or. */
  csHashCode(): number {
    const { bytes } = this;
    let hash = 0;
    for (let i = 0; i < 16; i++) hash ^= bytes[i] << (8 * (i % 4));
    return hash;
  }

  csCompare(other: unknown): number {
    if (!(other instanceof Guid)) throw errors.argument("Object must be of type Guid.");
    return this.text < other.text ? -1 : this.text > other.text ? 1 : 0;
  }
}

const hexByte = (value: number) => value.toString(16).padStart(2, "0");
const hexOf = (value: number, digits: number) =>
  (value >>> 0).toString(16).padStart(8, "0").slice(-digits);

const D = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const SHAPES: ReadonlyMap<string, RegExp> = new Map<string, RegExp>(Object.entries({
  D: new RegExp(`^${D}$`, "i"),
  N: /^[0-9a-f]{32}$/i,
  B: new RegExp(`^\\{${D}\\}$`, "i"),
  P: new RegExp(`^\\(${D}\\)$`, "i"),
}));
const X_SHAPE = new RegExp(
  `^\\{0x([0-9a-f]{1,8}),0x([0-9a-f]{1,4}),0x([0-9a-f]{1,4}),\\{${
    Array(8).fill("0x([0-9a-f]{1,2})").join(",")
  }\\}\\}$`,
  "i",
);

/** The GUID in `text`, in one of the formats named; null when there is none. */
function read(text: string, formats = "DNBPX"): Guid | null {
  const trimmed = text.trim();
  for (const format of formats) {
    if (!SHAPES.get(format)?.test(trimmed)) continue;
    return format === "D"
      ? Guid.fromDashed(trimmed)
      : Guid.fromHex(trimmed.replace(/[-{}()]/g, ""));
  }
  const parts = formats.includes("X") && X_SHAPE.exec(trimmed.replace(/\s+/g, ""));
  if (!parts) return null;
  const widths = [8, 4, 4, 2, 2, 2, 2, 2, 2, 2, 2];
  return Guid.fromHex(widths.map((width, i) => parts[i + 1].padStart(width, "0")).join(""));
}

const SHAPE_OF: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({ "{": "B", "(": "P" }),
);
const CLOSING: ReadonlyMap<string, string> = new Map<string, string>(
  Object.entries({ B: "}", P: ")" }),
);
const LENGTHS: ReadonlyMap<string, number> = new Map<string, number>(
  Object.entries({ D: 36, N: 32, B: 38, P: 38 }),
);

/** What .NET says of a text that is no GUID, or not one in that format. */
function whyNot(text: string, exact?: string): string {
  if (text === "" || exact === "X") return "Unrecognized Guid format.";
  const dashed = text.includes("-");
  const shape = exact ?? SHAPE_OF.get(text[0]) ?? (dashed ? "D" : "N");
  const enclosed = CLOSING.has(shape);
  if (enclosed && !dashed && exact === undefined) return "Expected 0x prefix.";
  const closed = !enclosed ||
    (SHAPE_OF.get(text[0]) === shape && text.endsWith(CLOSING.get(shape)!));
  if (text.length !== LENGTHS.get(shape) || !closed) {
    return "Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).";
  }
  const bare = enclosed ? text.slice(1, -1) : text;
  const placed = shape === "N" || [8, 13, 18, 23].every((i) => bare[i] === "-");
  return placed
    ? "Guid string should only contain hexadecimal characters."
    : "Dashes are in the wrong position for GUID parsing.";
}

/** `Guid.Parse`. @throws CsException ArgumentNull, Format */
export function parseGuid(text: string | null, parameter = "input"): Guid {
  if (text === null) throw errors.argumentNull(parameter);
  const guid = read(text);
  if (guid) return guid;
  throw errors.format(whyNot(text.trim()));
}

/** The letter that names a format; null when the text is none. */
function formatLetter(format: string | null): string | null {
  const letter = (format ?? "").toUpperCase();
  return letter.length === 1 && "DNBPX".includes(letter) ? letter : null;
}

/** `Guid.ParseExact`. @throws CsException ArgumentNull, Format */
function parseExact(text: string | null, format: string | null): Guid {
  if (text === null) throw errors.argumentNull("input");
  if (format === null) throw errors.argumentNull("format");
  const letter = formatLetter(format);
  if (letter === null) {
    throw errors.format(
      'Format string can be only "D", "d", "N", "n", "P", "p", "B", "b", "X" or "x".',
    );
  }
  const guid = read(text, letter);
  if (!guid) throw errors.format(whyNot(text.trim(), letter));
  return guid;
}

function readExact(text: string | null, format: string | null): Guid | null {
  const letter = formatLetter(format);
  return text === null || letter === null ? null : read(text, letter);
}

function into(result: Ref, guid: Guid | null): boolean {
  result.value = guid ?? Guid.empty;
  return guid !== null;
}

function fromBytes(array: CsArray | null): Guid {
  if (array === null) throw errors.argumentNull("b");
  if (array.length !== 16) {
    throw errors.argument("Byte array for Guid must be exactly 16 bytes long.", "b");
  }
  return Guid.fromBytes(array.items as Uint8Array);
}

const fromParts = (a: number, b: number, c: number, tail: ArrayLike<number>) =>
  Guid.fromHex(hexOf(a, 8) + hexOf(b, 4) + hexOf(c, 4) + Array.from(tail, hexByte).join(""));

const format = (self: Guid, pattern: string | null) => self.csFormat(pattern);

types.declare({
  type: "struct System.Guid : IComparable, IComparable<Guid>, IEquatable<Guid>, IFormattable",
  members: {
    "new()": () => Guid.empty,
    "new(string g)": (text) => parseGuid(text, "g"),
    "new(byte[] b)": fromBytes,
    "new(int a, short b, short c, byte[] d)": (a, b, c, d: CsArray | null) => {
      if (d === null) throw errors.argumentNull("d");
      if (d.length !== 8) {
        throw errors.argument("Byte array for Guid must be exactly 8 bytes long.", "d");
      }
      return fromParts(a, b, c, d.items as Uint8Array);
    },
    "new(int a, short b, short c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k)":
      (a, b, c, ...tail) => fromParts(a, b, c, tail.slice(0, 8) as number[]),
    "new(uint a, ushort b, ushort c, byte d, byte e, byte f, byte g, byte h, byte i, byte j, byte k)":
      (a, b, c, ...tail) => fromParts(a, b, c, tail.slice(0, 8) as number[]),
    "static readonly Guid Empty": () => Guid.empty,
    "static Guid NewGuid()": () => Guid.random(),
    "static Guid Parse(string input)": (text) => parseGuid(text),
    "static Guid ParseExact(string input, string format)": parseExact,
    "static bool TryParse(string input, out Guid result)": (text, result) =>
      into(result, text === null ? null : read(text)),
    "static bool TryParseExact(string input, string format, out Guid result)": (
      text,
      format,
      result,
    ) => into(result, readExact(text, format)),
    "byte[] ToByteArray()": (self) => ownBytes(self.bytes),
    "static bool operator ==(Guid a, Guid b)": (a, b) => a.text === b.text,
    "static bool operator !=(Guid a, Guid b)": (a, b) => a.text !== b.text,
    "int CompareTo(Guid value)": (self, other) => self.csCompare(other),
    "int CompareTo(object value)": (self, other) => other === null ? 1 : self.csCompare(other),
    "bool Equals(Guid g)": (self, other) => self.text === other.text,
    "string ToString()": (self) => self.csToString(),
    "string ToString(string format)": format,
    "string ToString(string format, IFormatProvider provider)": format,
  },
});
