/**
 * The declarations of System.Text.RegularExpressions.
 * @module
 */
import { CsArray } from "../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { type CsType, typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { copyTo } from "../collections/collection.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import { RegexOptions } from "./options.ts";
import { Capture, escapePattern, Group, Match, Regex, regexOf, unescapePattern } from "./regex.ts";
import { expand, parseReplacement } from "./replacement.ts";
import { INFINITE } from "./time_out.ts";

export const types = new Declarations();

const NAMESPACE = "System.Text.RegularExpressions";

/** A read-only collection of captures, groups or matches. */
class Collection<T> implements CsObject {
  readonly csType: CsType;

  constructor(name: string, readonly items: readonly T[], readonly match: Match | null = null) {
    this.csType = typeOf(`${NAMESPACE}.${name}`);
  }

  [Symbol.iterator](): Iterator<T> {
    return this.items[Symbol.iterator]();
  }

  get count(): number {
    return this.items.length;
  }

  at(index: number): T {
    if (index < 0 || index >= this.items.length) throw errors.outOfRange("i");
    return this.items[index];
  }
}

type Evaluator = (match: Match) => string | null;

/** Members of Regex: each with and without a pattern of its own, options and a time-out. */
const statics: Record<string, Implementation> = {};

/** Declares the static forms of a method whose pattern follows `before` and precedes `after`. */
function both(
  returns: string,
  name: string,
  after: string,
  run: (regex: Regex, input: string, ...rest: never[]) => unknown,
): void {
  const tail = after === "" ? "" : `, ${after}`;
  const call = (input: string, regex: Regex, rest: unknown[]) => {
    if (input === null) throw errors.argumentNull("input");
    return run(regex, input, ...rest.slice(0, count) as never[]);
  };
  const count = after === "" ? 0 : after.split(",").length;
  const signature = `static ${returns} ${name}(string input, string pattern${tail}`;
  statics[`${signature})`] = (input, pattern, ...rest) => call(input, regexOf(pattern, 0), rest);
  statics[`${signature}, RegexOptions options)`] = (input, pattern, ...rest) =>
    call(input, regexOf(pattern, rest[count]), rest);
  statics[`${signature}, RegexOptions options, TimeSpan matchTimeout)`] = (
    input,
    pattern,
    ...rest
  ) => call(input, new Regex(pattern, rest[count], rest[count + 1]), rest);
}

const matchesOf = (regex: Regex, input: string | null, start?: number) =>
  new Collection("MatchCollection", [...regex.matches(input, start)]);

const evaluated = (
  regex: Regex,
  input: string | null,
  evaluator: Evaluator | null,
  count = -1,
  start?: number,
) => {
  if (evaluator === null) throw errors.argumentNull("evaluator");
  return regex.replaceBy(input, evaluator, count, start);
};

both("bool", "IsMatch", "", (regex, input) => regex.match(input).success);
both("Match", "Match", "", (regex, input) => regex.match(input));
both("MatchCollection", "Matches", "", (regex, input) => matchesOf(regex, input));
both("string[]", "Split", "", (regex, input) => regex.split(input));
both(
  "string",
  "Replace",
  "string replacement",
  (regex, input, by: string) => regex.replace(input, by),
);
both(
  "string",
  "Replace",
  "MatchEvaluator evaluator",
  (regex, input, by: Evaluator) => evaluated(regex, input, by),
);

types.declare({ type: `delegate string ${NAMESPACE}.MatchEvaluator(Match match)` });

types.of<Regex>().declare({
  type: `class ${NAMESPACE}.Regex`,
  members: {
    "new(string pattern)": (pattern) => new Regex(pattern),
    "new(string pattern, RegexOptions options)": (pattern, options) => new Regex(pattern, options),
    "new(string pattern, RegexOptions options, TimeSpan matchTimeout)": (
      pattern,
      options,
      timeout,
    ) => new Regex(pattern, options, timeout),
    "static readonly TimeSpan InfiniteMatchTimeout": () => INFINITE,
    "TimeSpan MatchTimeout { get; }": (self) => self.timeout,
    ...statics,
    "static string Escape(string str)": (text) => {
      if (text === null) throw errors.argumentNull("str");
      return escapePattern(text);
    },
    "static string Unescape(string str)": (text) => {
      if (text === null) throw errors.argumentNull("str");
      return unescapePattern(text);
    },
    "RegexOptions Options { get; }": (self) => self.options,
    "bool RightToLeft { get; }": (self) => (self.options & RegexOptions.RightToLeft) !== 0,
    "bool IsMatch(string input)": (self, input) => self.match(input).success,
    "bool IsMatch(string input, int startat)": (self, input, start) =>
      self.match(input, start).success,
    "Match Match(string input)": (self, input) => self.match(input),
    "Match Match(string input, int startat)": (self, input, start) => self.match(input, start),
    "MatchCollection Matches(string input)": (self, input) => matchesOf(self, input),
    "MatchCollection Matches(string input, int startat)": (self, input, start) =>
      matchesOf(self, input, start),
    "string Replace(string input, string replacement)": (self, input, by) =>
      self.replace(input, by),
    "string Replace(string input, string replacement, int count)": (
      self,
      input,
      by,
      count,
    ) => self.replace(input, by, count),
    "string Replace(string input, string replacement, int count, int startat)": (
      self,
      input,
      by,
      count,
      start,
    ) => self.replace(input, by, count, start),
    "string Replace(string input, MatchEvaluator evaluator)": (self, input, by) =>
      evaluated(self, input, by),
    "string Replace(string input, MatchEvaluator evaluator, int count)": (
      self,
      input,
      by,
      count,
    ) => evaluated(self, input, by, count),
    "string Replace(string input, MatchEvaluator evaluator, int count, int startat)": (
      self,
      input,
      by,
      count,
      start,
    ) => evaluated(self, input, by, count, start),
    "string[] Split(string input)": (self, input) => self.split(input),
    "string[] Split(string input, int count)": (self, input, count) => self.split(input, count),
    "string[] Split(string input, int count, int startat)": (self, input, count, start) =>
      self.split(input, count, start),
    "string[] GetGroupNames()": (self) =>
      CsArray.of(typeOf("System.String"), self.pattern.groups.map((n) => self.nameOf(n))),
    "int[] GetGroupNumbers()": (self) =>
      CsArray.of(typeOf("System.Int32"), [...self.pattern.groups]),
    "string GroupNameFromNumber(int i)": (self, number) =>
      self.pattern.groups.includes(number) ? self.nameOf(number) : "",
    "int GroupNumberFromName(string name)": (self, name) =>
      self.pattern.names.get(errors.notNull(name, "name")) ?? -1,
    "string ToString()": (self) => self.source,
  },
});

types.declare({ type: `enum ${NAMESPACE}.RegexOptions`, values: RegexOptions, flags: true });

types.of<Capture>().declare({
  type: `class ${NAMESPACE}.Capture`,
  members: {
    "int Index { get; }": (self) => self.index,
    "int Length { get; }": (self) => self.length,
    "string Value { get; }": (self) => self.value,
    "string ToString()": (self) => self.value,
  },
});

types.of<Group>().declare({
  type: `class ${NAMESPACE}.Group : Capture`,
  members: {
    "bool Success { get; }": (self) => self.success,
    "string Name { get; }": (self) => self.name,
    "CaptureCollection Captures { get; }": (self) =>
      new Collection("CaptureCollection", self.captures),
  },
});

types.of<Match>().declare({
  type: `class ${NAMESPACE}.Match : Group`,
  members: {
    "static Match Empty { get; }": () => Match.empty,
    "GroupCollection Groups { get; }": (self) =>
      new Collection("GroupCollection", self.groups, self),
    "Match NextMatch()": (self) => self.next(),
    "string Result(string replacement)": (self, replacement) => {
      if (replacement === null) throw errors.argumentNull("replacement");
      if (!self.regex) throw errors.notSupported("Result cannot be called on a failed Match.");
      return expand(parseReplacement(replacement, self.regex.pattern), self);
    },
  },
});

const counted: Record<string, Implementation> = {
  "int Count { get; }": (self) => self.count,
  "bool IsReadOnly { get; }": () => true,
  "bool IsSynchronized { get; }": () => false,
  "object SyncRoot { get; }": (self) => self,
  "void CopyTo(Array array, int index)": (self, array, index) =>
    copyTo(self.items, self.count, array, index),
};

types.declare({
  type: `class ${NAMESPACE}.CaptureCollection : System.Collections.ICollection`,
  members: { ...counted, "Capture this[int i] { get; }": (self, index) => self.at(index) },
});

types.declare({
  type: `class ${NAMESPACE}.GroupCollection : System.Collections.ICollection`,
  members: {
    ...counted,
    "Group this[int groupnum] { get; }": (self, number) =>
      self.match?.groupAt(number) ?? Group.failed,
    "Group this[string groupname] { get; }": (self, name) =>
      self.match?.groupNamed(name) ?? Group.failed,
  },
});

types.declare({
  type: `class ${NAMESPACE}.MatchCollection : System.Collections.ICollection`,
  members: { ...counted, "Match this[int i] { get; }": (self, index) => self.at(index) },
});
