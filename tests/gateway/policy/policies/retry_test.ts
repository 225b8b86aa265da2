import assert from "node:assert/strict";
import fc from "../../../properties.ts";
import { waitBefore } from "../../../../lib/gateway/policy/policies/retry.ts";
import { policies, run, type Setup } from "../harness.ts";

const retrying = (attributes: string, inside = "<forward-request/>", rest = {}) =>
  policies({ backend: `<retry ${attributes}>${inside}</retry>`, ...rest });

const times = async (attributes: string, setup: Setup = {}) => {
  const { seen } = await run(retrying(attributes), { ...setup, backend: [{ status: 500 }] });
  return seen.map(({ at }) => (at - seen[0].at) / 1000);
};

Deno.test("retry runs its policies once and then count more times while the condition holds", async () => {
  assert.equal((await times(`condition="true" count="3" interval="0"`)).length, 4);
  assert.equal((await times(`condition="false" count="3" interval="0"`)).length, 1);
});

Deno.test("retry waits a fixed interval", async () => {
  assert.deepEqual(await times(`condition="true" count="3" interval="10"`), [0, 10, 20, 30]);
});

Deno.test("retry waits longer by delta each time", async () => {
  assert.deepEqual(await times(`condition="true" count="3" interval="10" delta="5"`), [
    0,
    10,
    25,
    45,
  ]);
});

Deno.test("retry makes the first retry at once when told to", async () => {
  const attributes = `condition="true" count="3" interval="10" delta="5" first-fast-retry="true"`;
  assert.deepEqual(await times(attributes), [0, 0, 10, 25]);
  const fidelity = { retryFirstFastIndex: "advances-index" } as const;
  assert.deepEqual(await times(attributes, { fidelity }), [0, 0, 15, 35]);
});

Deno.test("exponential waits follow the documented example and stay under the maximum", () => {
  const waits = { interval: 10, delta: 10, maxInterval: 100, firstFast: false };
  const middle = { keepsIndex: true, random: () => 0.5 };
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((n) => Math.round(waitBefore(n, waits, middle)) / 1000), [
    10,
    20,
    40,
    80,
    100,
    100,
  ]);
  fc.assert(
    fc.property(fc.nat(49), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, random) => {
      const wait = waitBefore(n, waits, { keepsIndex: true, random: () => random }) / 1000;
      const factor = 2 ** n - 1;
      assert.ok(wait <= 100 && wait >= Math.min(100, 10 + factor * 8) - 1e-6);
      assert.ok(wait <= 10 + factor * 12 + 1e-6);
    }),
  );
});

Deno.test("a spent count lets the last response flow on to outbound", async () => {
  const document = retrying(`condition="true" count="2" interval="1"`, undefined, {
    outbound: `<set-header name="x"><value>outbound</value></set-header>`,
  });
  const { status, response } = await run(document, { backend: [{ status: 500 }, { status: 429 }] });
  assert.deepEqual([status, response.headers.get("x")], [429, "outbound"]);
});

Deno.test("an error of a child is retried, and propagates when no attempt is left", async () => {
  const attributes = `condition="true" count="2" interval="1"`;
  const recovered = await run(retrying(attributes), {
    backend: [{ failure: "Timeout" }, { status: 201 }, { status: 202 }],
  });
  assert.equal(recovered.status, 202);
  const failed = await run(retrying(attributes), { backend: [{ failure: "Timeout" }] });
  assert.deepEqual([failed.seen.length, failed.status], [3, 500]);
  assert.equal(failed.context.lastError?.reason, "Timeout");
  assert.equal(failed.context.lastError?.path, "retry[1]/forward-request[1]");
});

Deno.test("policies after the one that failed are skipped in that attempt", async () => {
  const document = retrying(
    `condition="true" count="1" interval="0"`,
    `<forward-request/><set-variable name="after" value="ran"/>`,
  );
  const failing = await run(document, { backend: [{ failure: "Timeout" }] });
  assert.equal(failing.context.variables.has("after"), false);
});

Deno.test("return-response inside retry ends the pipeline", async () => {
  const { status, seen } = await run(
    retrying(
      `condition="true" count="5" interval="0"`,
      `<forward-request/><return-response><set-status code="418"/></return-response>`,
    ),
  );
  assert.deepEqual([status, seen.length], [418, 1]);
});

Deno.test("an attempt that is not buffered sends its body once", async () => {
  const attributes = `condition="true" count="1" interval="0"`;
  const bodies = async (forward: string) =>
    (await run(retrying(attributes, forward), { body: "text" })).seen.map(({ body }) => body);
  assert.deepEqual(await bodies("<forward-request/>"), ["text", null]);
  assert.deepEqual(await bodies(`<forward-request buffer-request-body="true"/>`), ["text", "text"]);
});

Deno.test("fail-on-error-status-code makes an error of a reply, which retry can repeat", async () => {
  const forward = `<forward-request fail-on-error-status-code="true"/>`;
  const attributes = `condition="true" count="1" interval="0"`;
  const { status, context } = await run(retrying(attributes, forward), {
    backend: [{ status: 404, body: "gone" }],
  });
  assert.equal(status, 404);
  assert.equal(context.lastError?.source, "forward-request");
  const recovered = await run(retrying(attributes, forward), {
    backend: [{ status: 500 }, { status: 200 }],
  });
  assert.equal(recovered.status, 200);
});

Deno.test("before the first attempt the response is an empty 200, or none by the switch", async () => {
  const document = retrying(
    `condition="@(context.Response.StatusCode == 429)" count="1" interval="0"`,
    `<choose><when condition="@(context.Response.StatusCode == 429)">
       <set-backend-service base-url="https://payg.test"/>
     </when><otherwise><set-backend-service base-url="https://ptu.test"/></otherwise></choose>
     <forward-request buffer-request-body="true"/>`,
  );
  const backend = [{ status: 429 }, { status: 201 }];
  const { status, seen } = await run(document, { backend });
  assert.deepEqual([status, ...seen.map(({ url }) => new URL(url).host)], [
    201,
    "ptu.test",
    "payg.test",
  ]);
  const strict = await run(document, { backend, fidelity: { responseWithoutForward: "null" } });
  assert.deepEqual([strict.status, strict.seen.length], [500, 0]);
});
