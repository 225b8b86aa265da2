import assert from "node:assert/strict";
import {
  callable,
  either,
  fieldsOf,
  flag,
  having,
  listOf,
  numberAboveZero,
  numberFrom,
  oneOfThese,
  OptionError,
  optionProblems,
  recordOf,
  requireShapes,
  secretText,
  type Shape,
  text,
  wholeFrom,
} from "../../lib/core/options.ts";

const RULES: readonly (readonly [Shape, fits: readonly unknown[], fault: unknown, says: string])[] =
  [
    [text, ["", "a"], 5, "must be text: it is 5"],
    [flag, [true, false], "yes", 'must be true or false: it is "yes"'],
    [callable, [() => 1], {}, "must be a function: it is {}"],
    [wholeFrom(1), [1, 1e9], 1.5, "must be a whole number from 1: it is 1.5"],
    [
      wholeFrom(0, 65_535),
      [0, 65_535],
      65_536,
      "must be a whole number from 0 to 65535: it is 65536",
    ],
    [numberFrom(0, 1), [0, 0.5], NaN, "must be a number from 0 to 1: it is NaN"],
    [numberAboveZero, [0.1], 0, "must be a number above 0: it is 0"],
    [numberAboveZero, [5e-324], "5", 'must be a number above 0: it is "5"'],
    [oneOfThese("a", "b", "c"), ["a", "c"], "d", 'must be "a", "b" or "c": it is "d"'],
    [listOf(text), [[], ["a"]], ["a", null], "[1] must be text: it is null"],
    [listOf(text), [], "a", 'must be a list: it is "a"'],
    [recordOf(text), [{}, { a: "b" }], { a: { b: 1 } }, ".a must be text: it is { b: 1 }"],
    [recordOf(text), [], ["a"], "must be an object of names and values: it is [ 'a' ]"],
    [
      fieldsOf({ on: flag }),
      [{}, { on: true }, { on: undefined }],
      { on: 1 },
      ".on must be true or false: it is 1",
    ],
    [
      fieldsOf({ on: flag }),
      [],
      { no: true },
      'has no option "no": there are on',
    ],
    [fieldsOf({ on: flag }), [], null, "must be an object with on: it is null"],
    [either(text, listOf(text)), ["a", ["a"]], 5, "must be text, or a list: it is 5"],
    [either(text, listOf(text)), [], [5], "[0] must be text: it is 5"],
    [having("now"), [{ now() {} }], {}, "must be an object with now(): it is {}"],
    [secretText, ["a"], ["my key"], "must be text: it is object"],
  ];

Deno.test("each shape takes what fits and says what does not, and where", () => {
  for (const [shape, fits, fault, says] of RULES) {
    for (const value of fits) assert.equal(shape(value), null, String(value));
    const found = shape(fault)!;
    assert.equal(`${found.at} ${found.says}`.trim(), says);
  }
});

Deno.test("requireShapes names what is unknown, what is missing and what is wrong", () => {
  const shapes = { count: wholeFrom(1), label: text };
  const require = (options: unknown) => () =>
    requireShapes<{ count: number; label?: string }>("run", options, shapes, ["count"]);
  assert.doesNotThrow(require({ count: 1, label: undefined }));
  assert.throws(
    require({ cuont: 1 }),
    /^RangeError: run: no option "cuont": did you mean "count"\?/,
  );
  assert.throws(
    require({}),
    /^TypeError: run: count is missing: it must be a whole number from 1\.$/,
  );
  assert.throws(require({ count: "1" }), OptionError);
  for (const odd of [null, undefined, 5, "count", []]) {
    assert.throws(require(odd), /^TypeError: run takes an object of options: it was given /);
  }
  assert.throws(require({ count: 0 }), (error: Error) => !error.stack!.includes("\n"));
});

Deno.test("optionProblems tells all of them", () => {
  const options = { a: 1, b: 2, toString: 3 };
  assert.deepEqual(optionProblems<object>(options, { a: text, b: flag } as object), [
    "a must be text: it is 1",
    "b must be true or false: it is 2",
    'no option "toString": there are a, b',
  ]);
});
