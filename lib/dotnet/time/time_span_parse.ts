/**
 * TimeSpan.Parse and ParseExact.
 * @see https://learn.microsoft.com/dotnet/api/system.timespan.parse
 * @module
 */
import * as errors from "../../csharp/runtime/errors.ts";
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND } from "./calendar.ts";
import { isTicks, TimeSpan } from "./time_span.ts";

/** Why a text is no TimeSpan. */
export type Failure = "format" | "overflow";

/** The parts of a time span as digits; the fraction is what follows the point. */
interface Parts {
  readonly days?: string;
  readonly hours?: string;
  readonly minutes?: string;
  readonly seconds?: string;
  readonly fraction?: string;
}

const MAX_DAYS = 10_675_199;
const FRACTION_DIGITS = 7;

/** Ticks within a second; undefined for more places than there are ticks. */
function fractionTicks(digits: string): number | undefined {
  if (digits.length <= FRACTION_DIGITS) return Number(digits.padEnd(FRACTION_DIGITS, "0"));
  // .NET counts the places from the first digit that is no zero, and rounds the rest
  if (digits[0] !== "0") return Number(digits) === 0 ? 0 : undefined;
  return Math.round(Number(`0.${digits}`) * 10 ** FRACTION_DIGITS);
}

function ticksOf(parts: Parts, negative: boolean): bigint | "overflow" {
  const days = Number(parts.days ?? 0);
  const hours = Number(parts.hours ?? 0);
  const minutes = Number(parts.minutes ?? 0);
  const seconds = Number(parts.seconds ?? 0);
  const fraction = fractionTicks(parts.fraction ?? "");
  if (days > MAX_DAYS || hours > 23 || minutes > 59 || seconds > 59 || fraction === undefined) {
    return "overflow";
  }
  const ticks = BigInt(days) * TICKS_PER_DAY + BigInt(hours) * TICKS_PER_HOUR +
    BigInt(minutes) * TICKS_PER_MINUTE + BigInt(seconds) * TICKS_PER_SECOND + BigInt(fraction);
  const signed = negative ? -ticks : ticks;
  return isTicks(signed) ? signed : "overflow";
}

const CONSTANT_FORMS = [
  /^(?<days>\d+)$/,
  /^(?<hours>\d+):(?<minutes>\d+)$/,
  /^(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)$/,
  /^(?<days>\d+)\.(?<hours>\d+):(?<minutes>\d+)$/,
  /^(?<hours>\d+):(?<minutes>\d+):\.(?<fraction>\d+)$/,
  /^(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)\.(?<fraction>\d+)$/,
  /^(?<days>\d+)\.(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)$/,
  /^(?<days>\d+)\.(?<hours>\d+):(?<minutes>\d+):\.(?<fraction>\d+)$/,
  /^(?<days>\d+)\.(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)\.(?<fraction>\d+)$/,
];

const FULL_FORM = /^(?<days>\d+):(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)\.(?<fraction>\d+)$/;

const GENERAL_FORMS = [
  /^(?<days>\d+)$/,
  /^(?<hours>\d+):(?<minutes>\d+)$/,
  /^(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)$/,
  /^(?<days>\d+):(?<hours>\d+):(?<minutes>\d+)$/,
  /^(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)\.(?<fraction>\d+)$/,
  /^(?<days>\d+):(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)$/,
  FULL_FORM,
];

const ALL_FORMS = [...CONSTANT_FORMS, ...GENERAL_FORMS];

/** The first form that fits and is in range: `25:00:00` is no time of day, so it is 25 days. */
function read(text: string, forms: readonly RegExp[]): bigint | Failure {
  const [, sign, body] = /^\s*(-?)(.*?)\s*$/s.exec(text)!;
  let failure: Failure = "format";
  for (const form of forms) {
    const match = form.exec(body);
    if (!match) continue;
    const ticks = ticksOf(match.groups as Parts, sign === "-");
    if (ticks !== "overflow") return ticks;
    failure = "overflow";
  }
  return failure;
}

/** `[-][d.]hh:mm[:[ss][.fffffff]]` or days alone: what ToString("c") writes, loosely. */
const CONSTANT = new RegExp(
  String.raw`^\s*(?<sign>-?)\s*(?:(?<days>\d+)(?:\.(?=\d+:)|(?=\s*$)))?` +
    String
      .raw`(?:(?<hours>\d+):(?<minutes>\d+)(?::(?<seconds>\d*)(?:\.(?<fraction>\d{0,7}))?)?)?\s*$`,
);

function readConstant(text: string): bigint | Failure {
  const match = CONSTANT.exec(text);
  if (!match || (match.groups!.days ?? match.groups!.hours) === undefined) return "format";
  const { seconds, fraction, sign } = match.groups!;
  if (seconds === "" && fraction === undefined) return "format";
  return ticksOf(match.groups as Parts, sign === "-");
}

/** Ticks of `[-][d.]hh:mm[:ss[.fffffff]]`, `d` or `d:hh:mm[:ss[.fffffff]]`. */
export function readTimeSpan(text: string): bigint | Failure {
  return read(text, ALL_FORMS);
}

function unreadable(failure: Failure, text: string): unknown {
  return failure === "format"
    ? errors.format(`String '${text}' was not recognized as a valid TimeSpan.`)
    : errors.overflow(
      `The TimeSpan string '${text}' could not be parsed because at least one of the numeric components is out of range or contains too many digits.`,
    );
}

/** `TimeSpan.Parse`. @throws CsException ArgumentNull, Format, Overflow */
export function timeSpanOf(text: string | null): TimeSpan {
  if (text === null) throw errors.argumentNull("input");
  const ticks = readTimeSpan(text);
  if (typeof ticks === "string") throw unreadable(ticks, text);
  return new TimeSpan(ticks);
}

/**
 * `TimeSpan.ParseExact` with the first format that fits.
 * @throws CsException Argument, ArgumentNull, Format, Overflow
 */
export function parseTimeSpanExact(
  text: string | null,
  formats: readonly (string | null)[],
  styles = 0,
): TimeSpan {
  checkStyles(styles);
  if (text === null) throw errors.argumentNull("input");
  if (formats.length === 0) throw errors.format("No format specifiers were provided.");
  let failure: Failure = "format";
  for (const format of formats) {
    if (format === null || format === "") {
      throw errors.format(`Format specifier '${format ?? ""}' was invalid.`);
    }
    const ticks = readExact(text, format, styles === ASSUME_NEGATIVE);
    if (typeof ticks === "bigint") return new TimeSpan(ticks);
    if (formats.length === 1) failure = ticks;
  }
  throw unreadable(failure, text);
}

/** @throws CsException System.ArgumentException */
export function checkStyles(styles: number): void {
  if (styles !== 0 && styles !== ASSUME_NEGATIVE) {
    throw errors.argument("An undefined TimeSpanStyles value is being used.", "styles");
  }
}

const ASSUME_NEGATIVE = 1;

function readExact(text: string, format: string, negative: boolean): bigint | Failure {
  switch (format) {
    case "c":
    case "t":
    case "T":
      return readConstant(text);
    case "g":
      return read(text, GENERAL_FORMS);
    case "G":
      return read(text, [FULL_FORM]);
  }
  const pattern = format.length > 1 ? patternOf(format) : undefined;
  if (pattern === undefined) return "format";
  const match = pattern.exec(text);
  return match ? ticksOf(match.groups as Parts ?? {}, negative) : "format";
}

/** The part that a letter stands for, and how many digits a single letter may take. */
const LETTERS: ReadonlyMap<string, { part: keyof Parts; most: number; single: number }> = new Map<
  string,
  { part: keyof Parts; most: number; single: number }
>(Object.entries({
  d: { part: "days", most: 8, single: 8 },
  h: { part: "hours", most: 2, single: 2 },
  m: { part: "minutes", most: 2, single: 2 },
  s: { part: "seconds", most: 2, single: 2 },
  f: { part: "fraction", most: FRACTION_DIGITS, single: 1 },
  F: { part: "fraction", most: FRACTION_DIGITS, single: 1 },
}));

const escaped = (literal: string) => literal.replace(/[^\w\s]/g, "\\$&");

/** A custom format as a pattern; undefined for one that is none, such as one that repeats a part. */
function patternOf(format: string): RegExp | undefined {
  let pattern = "";
  const seen = new Set<keyof Parts>();
  for (let i = 0; i < format.length;) {
    const ch = format[i];
    let run = 1;
    const letter = LETTERS.get(ch);
    if (letter) {
      while (format[i + run] === ch) run++;
      if (run > letter.most || seen.has(letter.part)) return undefined;
      seen.add(letter.part);
      const count = ch === "F" ? `0,${run}` : run === 1 ? `1,${letter.single}` : String(run);
      pattern += `(?<${letter.part}>\\d{${count}})`;
    } else if (ch === "'" || ch === '"') {
      const end = format.indexOf(ch, i + 1);
      if (end < 0) return undefined;
      pattern += escaped(format.slice(i + 1, end));
      run = end + 1 - i;
    } else if (ch === "\\") {
      if (i + 1 >= format.length) return undefined;
      pattern += escaped(format[i + 1]);
      run = 2;
    } else if (ch !== "%" || i + 1 >= format.length || format[i + 1] === "%") return undefined;
    i += run;
  }
  return new RegExp(`^${pattern}$`);
}
