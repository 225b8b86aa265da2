import assert from "node:assert/strict";
import { Random } from "../../lib/core/random.ts";
import fc from "../properties.ts";

const draws = (random: Random, count = 8) => Array.from({ length: count }, () => random.next());

Deno.test("Random gives the same stream for the same seed, on every machine", () => {
  assert.deepEqual(draws(new Random("a")), draws(new Random("a")));
  assert.notDeepEqual(draws(new Random("a")), draws(new Random("b")));
  assert.deepEqual(draws(new Random(1)), draws(new Random("1")));
});

Deno.test("Random.fork depends on seed and label, not on what was drawn before", () => {
  const used = new Random("seed");
  draws(used);
  assert.deepEqual(draws(used.fork("x")), draws(new Random("seed").fork("x")));
  assert.notDeepEqual(draws(used.fork("x")), draws(used.fork("y")));
});

Deno.test("Random.integer stays within its bounds, the upper one excluded", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (s, min, n) => {
      const value = new Random(s).integer(min, min + n);
      assert.ok(Number.isInteger(value) && value >= min && value < min + n);
    }),
  );
});

Deno.test("Random.uuid is a version 4 UUID, and no two are alike", () => {
  const random = new Random("uuids");
  const ids = Array.from({ length: 1000 }, () => random.uuid());
  for (const id of ids) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  assert.equal(new Set(ids).size, ids.length);
});

Deno.test("Random's variates have the mean, the median and the spread that were asked for", () => {
  const random = new Random("variates");
  const sample = (draw: () => number) => Float64Array.from({ length: 20_000 }, draw).sort();
  const mean = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
  const near = (value: number, expected: number) =>
    assert.ok(Math.abs(value - expected) < 0.05 * Math.max(1, expected), `${value}, ${expected}`);
  near(mean(sample(() => random.next())), 0.5);
  near(mean(sample(() => random.exponential(3))), 3);
  const normal = sample(() => random.normal());
  near(mean(normal), 0);
  near(mean(normal.map((x) => x * x)), 1);
  const logNormal = sample(() => random.logNormal(7, 0.5));
  near(logNormal[logNormal.length >> 1], 7);
  near(mean(logNormal.map(Math.log).map((x) => (x - Math.log(7)) ** 2)), 0.25);
});
