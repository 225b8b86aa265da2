/**
 * A compiled regular expression, and what it finds.
 * @module
 */
import { chargeFor, joined, spend } from "../../csharp/runtime/budget.ts";
import { CsArray } from "../../csharp/runtime/array.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { type Captures, type MatchCaptures, Matcher } from "./match.ts";
import type { Pattern } from "./node.ts";
import { RegexOptions } from "./options.ts";
import { parsePattern } from "./parse.ts";
import { compilePattern, type Program } from "./program.ts";
import { expand, parseReplacement } from "./replacement.ts";
import { INFINITE, patienceOf } from "./time_out.ts";
import type { TimeSpan } from "../time/time_span.ts";

const NAMESPACE = "System.Text.RegularExpressions";
const REGEX = typeOf(`${NAMESPACE}.Regex`);
const STRING = typeOf("System.String");

export class Capture implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.Capture`);
  constructor(readonly text: string, readonly index: number, readonly length: number) {}

  get value(): string {
    return this.text.slice(this.index, this.index + this.length);
  }

  csToString(): string {
    return this.value;
  }
}

/** A group: its last capture, and all of them. */
export class Group implements CsObject {
  readonly csType = typeOf(`${NAMESPACE}.Group`);
  constructor(readonly text: string, readonly name: string, readonly captured: Captures) {}

  static readonly failed = new Group("", "0", []);

  get success(): boolean {
    return this.captured.length > 0;
  }

  get index(): number {
    return this.captured.at(-2) ?? 0;
  }

  get length(): number {
    return (this.captured.at(-1) ?? 0) - this.index;
  }

  get value(): string {
    return this.text.slice(this.index, this.index + this.length);
  }

  get captures(): Capture[] {
    const found: Capture[] = [];
    for (let i = 0; i < this.captured.length; i += 2) {
      const [start, end] = [this.captured[i], this.captured[i + 1]];
      found.push(new Capture(this.text, start, end - start));
    }
    return found;
  }

  csToString(): string {
    return this.value;
  }
}

export class Match extends Group {
  override readonly csType = typeOf(`${NAMESPACE}.Match`) as Group["csType"];

  /** @param regex null for the match that failed. */
  constructor(readonly regex: Regex | null, text: string, readonly all: MatchCaptures) {
    super(text, "0", all[0] ?? []);
  }

  static readonly empty = new Match(null, "", []);

  /** The groups in order of their numbers. */
  get groups(): Group[] {
    if (!this.regex) return [Group.failed];
    return this.regex.pattern.groups.map((number) => this.#make(number));
  }

  #make(number: number): Group {
    if (number === 0) return this;
    return new Group(this.text, this.regex!.nameOf(number), this.all[number]);
  }

  /** The group of that number; a failed one when there is none. */
  groupAt(number: number): Group {
    if (number === 0) return this;
    return this.regex?.pattern.groups.includes(number) ? this.#make(number) : Group.failed;
  }

  groupNamed(name: string): Group {
    const number = this.regex?.pattern.names.get(name);
    return number === undefined ? Group.failed : this.groupAt(number);
  }

  next(): Match {
    return this.regex?.after(this) ?? Match.empty;
  }
}

const cache = new Map<string, { pattern: Pattern; program: Program }>();
const MAX_CACHED = 500;
const LONGEST_CACHED = 1000;
const MAX_PATTERN = 10_000;

function compiled(text: string, options: number) {
  const key = `${options}/${text}`;
  let entry = cache.get(key);
  if (!entry) {
    const pattern = parsePattern(text, options);
    entry = { pattern, program: compilePattern(pattern) };
    if (text.length > LONGEST_CACHED) return entry;
    if (cache.size >= MAX_CACHED) cache.clear();
    cache.set(key, entry);
  }
  return entry;
}

const KNOWN_OPTIONS = Object.values(RegexOptions).reduce((all: number, bit) => all | bit, 0);
const ECMA_COMPANIONS = RegexOptions.ECMAScript | RegexOptions.IgnoreCase | RegexOptions.Multiline |
  RegexOptions.Compiled;

/** Of reading a pattern, most of which are read once and kept. */
const STEPS_PER_REGEX = 100;
const STEPS_PER_CHARACTER = 8;

export class Regex implements CsObject {
  readonly csType = REGEX;
  readonly pattern: Pattern;
  readonly #program: Program;
  readonly #rightToLeft: boolean;
  readonly #patience: number;

  /** What is compiled of it is shared, and small. */
  csParts(): Iterable<unknown> {
    return [this.source];
  }

  /** @throws CsException RegexParseException, ArgumentNullException, ArgumentOutOfRangeException */
  constructor(
    readonly source: string | null,
    readonly options = 0,
    readonly timeout: TimeSpan = INFINITE,
  ) {
    if (source === null) throw errors.argumentNull("pattern");
    const ecma = (options & RegexOptions.ECMAScript) !== 0;
    if ((options & ~KNOWN_OPTIONS) !== 0 || (ecma && (options & ~ECMA_COMPANIONS) !== 0)) {
      throw errors.outOfRange("options");
    }
    if (source.length > MAX_PATTERN) {
      throw errors.argument(`The pattern has more than ${MAX_PATTERN} characters.`, "pattern");
    }
    this.#patience = patienceOf(timeout);
    spend(STEPS_PER_REGEX + source.length * STEPS_PER_CHARACTER);
    ({ pattern: this.pattern, program: this.#program } = compiled(source, options));
    this.#rightToLeft = (options & RegexOptions.RightToLeft) !== 0;
  }

  csToString(): string {
    return this.source!;
  }

  nameOf(number: number): string {
    for (const [name, n] of this.pattern.names) {
      if (n === number && name !== String(number)) return name;
    }
    return String(number);
  }

  #find(text: string, at: number): Match | null {
    chargeFor(text);
    const found = new Matcher(this.#program, text, this.#patience).find(at, this.#rightToLeft);
    return found && new Match(this, text, found);
  }

  /** The first match. @throws CsException ArgumentNullException, ArgumentOutOfRangeException */
  match(text: string | null, start?: number): Match {
    if (text === null) throw errors.argumentNull("input");
    const at = start ?? (this.#rightToLeft ? text.length : 0);
    if (at < 0 || at > text.length) {
      throw errors.outOfRange(
        "startat",
        "Start index cannot be less than 0 or greater than input length.",
      );
    }
    return this.#find(text, at) ?? Match.empty;
  }

  /** The match that follows `match`, an empty one being stepped over; null when there is none. */
  after(match: Match): Match | null {
    const { index, length, text } = match;
    const edge = this.#rightToLeft ? index : index + length;
    const at = length > 0 ? edge : this.#rightToLeft ? edge - 1 : edge + 1;
    return at < 0 || at > text.length ? null : this.#find(text, at);
  }

  *matches(text: string | null, start?: number, limit = Infinity): IterableIterator<Match> {
    let match: Match | null = this.match(text, start);
    for (let i = 0; match?.success && i < limit; i++) {
      yield match;
      match = this.after(match);
    }
  }

  /** Replaces the first `count` matches (all for -1) by what `evaluate` says. */
  replaceBy(
    text: string | null,
    evaluate: (match: Match) => string | null,
    count = -1,
    start?: number,
  ): string {
    if (count < -1) throw errors.outOfRange("count", "Count cannot be less than -1.");
    const found = [...this.matches(text, start, count === -1 ? Infinity : count)];
    const parts = found.map((match) => ({ match, by: evaluate(match) ?? "" }));
    if (this.#rightToLeft) parts.reverse();
    let out = "";
    let at = 0;
    for (const { match, by } of parts) {
      out += text!.slice(at, match.index) + by;
      at = match.index + match.length;
      joined(out);
    }
    return out + text!.slice(at);
  }

  replace(text: string | null, replacement: string | null, count = -1, start?: number): string {
    if (replacement === null) throw errors.argumentNull("replacement");
    const parts = parseReplacement(replacement, this.pattern);
    return this.replaceBy(text, (match) => expand(parts, match), count, start);
  }

  /** Splits at matches, with what their groups captured between the parts. */
  split(text: string | null, count = 0, start?: number): CsArray {
    if (text === null) throw errors.argumentNull("input");
    if (count < 0) throw errors.outOfRange("count", "Count cannot be less than -1.");
    const found = [...this.matches(text, start, count === 0 ? Infinity : count - 1)];
    if (this.#rightToLeft) found.reverse();
    const parts: string[] = [];
    let at = 0;
    for (const match of found) {
      parts.push(text.slice(at, match.index));
      at = match.index + match.length;
      const groups = match.groups.slice(1);
      if (this.#rightToLeft) groups.reverse();
      for (const group of groups) if (group.success) parts.push(group.value);
    }
    parts.push(text.slice(at));
    return CsArray.of(STRING, parts);
  }
}

const SPECIAL = /[\\*+?|{[()^$.# \t\n\f\r]/g;
const SPECIAL_NAMES: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
}));

const regexes = new Map<string, Regex>();

/** The regular expression of the static methods: made once for each pattern and options. */
export function regexOf(pattern: string | null, options: number): Regex {
  const key = `${options}/${pattern}`;
  let regex = pattern === null ? undefined : regexes.get(key);
  if (!regex) {
    regex = new Regex(pattern, options);
    if (key.length > LONGEST_CACHED) return regex;
    if (regexes.size >= MAX_CACHED) regexes.clear();
    regexes.set(key, regex);
  }
  return regex;
}

/** `Regex.Escape`. */
export function escapePattern(text: string): string {
  spend(text.length >> 2);
  return text.replace(SPECIAL, (ch) => SPECIAL_NAMES.get(ch) ?? `\\${ch}`);
}

const NAMED: ReadonlyMap<string, string> = new Map<string, string>(Object.entries({
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
}));

/** `Regex.Unescape`. @throws CsException RegexParseException */
export function unescapePattern(text: string): string {
  return text.replace(
    /\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|c([@-_a-z])|([0-7]{1,3})|([\s\S])|$)/g,
    (_whole, hex, unicode, control, octal, ch) => {
      if (hex ?? unicode) return String.fromCharCode(parseInt(hex ?? unicode, 16));
      if (control) return String.fromCharCode(control.toUpperCase().charCodeAt(0) - 64);
      if (octal) return String.fromCharCode(parseInt(octal, 8) & 0xff);
      if (ch === undefined) return "";
      if (NAMED.has(ch)) return NAMED.get(ch);
      if (/\w/.test(ch)) {
        throw errors.regexParse(text, text.length, `Unrecognized escape sequence \\${ch}.`);
      }
      return ch;
    },
  );
}
