import assert from "node:assert/strict";
import { buildPolicy, type Lab } from "../../lib/mod.ts";
import { withLab } from "./embedded_lab.ts";

/** Everything that a notebook may do at once: two runs, a measurement, a stream, a fault that comes and goes. */
async function busyRun(lab: Lab): Promise<unknown> {
  const [first] = lab.backends;
  await lab.deploy(buildPolicy("priority-spillover", lab.backends, lab.options), { quiet: true });
  return await Promise.all([
    lab.openLoop("open", {
      count: 60,
      perSecond: 20,
      incidents: [
        { backend: first.id, fault: { kind: "error", share: 0.5 }, fromMs: 500, untilMs: 1500 },
      ],
    }),
    lab.closedLoop("streamed", {
      count: 12,
      workers: 3,
      payload: { input: "Name ten colours.", max_output_tokens: 50, stream: true },
    }),
    lab.sequence("direct", { count: 5, target: lab.direct(lab.backends[1]), delayMs: 100 }),
    lab.measure(lab.backends[2], { samples: 3, warmUp: 1 }),
  ]);
}

async function resultsOf(body: (lab: Lab) => Promise<unknown>): Promise<string> {
  let results = "";
  await withLab("same", async (lab) => {
    results = JSON.stringify([await body(lab), lab.clock.now(), await lab.faults.stats()]);
  });
  return results;
}

/** Real milliseconds for which the event loop is kept from its work, again and again. */
const BLOCK_MS = 7;

/** Keeps this thread's event loop busy until it is stopped. */
function slowMachine(): Disposable {
  const block = () => {
    const until = performance.now() + BLOCK_MS;
    while (performance.now() < until);
  };
  const timer = setInterval(block, 1);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

Deno.test("a run gives the same records, byte for byte, on a machine that is busy with other things", async () => {
  const idle = await resultsOf(busyRun);
  assert.match(idle, /"status":200/);
  using _ = slowMachine();
  assert.equal(await resultsOf(busyRun), idle);
});

Deno.test("a run after lab.reset gives the records that it gave on the first day", async () => {
  await withLab("reset", async (lab, shown) => {
    const [first, second] = lab.backends;
    const run = async () => {
      await lab.deploy(buildPolicy("circuit-breaker", lab.backends, lab.options));
      return await lab.openLoop("overload", { count: 300, perSecond: 25 });
    };
    const before = await run();
    await lab.faults.set(first.id, { kind: "outage" });
    await lab.faults.set(second.id, { kind: "slow", factor: 3 });
    await lab.sequence("broken", { count: 3 });
    await lab.reset();
    assert.match(shown.lines.at(-1)!, /faults of backend-a, backend-b are off/);
    assert.deepEqual([...lab.faults.on], []);
    const after = await run();
    assert.ok(before.some(({ attempts }) => (attempts ?? 0) > 1));
    assert.equal(JSON.stringify(after), JSON.stringify(before));
  });
});

Deno.test("a fault that is switched on during a cell is off again when the cell fails", async () => {
  await withLab("during", async (lab) => {
    const { id } = lab.backends[0];
    await lab.faults.set(id, { kind: "slow", factor: 2 });
    await assert.rejects(
      lab.faults.during(id, { kind: "outage" }, async () => {
        assert.deepEqual([...lab.faults.on.values()], [[{ kind: "outage" }]]);
        await lab.send();
        throw new Error("a slip");
      }),
      /a slip/,
    );
    assert.deepEqual([...lab.faults.on.values()], [[{ kind: "slow", factor: 2 }]]);
  });
});
