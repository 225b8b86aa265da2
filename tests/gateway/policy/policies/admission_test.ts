import "../../../defects.ts";
import assert from "node:assert/strict";
import { runPipeline } from "../../../../lib/gateway/policy/engine/pipeline.ts";
import { Gateway, makeRun, policies, run } from "../harness.ts";

Deno.test("limit-concurrency refuses the next request at once and lets it in later", async () => {
  const gateway = new Gateway();
  const document = policies({
    backend: `<limit-concurrency key="k" max-count="1"><forward-request/></limit-concurrency>`,
  });
  const backend = [{ afterMs: 100 }];
  const first = Promise.resolve(runPipeline(makeRun(document, { backend }, gateway)));
  const second = await runPipeline(makeRun(document, { backend }, gateway));
  assert.deepEqual([second.statusCode, second.body?.text()], [
    429,
    `{ "statusCode": 429, "message": "Concurrency limit is exceeded." }`,
  ]);
  assert.equal((await gateway.clock.run(first)).statusCode, 200);
  assert.equal((await run(document, { gateway })).status, 200);
  assert.equal(gateway.counters.size, 0);
});

const check = (values: string, ignoreCase = "false") =>
  `<check-header name="X-Key" failed-check-httpcode="403" failed-check-error-message="no" ignore-case="${ignoreCase}">${values}</check-header>`;

Deno.test("check-header asks for the header and one of its values", async () => {
  const status = async (policy: string, value?: string) => {
    const { status, context } = await run(
      policy,
      value === undefined ? {} : { headers: { "x-key": value } },
    );
    return [status, context.lastError?.reason];
  };
  const two = "<value>a</value><value>b</value>";
  assert.deepEqual(await status(check(""), "anything"), [200, undefined]);
  assert.deepEqual(await status(check("")), [403, "HeaderNotFound"]);
  assert.deepEqual(await status(check(two), "b"), [200, undefined]);
  assert.deepEqual(await status(check(two), "B"), [403, "HeaderValueNotAllowed"]);
  assert.deepEqual(await status(check(two, "true"), "B"), [200, undefined]);
});

Deno.test("check-header answers with its own status and message", async () => {
  const { body } = await run(check(""));
  assert.equal(body, `{ "statusCode": 403, "message": "no" }`);
});

const filter = (action: string) =>
  `<ip-filter action="${action}"><address>10.0.0.1</address>
    <address-range from="192.168.0.0" to="192.168.1.255"/><address-range from="2001:db8::" to="2001:db8::ff"/></ip-filter>`;

const ADDRESSES: readonly [address: string, listed: boolean][] = [
  ["10.0.0.1", true],
  ["10.0.0.2", false],
  ["192.168.0.0", true],
  ["192.168.1.255", true],
  ["192.168.2.0", false],
  ["::ffff:10.0.0.1", true],
  ["2001:db8::7", true],
  ["2001:db8::100", false],
];

for (const [ipAddress, listed] of ADDRESSES) {
  Deno.test(`ip-filter finds ${ipAddress} ${listed ? "listed" : "not listed"}`, async () => {
    assert.equal((await run(filter("allow"), { ipAddress })).status, listed ? 200 : 403);
    assert.equal((await run(filter("forbid"), { ipAddress })).status, listed ? 403 : 200);
  });
}

Deno.test("ip-filter refuses a caller whose address it cannot read", async () => {
  const { status, context } = await run(filter("forbid"), { ipAddress: "unknown" });
  assert.deepEqual([status, context.lastError?.reason], [403, "FailedToParseCallerIP"]);
});

const cors = (attributes = "", origin = "https://good.test/") =>
  `<cors ${attributes}><allowed-origins><origin>${origin}</origin></allowed-origins>
    <allowed-methods preflight-result-max-age="300"><method>PUT</method></allowed-methods>
    <allowed-headers><header>x-a</header></allowed-headers>
    <expose-headers><header>x-b</header></expose-headers></cors>`;

Deno.test("cors answers a preflight request without the backend", async () => {
  const { status, seen, response } = await run(cors(`allow-credentials="true"`), {
    method: "OPTIONS",
    headers: { Origin: "https://good.test", "Access-Control-Request-Method": "PUT" },
  });
  assert.deepEqual([status, seen.length], [200, 0]);
  const header = (name: string) => response.headers.get(`Access-Control-${name}`);
  assert.deepEqual(
    ["Allow-Origin", "Allow-Methods", "Allow-Headers", "Max-Age", "Allow-Credentials"].map(header),
    ["https://good.test", "PUT", "x-a", "300", "true"],
  );
});

Deno.test("cors lets an allowed origin read the backend's reply", async () => {
  const { response, body } = await run(cors("", "*"), { headers: { Origin: "https://any.test" } });
  assert.equal(body, "hello");
  assert.equal(response.headers.get("Access-Control-Allow-Origin"), "*");
  assert.equal(response.headers.get("Access-Control-Expose-Headers"), "x-b");
});

Deno.test("cors ends the request of another origin with an empty 200, or lets it through", async () => {
  const headers = { Origin: "https://bad.test" };
  const ended = await run(cors(), { headers });
  assert.deepEqual([ended.status, ended.seen.length, ended.body], [200, 0, null]);
  const through = await run(cors(`terminate-unmatched-request="false"`), { headers });
  assert.equal(through.body, "hello");
  assert.equal(through.response.headers.has("Access-Control-Allow-Origin"), false);
  const switched = await run(cors(), { headers, fidelity: { corsTerminatesByDefault: "no" } });
  assert.equal(switched.body, "hello");
});
