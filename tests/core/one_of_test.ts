import assert from "node:assert/strict";
import { nearest, oneOf, requireKnown, unknownName } from "../../lib/core/one_of.ts";

const STRATEGIES = ["latency-based", "weighted-round-robin", "priority-spillover"];

Deno.test("nearest finds what a slip of the pen meant, and nothing for another word", () => {
  const cases: [name: string, meant: string | null][] = [
    ["latency-base", "latency-based"],
    ["LatencyBased", "latency-based"],
    ["weighted_round_robin", "weighted-round-robin"],
    ["weigthed-round-robin", "weighted-round-robin"],
    ["priority-spilover", "priority-spillover"],
    ["hope", null],
    ["", null],
  ];
  for (const [name, meant] of cases) assert.equal(nearest(name, STRATEGIES), meant, name);
  assert.equal(nearest("ptu", ["ptus", "networkMs"]), "ptus");
  assert.equal(nearest("perSec", ["perSecond", "payload"]), "perSecond");
});

Deno.test("unknownName names the word, the one that was meant, and all that there are", () => {
  assert.equal(
    unknownName("limit", "ptu", ["ptus", "networkMs"]),
    'no limit "ptu": did you mean "ptus"? There are ptus, networkMs',
  );
  assert.equal(unknownName("limit", "x", ["ptus"]), 'no limit "x": there are ptus');
  assert.equal(unknownName("limit", "x", []), 'no limit "x": there are none');
});

Deno.test("oneOf and requireKnown throw errors without a stack", () => {
  for (
    const [body, message] of [
      [
        () => oneOf("colour", "reed", ["red"]),
        'no colour "reed": did you mean "red"? There are red',
      ],
      [
        () => requireKnown("f", { cuont: 1 }, ["count"]),
        'f: no option "cuont": did you mean "count"? There are count',
      ],
    ] as const
  ) {
    assert.throws(body, (error) => {
      assert.ok(error instanceof RangeError);
      assert.equal(error.message, message);
      assert.equal(error.stack, `RangeError: ${message}`);
      return true;
    });
  }
  assert.equal(oneOf("colour", "red", ["red"]), "red");
});
