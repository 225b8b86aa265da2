/** Probes over HTTP, as against Azure, on an embedded APIM that listens. */
import "../defects.ts";
import assert from "node:assert/strict";
import { type Apim, cleanUp, connect } from "../../lib/apim/mod.ts";
import { SystemClock } from "../../lib/core/clock.ts";
import { DEFAULT_FIDELITY, serveGateway } from "../../lib/gateway/mod.ts";
import { PROBES, runProbes, servicePlane } from "../../lib/probes/mod.ts";

/** Their answers do not hang on how much time passes. */
const QUICK = PROBES.filter(({ seconds }) => seconds <= 3);

async function withService(
  use: (
    service: {
      apim: Apim;
      plane: ReturnType<typeof servicePlane>;
      names: () => Promise<string[]>;
      put: (path: string, properties: unknown) => Promise<void>;
    },
  ) => Promise<void>,
): Promise<void> {
  await using running = await serveGateway({ fidelity: { cacheMiss: "null" } });
  const { subscriptionId, resourceGroup, name } = running.gateway.service;
  const apim = await connect({
    subscriptionId,
    resourceGroup,
    serviceName: name,
    endpoint: running.managementUrl,
    gatewayUrl: running.gatewayUrl,
  });
  const plane = servicePlane(apim, { clock: new SystemClock({ speed: 50 }) });
  const { client } = apim;
  await use({
    apim,
    plane,
    async names() {
      const found: string[] = [];
      for await (const one of client.backend.listByService(resourceGroup, name)) {
        found.push(one.name!);
      }
      for await (const one of client.api.listByService(resourceGroup, name)) found.push(one.name!);
      return found;
    },
    async put(path, properties) {
      assert.equal(await plane.put(path, properties), null);
    },
  });
}

Deno.test("probes over HTTP see what the service does, and leave nothing behind", () =>
  withService(async ({ plane, names }) => {
    const { findings, left } = await runProbes({ ...plane, owner: "me" }, QUICK);
    const expected = { ...DEFAULT_FIDELITY, cacheMiss: "null" };
    const unlike = findings.filter(({ name, seen }) => seen !== expected[name]);
    assert.deepEqual(unlike, []);
    assert.deepEqual(left, []);
    assert.deepEqual(await names(), []);
  }));

Deno.test("probes leave an API of others as it is, and say what to do", () =>
  withService(async ({ plane, names, put }) => {
    await put("apis/parity", { displayName: "Theirs", path: "parity", protocols: ["https"] });
    await assert.rejects(
      runProbes(plane, QUICK.slice(0, 1)),
      /API "parity" exists already, .* WORKSHOP_PREFIX/,
    );
    assert.deepEqual(await names(), ["parity"]);
  }));

Deno.test("a probe whose set-up the service refuses is undecided, and the others go on", () =>
  withService(async ({ plane, names }) => {
    const [first, second] = QUICK;
    const refused = {
      ...first,
      setUp: () => ({ backends: { a: { protocol: "http" } }, policy: {} }),
    };
    const { findings } = await runProbes(plane, [refused, second]);
    assert.equal(findings[0].seen, null);
    assert.match(findings[0].note, /^the service refuses its set-up: /);
    assert.equal(findings[1].seen, DEFAULT_FIDELITY[second.settles]);
    assert.deepEqual(await names(), []);
  }));

Deno.test("what a killed run left is known by its mark, and cleaned up", () =>
  withService(async ({ apim, plane, names, put }) => {
    await put("apis/theirs", { displayName: "Theirs", path: "theirs", protocols: ["https"] });
    const killed = { ...plane, remove: () => Promise.reject(new Error("killed")) };
    const { left } = await runProbes(killed, PROBES.filter(({ seconds }) => seconds <= 4));
    assert.ok(left.length > 20 && left.every(({ why }) => why === "killed"));
    const kinds = new Set(left.map(({ what }) => what.split("/")[0]));
    assert.deepEqual([...kinds].sort(), ["apis", "backends", "policyFragments", "products"]);
    const report = await cleanUp(apim);
    assert.deepEqual(report.left, []);
    assert.equal(report.removed.length, left.length - REFUSED);
    assert.deepEqual(await names(), ["theirs"]);
  }));

/** A fragment that the service refused was never made, and its removal is tried all the same. */
const REFUSED = 1;

Deno.test("a run that fails in the middle removes what it made, and says what it could not", () =>
  withService(async ({ plane, names }) => {
    let calls = 0;
    const failing = {
      ...plane,
      call: (call: Parameters<typeof plane.call>[0]) =>
        calls++ < 8 ? plane.call(call) : Promise.reject(new Error("no network")),
    };
    await assert.rejects(runProbes(failing, QUICK), /^Error: no network$/);
    assert.deepEqual(await names(), []);
    calls = 0;
    const stuck = { ...failing, remove: () => Promise.reject(new Error("no network")) };
    await assert.rejects(
      runProbes(stuck, QUICK),
      /Not removed \(deno task azure clean[^]*apis\/parity/,
    );
  }));
