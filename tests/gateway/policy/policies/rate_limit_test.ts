import assert from "node:assert/strict";
import { findings, Gateway, policies, run } from "../harness.ts";

const LIMITED = `<rate-limit calls="2" renewal-period="60" remaining-calls-header-name="x-left"
  remaining-calls-variable-name="left" total-calls-header-name="x-total"/>`;

Deno.test("rate-limit refuses the call too many with its body and Retry-After", async () => {
  const gateway = new Gateway();
  await run(LIMITED, { gateway });
  await gateway.clock.advance(10_000);
  const second = await run(LIMITED, { gateway });
  assert.equal(second.response.headers.get("x-left"), "0");
  assert.equal(second.response.headers.get("x-total"), "2");
  assert.equal(second.context.variables.get("left"), 0);
  const third = await run(LIMITED, { gateway });
  assert.deepEqual([third.status, third.body, third.response.headers.get("Retry-After")], [
    429,
    `{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 50 seconds." }`,
    "50",
  ]);
  const { source, reason, message } = third.context.lastError!;
  assert.deepEqual([source, reason, message], [
    "rate-limit",
    "RateLimitExceeded",
    "Rate limit is exceeded.",
  ]);
  assert.equal(third.seen.length, 0);
});

Deno.test("rate-limit lets a call in again when one leaves the sliding window", async () => {
  const gateway = new Gateway();
  const status = async () => (await run(LIMITED, { gateway })).status;
  assert.deepEqual([await status(), await status(), await status()], [200, 200, 429]);
  await gateway.clock.advance(59_999);
  assert.equal(await status(), 429);
  await gateway.clock.advance(1);
  assert.equal(await status(), 200);
});

Deno.test("rate-limit names its headers and variables as told", async () => {
  const limited = `<rate-limit calls="1" renewal-period="60" retry-after-header-name="x-retry"
    retry-after-variable-name="wait"/>`;
  const gateway = new Gateway();
  await run(limited, { gateway });
  const { response, context } = await run(limited, { gateway });
  assert.equal(response.headers.get("x-retry"), "60");
  assert.equal(response.headers.has("Retry-After"), false);
  assert.equal(context.variables.get("wait"), 60);
});

Deno.test("rate-limit also holds the calls of an API or an operation that it names", async () => {
  const limited = (name: string) =>
    `<rate-limit calls="9" renewal-period="60"><api name="Things" calls="5" renewal-period="60">
      <operation name="${name}" calls="1" renewal-period="30"/></api></rate-limit>`;
  for (const [name, second] of [["Get", 429], ["Other", 200]] as const) {
    const gateway = new Gateway();
    await run(limited(name), { gateway });
    assert.equal((await run(limited(name), { gateway })).status, second);
  }
});

Deno.test("rate-limit is refused at global scope, twice in a document, or with a long period", () => {
  const twice = policies({ inbound: LIMITED + LIMITED });
  assert.deepEqual(findings(twice), ["repeated-policy 2:76"]);
  assert.deepEqual(findings(policies({ inbound: LIMITED }), { scope: "global" }), [
    "wrong-scope 1:21",
  ]);
  const long = policies({ inbound: `<rate-limit calls="1" renewal-period="301"/>` });
  assert.deepEqual(findings(long), ["invalid-value 1:42"]);
});

Deno.test("rate-limit takes a named value that is not there yet in a document that stands alone", () => {
  const document = policies({ inbound: `<rate-limit calls="{{count}}" renewal-period="15"/>` });
  assert.deepEqual(findings(document), []);
});

const byKey = (key: string, rest = "") =>
  `<rate-limit-by-key counter-key="${key}" calls="1" renewal-period="60" ${rest}/>`;

Deno.test("rate-limit-by-key counts each key for itself, in whatever scope", async () => {
  const gateway = new Gateway();
  const global = { global: policies({ inbound: byKey("a") }) };
  const status = async (documents: Parameters<typeof run>[0]) =>
    (await run(documents, { gateway })).status;
  assert.equal(await status(global), 200);
  assert.equal(await status(byKey("b")), 200);
  assert.equal(await status(byKey("a")), 429);
});

Deno.test("rate-limit-by-key counts by increment-count, and not at all where its condition is false", async () => {
  const gateway = new Gateway();
  const status = async (rest: string) => (await run(byKey("k", rest), { gateway })).status;
  assert.equal(await status(`increment-condition="false"`), 200);
  assert.equal(await status(`increment-count="0"`), 200);
  assert.equal(await status(`increment-count="3"`), 200);
  assert.equal(await status(""), 429);
});

Deno.test("rate-limit-by-key settles expressions of its increment with the response", async () => {
  const gateway = new Gateway();
  const failures = byKey("f", `increment-condition="@(context.Response.StatusCode == 500)"`);
  const status = async (backend: number) =>
    (await run(failures, { gateway, backend: [{ status: backend }] })).status;
  assert.equal(await status(200), 200);
  assert.equal(await status(500), 500);
  assert.equal(await status(200), 429);
});
