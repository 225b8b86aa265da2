import assert from "node:assert/strict";
import fc from "../properties.ts";
import { modelFacts } from "../../lib/models/catalogue.ts";
import { PtuBucket, ptuCapacityPerSecond, ptuUnits } from "../../lib/models/ptu.ts";

Deno.test("ptuUnits weighs output, and cached input not at all", () => {
  const units = ptuUnits(modelFacts("gpt-4.1"), { prompt: 1000, cached: 256, completion: 100 });
  assert.equal(units, 744 + 400);
});

Deno.test("ptuCapacityPerSecond follows the documented input tokens per minute", () => {
  assert.equal(ptuCapacityPerSecond(modelFacts("gpt-4.1"), 50), 2500);
});

Deno.test("PtuBucket accepts the request that crosses 100% and refuses the next one", () => {
  const bucket = new PtuBucket({ capacityPerSecond: 100, depthSeconds: 10 });
  assert.equal(bucket.admit(999, 0), 0);
  assert.equal(bucket.admit(500, 0), 0);
  assert.equal(bucket.utilization(0), 1.499);
  assert.equal(bucket.admit(1, 0), 4990);
});

Deno.test("PtuBucket accepts again after the time that it named", () => {
  const bucket = new PtuBucket({ capacityPerSecond: 100, depthSeconds: 10 });
  bucket.admit(1500, 0);
  const wait = bucket.admit(1, 0);
  assert.ok(bucket.admit(1, wait - 100) > 0);
  assert.equal(bucket.admit(1, wait), 0);
});

Deno.test("PtuBucket corrects an estimate in both directions, and never goes below empty", () => {
  const bucket = new PtuBucket({ capacityPerSecond: 100, depthSeconds: 10 });
  bucket.admit(500, 0);
  bucket.correct(300, 0);
  assert.equal(bucket.utilization(0), 0.8);
  bucket.correct(-2000, 0);
  assert.equal(bucket.utilization(0), 0);
});

Deno.test("PtuBucket never admits more than depth, one request and the drain over any time", () => {
  fc.assert(fc.property(
    fc.array(fc.record({ gap: fc.nat(3000), units: fc.integer({ min: 1, max: 400 }) })),
    (arrivals) => {
      const bucket = new PtuBucket({ capacityPerSecond: 100, depthSeconds: 10 });
      let now = 0;
      let admitted = 0;
      for (const { gap, units } of arrivals) {
        now += gap;
        if (bucket.admit(units, now) === 0) admitted += units;
      }
      assert.ok(admitted <= 1000 + 400 + now / 1000 * 100 + 1e-6);
    },
  ));
});
