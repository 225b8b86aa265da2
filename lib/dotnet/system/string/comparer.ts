/**
 * System.StringComparer: equality and order of strings by each StringComparison.
 * @module
 */
import { Declarations } from "../../../csharp/runtime/declare.ts";
import {
  compare as compareObjects,
  equals as equalObjects,
  hashCode,
} from "../../../csharp/runtime/object.ts";
import { typeOf } from "../../../csharp/runtime/type.ts";
import { toUpperText } from "./char_class.ts";
import type { EqualityComparer, OrderComparer } from "../../collections/comparer.ts";
import * as errors from "../../../csharp/runtime/errors.ts";
import { checkComparison, compareBy, equalsBy, StringComparison } from "./search.ts";

export const types = new Declarations();

type Text = string | null;

class StringComparer implements EqualityComparer, OrderComparer {
  readonly csType = typeOf("System.StringComparer");
  readonly #ignoresCase: boolean;

  constructor(readonly comparison: number) {
    this.#ignoresCase = (comparison & 1) === 1;
  }

  equals(a: unknown, b: unknown): boolean {
    return equalsBy(a as Text, b as Text, this.comparison);
  }

  hashKey(value: unknown): unknown {
    return this.#ignoresCase && value !== null ? toUpperText(value as string) : value;
  }

  compare(a: unknown, b: unknown): number {
    return compareBy(a as Text, b as Text, this.comparison);
  }
}

const isText = (value: unknown): value is Text => value === null || typeof value === "string";

const comparers = Object.values(StringComparison).map((value) => new StringComparer(value));

types.of<StringComparer>().declare({
  type: "abstract class System.StringComparer : IComparer<string>, IEqualityComparer<string>",
  members: {
    "static StringComparer CurrentCulture { get; }": () => comparers[0],
    "static StringComparer CurrentCultureIgnoreCase { get; }": () => comparers[1],
    "static StringComparer InvariantCulture { get; }": () => comparers[2],
    "static StringComparer InvariantCultureIgnoreCase { get; }": () => comparers[3],
    "static StringComparer Ordinal { get; }": () => comparers[4],
    "static StringComparer OrdinalIgnoreCase { get; }": () => comparers[5],
    "static StringComparer Create(CultureInfo culture, bool ignoreCase)": (_culture, ignoreCase) =>
      comparers[ignoreCase ? 1 : 0],
    "static StringComparer FromComparison(StringComparison comparisonType)": (comparison) => {
      checkComparison(comparison);
      return comparers[comparison];
    },
    "int Compare(string x, string y)": (self, x, y) => self.compare(x, y),
    "bool Equals(string x, string y)": (self, x, y) => self.equals(x, y),
    "int Compare(object x, object y)": (self, x, y) =>
      isText(x) && isText(y) ? self.compare(x, y) : compareObjects(x, y),
    "bool Equals(object x, object y)": (self, x, y) =>
      isText(x) && isText(y) ? self.equals(x, y) : equalObjects(x, y),
    "int GetHashCode(object obj)": (self, value) => {
      if (value === null) throw errors.argumentNull("obj");
      return hashCode(isText(value) ? self.hashKey(value) : value);
    },
    "int GetHashCode(string obj)": (self, text) => {
      if (text === null) throw errors.argumentNull("obj");
      return hashCode(self.hashKey(text));
    },
  },
});
