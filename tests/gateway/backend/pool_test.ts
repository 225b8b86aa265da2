import assert from "node:assert/strict";
import fc from "../../properties.ts";
import { freshPool, pick, planPool } from "../../../lib/gateway/backend/pool.ts";
import { chooseFidelity, DEFAULT_FIDELITY } from "../../../lib/gateway/contracts/fidelity.ts";
import type { PoolMember } from "../../../lib/gateway/contracts/backend.ts";

const member = (
  backendId: string,
  priority: number | null = null,
  weight: number | null = null,
): PoolMember => ({ backendId, priority, weight });

/** The members picked in `picks` turns while those in `down` are not available. */
function turns(
  members: readonly PoolMember[],
  picks: number,
  options: { down?: readonly string[]; fidelity?: typeof DEFAULT_FIDELITY; preferred?: string } =
    {},
): (string | null)[] {
  const { down = [], fidelity = DEFAULT_FIDELITY, preferred = null } = options;
  const plan = planPool(members, fidelity);
  let state = freshPool(plan);
  return Array.from({ length: picks }, () => {
    const choice = pick(plan, state, (id) => !down.includes(id), fidelity, preferred);
    state = choice.state;
    return choice.backendId;
  });
}

Deno.test("pick alternates between members without weights", () => {
  assert.deepEqual(turns([member("a"), member("b")], 4), ["a", "b", "a", "b"]);
});

Deno.test("pick spreads a heavy member's turns instead of bunching them", () => {
  const members = [member("a", 1, 5), member("b", 1, 1), member("c", 1, 1)];
  assert.equal(turns(members, 7).join(""), "aabacaa");
});

Deno.test("pick leaves a group only when every member of it is unavailable", () => {
  const members = [member("payg", 2), member("ptu1", 1), member("ptu2", 1)];
  assert.deepEqual(turns(members, 2), ["ptu1", "ptu2"]);
  assert.deepEqual(turns(members, 2, { down: ["ptu1"] }), ["ptu2", "ptu2"]);
  assert.deepEqual(turns(members, 1, { down: ["ptu1", "ptu2"] }), ["payg"]);
  assert.deepEqual(turns(members, 1, { down: ["ptu1", "ptu2", "payg"] }), [null]);
});

Deno.test("a member of weight 0 serves only where all of its group have weight 0", () => {
  const members = [member("a", 1, 0), member("b", 1, 1), member("c", 2, 0), member("d", 2, 0)];
  assert.deepEqual(turns(members, 3), ["b", "b", "b"]);
  assert.deepEqual(turns(members, 2, { down: ["b"] }), ["c", "d"]);
  const asOne = chooseFidelity({ poolZeroWeight: "as-one" });
  assert.deepEqual(turns(members, 2, { fidelity: asOne }), ["a", "b"]);
});

Deno.test("a member without weight weighs 1, or the others' average under the switch", () => {
  const members = [member("a", 1, 3), member("b", 1, null)];
  const shareOfB = (picks: (string | null)[]) => picks.filter((id) => id === "b").length;
  assert.equal(shareOfB(turns(members, 8)), 2);
  const average = chooseFidelity({ poolMissingWeight: "as-average" });
  assert.equal(shareOfB(turns(members, 8, { fidelity: average })), 4);
});

Deno.test("a member without priority is in the first group, or in the last under the switch", () => {
  const members = [member("a", 1), member("b", null)];
  assert.deepEqual(turns(members, 1), ["b"]);
  const last = chooseFidelity({ poolMissingPriority: "last" });
  assert.deepEqual(turns(members, 1, { fidelity: last }), ["a"]);
});

Deno.test("a session's member serves while it is available, whatever its turn", () => {
  const members = [member("a", 1), member("b", 2)];
  assert.deepEqual(turns(members, 2, { preferred: "b" }), ["b", "b"]);
  assert.deepEqual(turns(members, 1, { preferred: "b", down: ["b"] }), ["a"]);
  assert.deepEqual(turns(members, 1, { preferred: "gone" }), ["a"]);
  const fail = chooseFidelity({ affinityToTripped: "fail" });
  assert.deepEqual(turns(members, 1, { preferred: "b", down: ["b"], fidelity: fail }), [null]);
});

Deno.test("shares converge on the weights to within one pick at every moment", () => {
  const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 });
  fc.assert(fc.property(weights, fc.integer({ min: 1, max: 400 }), (weights, picks) => {
    const members = weights.map((weight, i) => member(`m${i}`, 1, weight));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const served = turns(members, picks);
    weights.forEach((weight, i) => {
      const count = served.filter((id) => id === `m${i}`).length;
      // Smooth weighted round robin keeps a member within (number of members - 1) of its exact share.
      assert.ok(Math.abs(count - picks * weight / total) < Math.max(1, weights.length - 1) + 1e-9);
    });
    const round = turns(members, total);
    weights.forEach((weight, i) =>
      assert.equal(round.filter((id) => id === `m${i}`).length, weight, "exact after a full round")
    );
  }));
});

Deno.test("pick never chooses an unavailable member and only gives up when none is available", () => {
  const anyMember = fc.record({
    priority: fc.option(fc.integer({ min: 0, max: 3 })),
    weight: fc.option(fc.integer({ min: 0, max: 5 })),
    up: fc.boolean(),
  });
  fc.assert(fc.property(fc.array(anyMember, { minLength: 1, maxLength: 6 }), (specs) => {
    const members = specs.map(({ priority, weight }, i) => member(`m${i}`, priority, weight));
    const down = specs.flatMap(({ up }, i) => up ? [] : [`m${i}`]);
    const fidelity = chooseFidelity({ poolZeroWeight: "as-one" });
    for (const id of turns(members, 5, { down, fidelity })) {
      assert.equal(id === null, down.length === members.length);
      assert.ok(id === null || !down.includes(id));
    }
  }));
});
