import "../defects.ts";
import assert from "node:assert/strict";
import { ApimError, callArm } from "../../lib/apim/mod.ts";
import {
  buildExhibit,
  buildPolicy,
  ClaimError,
  type RequestRecord,
  succeeded,
} from "../../lib/mod.ts";
import { withLab } from "./embedded_lab.ts";

const failures = (records: readonly RequestRecord[]) =>
  records.filter((record) => !succeeded(record));

Deno.test("Lab deploys a strategy and runs its traffic in every form, each record on disk", async () => {
  await withLab("forms", async (lab, shown) => {
    const [first, second, ...others] = lab.backends.map(({ id }) => id);
    await lab.deploy(buildPolicy("latency-based", lab.backends, {
      ...lab.options,
      "latency-based": { fastestFirst: [second, first, ...others] },
    }));
    assert.match(shown.lines.at(-1)!, /is served \(revision/);
    const sequence = await lab.sequence("one by one", { count: 3, delayMs: 10 });
    const closed = await lab.closedLoop("closed", { count: 6, workers: 3 });
    const open = await lab.openLoop("open", { count: 5, perSecond: 20, arrivals: "even" });
    assert.deepEqual([sequence.length, closed.length, open.length], [3, 6, 5]);
    assert.deepEqual(failures([...sequence, ...closed, ...open]), []);
    assert.ok(sequence.every(({ backend }) => backend === second));
    assert.deepEqual(open.map(({ intendedStartMs }) => intendedStartMs.toFixed(0)), [
      "0",
      "50",
      "100",
      "150",
      "200",
    ]);
    const logged = await Deno.readTextFile(`${lab.resultsFolder}/records/forms-one-by-one.jsonl`);
    assert.deepEqual(logged.trim().split("\n").map((line) => JSON.parse(line)), sequence);
  });
});

Deno.test("Lab gives the same Poisson arrivals for the same schedule", async () => {
  await withLab("arrivals", async (lab) => {
    await lab.deploy(buildPolicy("backend-pool", lab.backends, lab.options), { quiet: true });
    const load = { count: 5, perSecond: 30 };
    const starts = (records: RequestRecord[]) => records.map((record) => record.intendedStartMs);
    const first = starts(await lab.openLoop("a", { ...load, schedule: "same" }));
    const again = starts(await lab.openLoop("b", { ...load, schedule: "same" }));
    const other = starts(await lab.openLoop("c", load));
    const gaps = (times: number[]) => times.slice(1).map((at, i) => (at - times[i]).toFixed(3));
    assert.deepEqual(gaps(again), gaps(first));
    assert.notDeepEqual(gaps(other), gaps(first));
  });
});

Deno.test("Lab keeps a region's trouble apart: an outage, a hang, a cut stream become records", async () => {
  await withLab("faults", async (lab) => {
    const [backend] = lab.backends;
    const target = lab.direct(backend);
    const once = { count: 1, target };
    await lab.faults.set(backend.id, { kind: "outage" });
    const [refused] = await lab.sequence("outage", once);
    assert.equal(refused.status, 0);
    assert.ok(refused.error);
    await lab.faults.set(backend.id, { kind: "hang" });
    const [hung] = await lab.sequence("hang", { ...once, timeoutMs: 5000 });
    assert.equal(hung.status, 0);
    assert.match(hung.error!, /no reply within 5000 ms/);
    await lab.faults.set(backend.id, { kind: "cut", tokens: 2 });
    const payload = { input: "Name ten colours.", max_output_tokens: 50, stream: true };
    const [cut] = await lab.sequence("cut", { ...once, payload });
    assert.equal(cut.status, 200);
    assert.ok(cut.error, "a stream that breaks off is no success");
    await lab.faults.clear();
    assert.deepEqual(failures(await lab.sequence("well", once)), []);
  });
});

Deno.test("Lab plays incidents while a run goes on", async () => {
  await withLab("incidents", async (lab) => {
    const [a] = lab.backends;
    await lab.deploy(buildPolicy("priority-spillover", lab.backends, lab.options));
    const records = await lab.openLoop("throttled", {
      count: 30,
      perSecond: 5,
      arrivals: "even",
      incidents: [{ backend: a.id, fault: { kind: "throttle" }, fromMs: 0, untilMs: 3000 }],
    });
    assert.deepEqual(failures(records), []);
    assert.notEqual(records[4].backend, a.id);
    assert.equal(records[29].backend, a.id);
  });
});

Deno.test("Lab.traceTree shows what the gateway did with one request", async () => {
  await withLab("trace", async (lab) => {
    await lab.deploy(buildPolicy("priority-spillover", lab.backends, lab.options));
    const { record, shown } = await lab.traceTree();
    assert.equal(record.status, 200);
    for (const part of ["inbound", "backend", "outbound", "forward-request"]) {
      assert.ok(shown.text.includes(part), `the trace names no ${part}:\n${shown.text}`);
    }
    assert.doesNotMatch(shown.text, new RegExp(lab.backends[0].apiKey!.reveal()));
  });
});

Deno.test("Lab.putPolicy refuses a wrong document with line and column, and the old policy serves on", async () => {
  await withLab("refused", async (lab) => {
    await lab.deploy(buildPolicy("backend-pool", lab.backends, lab.options));
    const xml = '<policies>\n<inbound><set-header nam="a" /></inbound>\n</policies>';
    await assert.rejects(lab.putPolicy({ xml }), (error: unknown) => {
      assert.ok(error instanceof ApimError);
      assert.equal(error.code, "policy-rejected");
      assert.match(error.message, /line 2, column \d+, <set-header>/);
      assert.doesNotMatch(error.stack!, /\.ts:\d+/);
      return true;
    });
    const record = await lab.send();
    assert.deepEqual([record.status, record.strategy], [200, "backend-pool"]);
  });
});

Deno.test("Lab.putPolicy and putExhibit store no backend's key, whatever was done to the text", async () => {
  await withLab("keys", async (lab) => {
    const path = `${lab.apim.id}/apis/${lab.config.apim.apiId}/policies/policy?format=rawxml`;
    const stored = async () => {
      const { body } = await callArm(lab.apim, { method: "GET", path });
      return (body as { properties: { value: string } }).properties.value;
    };
    const [{ endpoint, deployment, apiKey }] = lab.backends;
    await lab.putPolicy({
      xml: `<policies><inbound><base />
        <set-backend-service base-url="${endpoint}/openai" />
        <set-query-parameter name="api-version"><value>2025-04-01-preview</value></set-query-parameter>
        <set-header name="api-key" exists-action="override"><value>${
        apiKey!.reveal()
      }</value></set-header>
        <set-body>{"model":"${deployment}","input":"Hi"}</set-body>
      </inbound><backend><forward-request /></backend></policies>`,
    });
    assert.ok(!(await stored()).includes(apiKey!.reveal()));
    assert.match(await stored(), /<value>\{\{[^}]+\}\}<\/value>/);
    assert.equal((await lab.send()).status, 200);
    await lab.putExhibit(buildExhibit("latency-based", lab.backends), {
      edit: (xml) => xml.replace("<outbound>", "<outbound><!-- mine -->"),
    });
    assert.match(await stored(), /<!-- mine -->/);
    for (const { apiKey } of lab.backends) assert.ok(!(await stored()).includes(apiKey!.reveal()));
    assert.equal((await lab.send()).status, 200);
  });
});

Deno.test("Lab.prepare changes nothing when everything is there", async () => {
  await withLab("prepare", async (lab) => {
    const { client, resourceGroup, serviceName } = lab.apim;
    const tag = () => client.api.getEntityTag(resourceGroup, serviceName, lab.config.apim.apiId);
    const before = (await tag()).eTag;
    await lab.prepare();
    assert.equal((await tag()).eTag, before);
  });
});

Deno.test("Lab.results writes the original's fields", async () => {
  await withLab("results", async (lab) => {
    const records = await lab.sequence("direct", { count: 2, target: lab.direct(lab.backends[0]) });
    const results = await lab.results();
    await results.add("Direct", records, { scenario: "calm" });
    const written = JSON.parse(await Deno.readTextFile(results.path));
    assert.equal(written.latency_unit, "simulated s");
    assert.deepEqual(
      written.analyses.map(({ strategy, total, scenario }: Record<string, unknown>) => [
        strategy,
        total,
        scenario,
      ]),
      [["Direct", 2, "calm"]],
    );
  });
});

Deno.test("Lab.close throws what failed, and the embedded APIM is gone in every case", async () => {
  await withLab("claims", async (lab) => {
    await lab.claim("Water is wet", true, "wet");
    await lab.claim("Fire is cold", false, "900 degrees");
    await lab.claim("Azure is up", false, "not asked", { onlyOn: "azure" });
    await assert.rejects(
      lab.close(),
      (error: unknown) =>
        error instanceof ClaimError &&
        /1 of 3 claims failed: "Fire is cold" \(measured: 900 degrees\)$/.test(error.message),
    );
    await assert.rejects(lab.send(), /This lab is closed: run the notebook's set-up cell again/);
  });
});

Deno.test("two labs live side by side, each with its own service", async () => {
  await withLab("left", async (left) => {
    await withLab("right", async (right) => {
      assert.notEqual(left.gateway.url, right.gateway.url);
      await left.deploy(buildPolicy("backend-pool", left.backends, left.options));
      await right.deploy(buildPolicy("priority-spillover", right.backends, right.options));
      assert.equal((await left.send()).strategy, "backend-pool");
      assert.equal((await right.send()).strategy, "priority-spillover");
      await right.close();
      assert.equal((await left.send()).status, 200);
    });
  });
});

Deno.test("openLab shows the target, that time is simulated, and no key", async () => {
  await withLab("card", (lab, shown) => {
    const text = shown.lines.join("\n");
    assert.match(text, /embedded APIM apim-embedded, in this process/);
    assert.match(text, /simulated time, which stands still while the machine works/);
    assert.doesNotMatch(text, /127\.0\.0\.1|localhost/);
    for (const { id, apiKey } of lab.backends) {
      assert.ok(text.includes(id));
      assert.ok(!text.includes(apiKey!.reveal()));
    }
    return Promise.resolve();
  });
});
