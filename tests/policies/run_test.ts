/** The strategies' documents, run by the embedded gateway: what a caller and the backends see. */
import assert from "node:assert/strict";
import { testShares } from "../../lib/analysis/mod.ts";
import { buildExhibit } from "../../lib/policies/exhibits/mod.ts";
import {
  backendPool,
  baseline,
  buildPolicy,
  circuitBreaker,
  latencyBased,
  prioritySpillover,
  STRATEGIES,
  weightedRoundRobin,
} from "../../lib/policies/mod.ts";
import { ABC, backend } from "./backends.ts";
import { countByBackend, worldOf } from "./world.ts";

const BUSY = { status: 429, headers: { "retry-after": "7", "retry-after-ms": "7000" } };

for (const name of STRATEGIES) {
  Deno.test(`${name} answers with its headers and keeps the keys where they belong`, async () => {
    const policy = buildPolicy(name, ABC);
    const world = await worldOf(policy);
    const reply = await world.send();
    assert.equal(reply.status, 200);
    assert.equal(reply.strategy, name);
    assert.equal(reply.revision, policy.revision);
    assert.equal(reply.attempts, 1);
    assert.match(reply.backend ?? "", /^backend-[abc]$/);
    const [{ backend, request, body }] = world.calls;
    assert.equal(reply.backend, `backend-${backend}`);
    assert.deepEqual(request.headers.values("api-key"), [`key-of-${backend}`]);
    assert.equal(request.headers.has("Ocp-Apim-Subscription-Key"), false);
    assert.equal(
      request.url,
      `https://${backend}.openai.azure.com/openai/responses?api-version=2025-04-01-preview`,
    );
    assert.deepEqual(JSON.parse(body), { model: "gpt-4o", input: "hi" });
  });

  Deno.test(`${name} answers as long as one backend does`, async () => {
    const world = await worldOf(buildPolicy(name, ABC));
    Object.assign(world.behaviour, { a: BUSY, b: { status: 503 } });
    for (const { status, backend } of await world.sendMany(8)) {
      assert.equal(status, 200);
      assert.equal(backend, "backend-c");
    }
  });

  Deno.test(`${name} goes on to another backend when one cannot be reached`, async () => {
    const world = await worldOf(buildPolicy(name, ABC));
    world.behaviour.a = "refuses connections";
    for (const { status, backend } of await world.sendMany(6)) {
      assert.equal(status, 200);
      assert.match(backend ?? "", /^backend-[bc]$/);
    }
  });

  Deno.test(`${name} hands a reply that is the caller's own fault through, without another attempt`, async () => {
    const world = await worldOf(buildPolicy(name, ABC));
    world.behaviour.a = world.behaviour.b = world.behaviour.c = { status: 400 };
    const reply = await world.send();
    assert.equal(reply.status, 400);
    assert.equal(world.calls.length, 1);
  });

  Deno.test(`${name} passes a body on that is no JSON object`, async () => {
    const world = await worldOf(buildPolicy(name, ABC));
    for (const body of ["not json", "[1,2]", ""]) {
      await world.send(body);
      assert.equal(world.calls.at(-1)?.body, body);
    }
  });
}

Deno.test("no strategy lets a retry-after get lost on the last refusal", async () => {
  const world = await worldOf(prioritySpillover(ABC));
  Object.assign(world.behaviour, { a: BUSY, b: BUSY, c: BUSY });
  const reply = await world.send();
  assert.equal(reply.status, 429);
  assert.equal(reply.attempts, 3);
  assert.equal(reply.headers.get("retry-after"), "7");
});

Deno.test("a strategy tells who was tried last when nobody could be reached", async () => {
  const world = await worldOf(prioritySpillover([backend("a"), backend("b")]));
  world.behaviour.a = world.behaviour.b = "refuses connections";
  const reply = await world.send();
  assert.equal(reply.status, 500);
  assert.deepEqual([reply.backend, reply.attempts], ["backend-b", 2]);
  assert.equal(reply.strategy, "priority-spillover");
});

Deno.test("a strategy sends chat completions to the v1 API, under any of the paths that clients use", async () => {
  const world = await worldOf(baseline(backend("b")));
  const reply = await world.send('{"model":"x","stream":true}');
  assert.deepEqual([reply.backend, reply.strategy, reply.attempts], ["backend-b", "baseline", 1]);
  assert.equal(world.calls[0].request.bufferResponse, false);
});

Deno.test("baseline makes one attempt", async () => {
  const world = await worldOf(baseline(backend("a")));
  world.behaviour.a = BUSY;
  assert.equal((await world.send()).status, 429);
  assert.equal(world.calls.length, 1);
});

Deno.test("latencyBased sends everything to the fastest, and the next fastest gets what it refuses", async () => {
  const world = await worldOf(
    latencyBased(ABC, { fastestFirst: ["backend-b", "backend-c", "backend-a"] }),
  );
  assert.deepEqual(countByBackend(await world.sendMany(20)), { "backend-b": 20 });
  world.behaviour.b = BUSY;
  assert.deepEqual(countByBackend(await world.sendMany(5)), { "backend-c": 5 });
});

Deno.test("weightedRoundRobin keeps the shares of its weights over three backends", async () => {
  const world = await worldOf(weightedRoundRobin(ABC));
  const verdict = testShares(countByBackend(await world.sendMany(600)), {
    "backend-a": 100,
    "backend-b": 50,
    "backend-c": 50,
  });
  assert.equal(verdict.verdict, "consistent", verdict.sentence);
});

Deno.test("prioritySpillover calls the PTU first each time, and shares the overflow by weight", async () => {
  const world = await worldOf(prioritySpillover([
    backend("a"),
    backend("b", { weight: 75 }),
    backend("c", { weight: 25 }),
  ]));
  assert.deepEqual(countByBackend(await world.sendMany(10)), { "backend-a": 10 });
  world.behaviour.a = BUSY;
  const spilled = await world.sendMany(400);
  assert.ok(spilled.every(({ attempts }) => attempts === 2));
  assert.equal(world.calls.filter((call) => call.backend === "a").length, 410);
  const verdict = testShares(countByBackend(spilled), { "backend-b": 75, "backend-c": 25 });
  assert.equal(verdict.verdict, "consistent", verdict.sentence);
});

Deno.test("prioritySpillover writes each backend's own model into the body", async () => {
  const world = await worldOf(prioritySpillover([
    backend("a", { deployment: "ptu-model" }),
    backend("b", { deployment: 'odd "model" {{x}} @(1)' }),
  ]));
  world.behaviour.a = BUSY;
  await world.send('{"model":"x","input":"naïve ☃"}');
  assert.deepEqual(world.calls.map(({ body }) => JSON.parse(body)), [
    { model: "ptu-model", input: "naïve ☃" },
    { model: 'odd "model" {{x}} @(1)', input: "naïve ☃" },
  ]);
});

Deno.test("circuitBreaker by policy opens at the third failure in ten seconds and closes after sixty", async () => {
  const world = await worldOf(circuitBreaker([backend("a"), backend("b")]));
  world.behaviour.a = { status: 500 };
  const calledA = () => world.calls.filter((call) => call.backend === "a").length;
  const states: (string | null)[] = [];
  for (let i = 0; i < 5; i++) {
    const reply = await world.send();
    assert.deepEqual([reply.status, reply.backend], [200, "backend-b"]);
    states.push(reply.circuit);
    await world.clock.advance(1000);
  }
  assert.deepEqual(states, ["closed", "closed", "open", "open", "open"]);
  assert.equal(calledA(), 3);
  world.behaviour.a = { status: 200 };
  await world.clock.advance(56_000);
  assert.equal((await world.send()).backend, "backend-b");
  await world.clock.advance(2000);
  const back = await world.sendMany(3);
  assert.deepEqual(countByBackend(back), { "backend-a": 3 });
  assert.equal(back[0].circuit, "closed");
});

Deno.test("circuitBreaker by policy forgets failures that are more than ten seconds old", async () => {
  const world = await worldOf(circuitBreaker([backend("a"), backend("b")]));
  world.behaviour.a = BUSY;
  for (let i = 0; i < 12; i++) {
    assert.equal((await world.send()).circuit, "closed");
    await world.clock.advance(6000);
  }
});

Deno.test("circuitBreaker by policy keeps a circuit for every backend, and still tries the last resort", async () => {
  const world = await worldOf(circuitBreaker(ABC));
  world.behaviour.a = world.behaviour.b = world.behaviour.c = { status: 500 };
  await world.sendMany(20);
  world.calls.length = 0;
  const replies = await world.sendMany(40);
  assert.equal(world.calls.length, 40, "one call each: the others' circuits are open");
  assert.ok(replies.every(({ status, circuit }) => status === 500 && circuit === "open"));
  assert.deepEqual([...new Set(world.calls.map((call) => call.backend))].sort(), ["b", "c"]);
});

Deno.test("circuitBreaker shares what the primary does not serve by weight, by either keeper", async () => {
  for (const keeper of ["policy", "backend"] as const) {
    const world = await worldOf(circuitBreaker(ABC, { keeper }));
    world.behaviour.a = { status: 500 };
    const { verdict, sentence } = testShares(countByBackend(await world.sendMany(250)), {
      "backend-b": 50,
      "backend-c": 50,
    });
    assert.equal(verdict, "consistent", sentence);
  }
});

Deno.test("circuitBreaker by the backend opens, is told by its 503, and closes again", async () => {
  const world = await worldOf(
    circuitBreaker([backend("a"), backend("b")], { keeper: "backend" }),
  );
  world.behaviour.a = { status: 500 };
  await world.sendMany(3);
  assert.equal(world.calls.filter((call) => call.backend === "a").length, 3);
  const open = await world.send();
  assert.deepEqual([open.status, open.backend, open.circuit], [200, "backend-b", "open"]);
  assert.equal(world.calls.filter((call) => call.backend === "a").length, 3);
  world.behaviour.a = { status: 200 };
  await world.clock.advance(61_000);
  const closed = await world.send();
  assert.deepEqual([closed.backend, closed.circuit], ["backend-a", "closed"]);
});

Deno.test("backendPool leaves a busy member alone for its retry-after, and no 429 reaches the caller", async () => {
  const world = await worldOf(backendPool(ABC));
  world.behaviour.a = BUSY;
  const replies = await world.sendMany(20);
  assert.ok(replies.every(({ status }) => status === 200));
  assert.equal(world.calls.filter((call) => call.backend === "a").length, 1);
  const counts = countByBackend(replies);
  assert.deepEqual([counts["backend-b"], counts["backend-c"]], [10, 10]);
  delete world.behaviour.a;
  await world.clock.advance(8000);
  assert.equal((await world.send()).backend, "backend-a");
});

Deno.test("backendPool answers 503 when every member is open, with its own headers", async () => {
  const world = await worldOf(backendPool(ABC));
  world.behaviour.a = world.behaviour.b = world.behaviour.c = BUSY;
  await world.send();
  const calls = world.calls.length;
  const reply = await world.send();
  assert.equal(reply.status, 503);
  assert.equal(world.calls.length, calls);
  assert.equal(reply.strategy, "backend-pool");
});

Deno.test("backendPool sends each member the name of its own deployment, in a pool for each name", async () => {
  const deployments = ["ptu", "gpt", "gpt"];
  const backends = ABC.map((one, i) => ({ ...one, deployment: deployments[i] }));
  const world = await worldOf(backendPool(backends));
  const models = () =>
    world.calls.map(({ backend, body }) => `${backend}:${JSON.parse(body).model}`);
  await world.send();
  assert.deepEqual(models(), ["a:ptu"]);
  world.behaviour.a = BUSY;
  const reply = await world.send();
  assert.deepEqual([reply.status, reply.attempts], [200, 2]);
  assert.match(models().at(-1)!, /^[bc]:gpt$/);
  const counts = countByBackend(await world.sendMany(20));
  assert.deepEqual([counts["backend-b"], counts["backend-c"]], [10, 10]);
  world.behaviour.a = world.behaviour.b = world.behaviour.c = "refuses connections";
  world.calls.length = 0;
  await world.clock.advance(60_000);
  assert.ok((await world.send()).status >= 500);
  assert.deepEqual([...new Set(models())].sort(), ["a:ptu", "b:gpt", "c:gpt"]);
});

Deno.test("backendPool draws by weight among pools of one priority", async () => {
  const backends = ["a", "b"].map((letter, i) =>
    backend(letter, { priority: 1, weight: i === 0 ? 75 : 25, deployment: letter })
  );
  const world = await worldOf(backendPool(backends));
  const counts = countByBackend(await world.sendMany(400));
  assert.ok(counts["backend-a"] > 260 && counts["backend-b"] > 60, JSON.stringify(counts));
  assert.ok(world.calls.every((call) => JSON.parse(call.body).model === call.backend));
});

Deno.test("latencyBased with remeasurement follows the backend that is fastest now", async () => {
  const world = await worldOf(latencyBased(ABC, { remeasure: { benchSeconds: 30 } }));
  await world.sendMany(3);
  const tried = new Set(world.calls.map((call) => call.backend));
  assert.equal(tried.size, 1, "the clock stands still, so all figures are 0 and the first is kept");
  world.behaviour.a = { status: 500 };
  const first = await world.send();
  assert.deepEqual([first.status, first.attempts], [200, 2]);
  world.calls.length = 0;
  await world.sendMany(10);
  assert.ok(world.calls.filter((call) => call.backend === "a").length <= 2, "a is benched");
});

Deno.test("the original spillover sends every request to the secondary", async () => {
  const world = await worldOf(buildExhibit("priority-spillover", ABC));
  assert.deepEqual(countByBackend(await world.sendMany(15)), { "backend-b": 15 });
  assert.deepEqual([...new Set(world.calls.map((call) => call.backend))], ["b"]);
});

Deno.test("the original breaker never opens, however often the primary fails", async () => {
  const world = await worldOf(buildExhibit("circuit-breaker", ABC));
  world.behaviour.a = { status: 500 };
  for (const { status, circuit, backend } of await world.sendMany(10)) {
    assert.deepEqual([status, circuit, backend], [500, "closed", "backend-a"]);
  }
});

Deno.test("the original latency-based and weighted policies still run as they did", async () => {
  const latency = await worldOf(buildExhibit("latency-based", ABC));
  assert.deepEqual(countByBackend(await latency.sendMany(10)), { "backend-a": 10 });
  const weighted = await worldOf(buildExhibit("weighted-round-robin", ABC));
  const counts = countByBackend(await weighted.sendMany(300));
  assert.equal(testShares(counts, { "backend-a": 67, "backend-b": 33 }).verdict, "consistent");
  assert.deepEqual(weighted.calls[0].request.headers.values("api-key"), [
    `key-of-${weighted.calls[0].backend}`,
  ]);
});
