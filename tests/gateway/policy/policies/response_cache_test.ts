import assert from "node:assert/strict";
import { Gateway, policies, run, type Setup } from "../harness.ts";

const header = (name: string, value: string) =>
  `<set-header name="${name}" exists-action="append"><value>${value}</value></set-header>`;

const cached = (inside = "", attributes = "") =>
  policies({
    inbound: `${header("in", "1")}<cache-lookup vary-by-developer="false"
      vary-by-developer-groups="false" ${attributes}>${inside}</cache-lookup>${
      header("late", "1")
    }`,
    outbound: `${header("before", "1")}<base/><cache-store duration="@(10)"/>${
      header("after", "1")
    }`,
  });

/** How many of the requests reached the backend. */
async function calls(document: string, ...requests: Setup[]): Promise<number> {
  const gateway = new Gateway();
  let reached = 0;
  for (const setup of requests) reached += (await run(document, { ...setup, gateway })).seen.length;
  return reached;
}

Deno.test("a response is kept and given again, until its time is over", async () => {
  const gateway = new Gateway();
  const first = await run(cached(), { gateway, backend: [{ body: new Blob(["one"]).stream() }] });
  const second = await run(cached(), { gateway, backend: [{ body: "two" }] });
  assert.deepEqual([first.body, second.body, second.seen.length], ["one", "one", 0]);
  await gateway.clock.advance(10_000);
  const third = await run(cached(), { gateway, backend: [{ body: "three" }] });
  assert.equal(third.body, "three");
});

Deno.test("a cached response goes on after the cache-store that kept it", async () => {
  const gateway = new Gateway();
  await run(cached(), { gateway });
  const { response } = await run(cached(), { gateway });
  assert.equal(response.headers.get("before"), "1");
  assert.equal(response.headers.get("after"), "1");
});

Deno.test("cache-store of a wider scope ends the skipping too", async () => {
  const gateway = new Gateway();
  const documents = {
    global: policies({ backend: "<forward-request/>", outbound: `<cache-store duration="9"/>` }),
    api: policies({
      inbound: `<cache-lookup vary-by-developer="false" vary-by-developer-groups="false"/>`,
      outbound: `${header("before", "1")}<base/>${header("after", "1")}`,
    }),
  };
  await run(documents, { gateway });
  const { response, seen } = await run(documents, { gateway });
  assert.equal(seen.length, 0);
  assert.deepEqual([response.headers.get("before"), response.headers.get("after")], ["1", "1"]);
});

Deno.test("on-error runs whole when a cached response meets an error", async () => {
  const gateway = new Gateway();
  const document = policies({
    inbound: `<cache-lookup vary-by-developer="false" vary-by-developer-groups="false"/>`,
    outbound:
      `<choose><when condition="@(!context.Request.Headers.ContainsKey("fail") || (bool)context.Variables["x"])">
      <cache-store duration="9"/></when></choose>`,
    onError: header("seen", "1"),
  });
  await run(document, { gateway });
  const { status, response } = await run(document, { gateway, headers: { fail: "1" } });
  assert.deepEqual([status, response.headers.get("seen")], [500, "1"]);
});

Deno.test("only GET without Authorization is cached", async () => {
  assert.equal(await calls(cached(), {}, {}), 1);
  assert.equal(await calls(cached(), { method: "POST" }, { method: "POST" }), 2);
  const personal = { headers: { Authorization: "Bearer x" } };
  assert.equal(await calls(cached(), personal, personal), 2);
  const allowed = cached("", `allow-private-response-caching="true"`);
  assert.equal(await calls(allowed, personal, personal), 1);
});

Deno.test("only 200 is cached, unless cache-response says otherwise", async () => {
  const failing = { backend: [{ status: 404 }] };
  assert.equal(await calls(cached(), failing, failing), 2);
  const always = cached().replace('@(10)"', '10" cache-response="true"');
  assert.equal(await calls(always, failing, failing), 1);
});

Deno.test("responses vary by path, query and what the policy names", async () => {
  const at = (search: string, headers = {}) => ({
    url: `https://gateway.test/api/x${search}`,
    headers,
  });
  assert.equal(await calls(cached(), at("?a=1"), at("?a=2"), at("?a=1")), 2);
  const byA = cached("<vary-by-query-parameter>a;b</vary-by-query-parameter>");
  assert.equal(await calls(byA, at("?a=1&c=1"), at("?a=1&c=2"), at("?a=2")), 2);
  const byHeader = cached("<vary-by-header>Accept</vary-by-header>");
  assert.equal(await calls(byHeader, at("", { accept: "x" }), at("", { Accept: "x" }), at("")), 2);
});

Deno.test("downstream-caching-type tells clients what they may keep", async () => {
  const { response } = await run(cached("", `downstream-caching-type="private"`));
  assert.equal(response.headers.get("Cache-Control"), "private, must-revalidate");
});
