import assert from "node:assert/strict";
import { findings, Gateway, policies, run } from "../harness.ts";

const HOUR = 3_600_000;
const byKey = (rest: string) => `<quota-by-key counter-key="k" renewal-period="3600" ${rest}/>`;

Deno.test("quota-by-key refuses calls beyond the quota until its window ends", async () => {
  const gateway = new Gateway();
  const once = byKey(`calls="1" first-period-start="2026-01-01T00:30:00Z"`);
  await gateway.clock.advance(HOUR / 4);
  assert.equal((await run(once, { gateway })).status, 200);
  const { status, body, response, context } = await run(once, { gateway });
  assert.equal(status, 403);
  assert.equal(
    body,
    `{ "statusCode": 403, "message": "Out of call volume quota. Quota will be replenished in 00:15:00." }`,
  );
  assert.equal(response.headers.get("Retry-After"), "900");
  assert.deepEqual([context.lastError?.source, context.lastError?.reason], [
    "quota-by-key",
    "QuotaExceeded",
  ]);
  await gateway.clock.advance(HOUR / 4);
  assert.equal((await run(once, { gateway })).status, 200);
});

Deno.test("quota-by-key counts bandwidth of both ways in kilobytes, streams as they pass", async () => {
  const half = "x".repeat(600);
  for (const body of [half, new Blob([half]).stream()]) {
    const gateway = new Gateway();
    const limited = byKey(`bandwidth="1"`);
    const first = await run(limited, { gateway, body: half, backend: [{ body }] });
    assert.deepEqual([first.status, first.body], [200, half]);
    const second = await run(limited, { gateway });
    assert.match(second.body!, /Out of bandwidth quota\. Quota will be replenished in 01:00:00\./);
  }
});

Deno.test("quota-by-key with renewal-period 0 never starts again", async () => {
  const gateway = new Gateway();
  const once = `<quota-by-key counter-key="k" calls="1" renewal-period="0"/>`;
  await run(once, { gateway });
  await gateway.clock.advance(1000 * 24 * HOUR);
  const { body, response } = await run(once, { gateway });
  assert.equal(body, `{ "statusCode": 403, "message": "Out of call volume quota." }`);
  assert.equal(response.headers.has("Retry-After"), false);
});

Deno.test("quota-by-key counts what increment-count gives for the response", async () => {
  const gateway = new Gateway();
  const posts = byKey(`calls="3" increment-count="@(context.Request.Method == "POST" ? 1 : 2)"`);
  const statuses = [];
  for (let i = 0; i < 3; i++) statuses.push((await run(posts, { gateway })).status);
  assert.deepEqual(statuses, [200, 200, 403]);
});

Deno.test("quota begins its periods with the subscription", async () => {
  const gateway = new Gateway();
  const product = policies({ inbound: `<quota calls="1" renewal-period="604800"/>` });
  await run({ product }, { gateway });
  const { status, body } = await run({ product }, { gateway });
  assert.equal(status, 403);
  // The harness's subscription is of 1970-01-01, a Thursday; its clock stands at Monday, 2026-01-05.
  assert.match(body!, /replenished in 3\.00:00:00\./);
});

Deno.test("quota needs a limit, and a period of 300 seconds or 0", () => {
  const inbound = (policy: string) => findings(policies({ inbound: policy }), { scope: "product" });
  assert.deepEqual(inbound(`<quota renewal-period="300"/>`), ["missing-attribute 1:21"]);
  assert.deepEqual(inbound(`<quota calls="1" renewal-period="299"/>`), ["invalid-value 1:37"]);
  assert.deepEqual(inbound(byKey(`calls="1" first-period-start="soon"`)), ["invalid-value 1:82"]);
  assert.deepEqual(inbound(`<quota calls="1" renewal-period="0"/>`), []);
  assert.deepEqual(findings(policies({ inbound: `<quota calls="1" renewal-period="0"/>` })), [
    "wrong-scope 1:21",
  ]);
});
