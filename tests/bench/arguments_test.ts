import assert from "node:assert/strict";
import { readArguments } from "../../bench/support/arguments.ts";

const OPTIONS = { rounds: 7, seconds: 2, quick: false } as const;

Deno.test("readArguments gives what was asked for, and else the defaults", () => {
  assert.deepEqual(readArguments([], OPTIONS), { rounds: 7, seconds: 2, quick: false });
  assert.deepEqual(readArguments(["--seconds", "3", "--quick"], OPTIONS), {
    rounds: 7,
    seconds: 3,
    quick: true,
  });
});

Deno.test("readArguments refuses what is no whole number of at least 1, and what it does not know", () => {
  for (const text of ["1.5", "0", "-1", "two", "", "1e3"]) {
    assert.throws(() => readArguments([`--seconds=${text}`], OPTIONS), {
      name: "TypeError",
      message: `--seconds takes a whole number of at least 1: it is "${text}"`,
    });
  }
  for (const args of [["--second", "1"], ["1"], ["--seconds"], ["--quick=1"]]) {
    assert.throws(() => readArguments(args, OPTIONS), TypeError, args.join(" "));
  }
});
