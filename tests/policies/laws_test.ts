/** What holds for any number of backends, whatever each of them does. */
import assert from "node:assert/strict";
import fc from "../properties.ts";
import { buildPolicy, byPreference, STRATEGIES } from "../../lib/policies/mod.ts";
import { backend } from "./backends.ts";
import { type Behaviour, worldOf } from "./world.ts";

const anyBehaviour: fc.Arbitrary<Behaviour> = fc.constantFrom<Behaviour[]>(
  { status: 200 },
  { status: 400 },
  { status: 408 },
  { status: 429 },
  { status: 500 },
  { status: 503 },
  "refuses connections",
);

const anyWorld = fc.array(
  fc.record({
    priority: fc.integer({ min: 0, max: 3 }),
    weight: fc.integer({ min: 1, max: 100 }),
    does: anyBehaviour,
    deployment: fc.constantFrom("gpt-4o", "gpt-4o", "other"),
  }),
  { minLength: 2, maxLength: 5 },
);

/** Whether a reply ends the search for a better one. */
function isFinal(does: Behaviour): boolean {
  return does !== "refuses connections" && (does.status < 408);
}

for (const name of STRATEGIES) {
  Deno.test(`${name} finds a backend that answers if there is one, within its attempts`, async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (plan) => {
        const backends = plan.map(({ priority, weight, deployment }, i) =>
          backend(String.fromCharCode(97 + i), { priority, weight, deployment })
        );
        const world = await worldOf(buildPolicy(name, backends));
        plan.forEach(({ does }, i) => world.behaviour[String.fromCharCode(97 + i)] = does);
        const reply = await world.send();
        const called = world.calls.map((call) => call.backend);
        const doesOf = (letter: string) => plan[letter.charCodeAt(0) - 97].does;
        const served = called.at(-1)!;
        if (plan.some(({ does }) => isFinal(does))) {
          assert.ok(isFinal(doesOf(served)), `${called} ended at one that failed`);
          assert.ok(reply.status === 200 || reply.status === 400);
          assert.equal(reply.backend, `backend-${served}`);
        } else {
          assert.ok(reply.status === 429 || reply.status === 408 || reply.status >= 500);
        }
        for (const call of world.calls) {
          const { deployment } = plan[call.backend.charCodeAt(0) - 97];
          assert.equal(JSON.parse(call.body).model, deployment);
        }
        assert.ok(called.length <= reply.attempts);
        if (name === "backend-pool") assert.ok(reply.attempts <= 2 * backends.length);
        else assert.equal(new Set(called).size, reply.attempts, "nobody is asked twice");
      }),
      { numRuns: 60 },
    );
  });
}

Deno.test("priority-spillover never calls a backend while a better priority has one that was not tried", async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, async (plan) => {
      const backends = plan.map(({ priority, weight }, i) =>
        backend(String.fromCharCode(97 + i), { priority, weight })
      );
      const world = await worldOf(buildPolicy("priority-spillover", backends));
      plan.forEach(({ does }, i) => world.behaviour[String.fromCharCode(97 + i)] = does);
      await world.send();
      const priorities = world.calls.map((call) => plan[call.backend.charCodeAt(0) - 97].priority);
      assert.deepEqual(priorities, [...priorities].sort((a, b) => a - b));
      assert.equal(priorities[0], [...backends].sort(byPreference)[0].priority);
    }),
    { numRuns: 60 },
  );
});
