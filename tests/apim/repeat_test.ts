import assert from "node:assert/strict";
import { read, write } from "../../lib/apim/repeat.ts";
import { prefixOf } from "../../lib/apim/signed_in.ts";
import { covers, lacks } from "../../lib/apim/same.ts";
import { VirtualClock } from "../../lib/core/clock.ts";
import { RequestBudget } from "../../lib/lab/target/budget.ts";

/** What the SDK throws. */
function restError(statusCode: number, code: string, retryAfter?: string): Error {
  const headers = { get: (name: string) => name === "retry-after" ? retryAfter : undefined };
  return Object.assign(new Error(code), {
    name: "RestError",
    statusCode,
    code,
    response: { headers },
  });
}

async function tried(errors: readonly Error[]): Promise<{ tries: number; waitedMs: number }> {
  const clock = new VirtualClock();
  const start = clock.now();
  let tries = 0;
  const work = write("put it", () => {
    const error = errors[tries++];
    return error ? Promise.reject(error) : Promise.resolve();
  }, { clock });
  await clock.run(work.catch((error) => assert.match(error.message, /^Cannot put it/)));
  return { tries, waitedMs: clock.now() - start };
}

Deno.test("write tries again what passes by itself, and waits as long as it is told", async () => {
  const busy = restError(409, "PessimisticConcurrencyConflict");
  assert.deepEqual(await tried([busy, busy]), { tries: 3, waitedMs: 1500 });
  assert.deepEqual(await tried([restError(429, "TooMany", "7")]), { tries: 2, waitedMs: 7000 });
  assert.equal((await tried([restError(412, "PreconditionFailed")])).tries, 2);
  assert.equal((await tried([restError(422, "ManagementApiRequestFailed")])).tries, 2);
});

Deno.test("write gives up on what does not pass, and after two minutes on what does not end", async () => {
  for (
    const error of [
      restError(409, "ScopeLocked"),
      restError(400, "ValidationError"),
      restError(403, "No"),
    ]
  ) {
    assert.equal((await tried([error])).tries, 1);
  }
  const always = Array.from({ length: 100 }, () => restError(409, "ServiceLocked"));
  const { waitedMs } = await tried(always);
  assert.ok(waitedMs > 100_000 && waitedMs <= 120_000, String(waitedMs));
});

Deno.test("prefixOf is short, fit for a path, and another one for another person", () => {
  const of = (name: string, objectId: string) => prefixOf({ name, objectId, type: "User" });
  assert.match(of("Anna.Meier@contoso.com", "1"), /^anna-meier-[0-9a-f]{4}$/);
  assert.notEqual(of("anna.meier@contoso.com", "1"), of("anna.meier@fabrikam.com", "2"));
  assert.match(of("???", "1"), /^user-[0-9a-f]{4}$/);
  assert.match(of("a-very-long-name-indeed", "1"), /^[a-z0-9-]{1,20}$/);
});

Deno.test("covers and lacks tell whether an entity has to be put again", () => {
  assert.ok(covers({ url: "a", tls: { validate: true } }, { url: "a", circuitBreaker: undefined }));
  assert.ok(!covers({ rules: [{ count: 1 }] }, { rules: [{ count: 3 }] }));
  assert.ok(!covers(null, { url: "a" }));
  assert.ok(!lacks({ circuitBreaker: { rules: [] } }, {}, ["circuitBreaker"]));
  assert.ok(lacks({ circuitBreaker: {} }, {}, ["circuitBreaker"]));
});

Deno.test("a budget refuses before it is overrun, and says which variable", () => {
  const budget = new RequestBudget(10);
  budget.spend(8, "first");
  assert.throws(() => budget.spend(3, "second"), /second would send 3.*WORKSHOP_MAX_REQUESTS/);
  budget.spend(2, "third");
  assert.equal(budget.sent, 10);
});

Deno.test("read tries again what maintenance, throttling, a server or the network stood in the way of", async () => {
  const lost = Object.assign(new Error("socket hang up"), {
    name: "RestError",
    code: "ECONNRESET",
  });
  const reasons = [
    restError(422, "ManagementApiRequestFailed"),
    restError(429, "TooMany", "1"),
    restError(503, "ServiceUnavailable"),
    lost,
  ];
  for (const reason of reasons) {
    const clock = new VirtualClock();
    let tries = 0;
    const work = read("ask", () => tries++ === 0 ? Promise.reject(reason) : Promise.resolve(1), {
      clock,
    });
    await clock.run(work);
    assert.equal(tries, 2, reason.message);
  }
  const clock = new VirtualClock();
  const start = clock.now();
  await clock.run(assert.rejects(read("ask", () => Promise.reject(lost), { clock })));
  assert.ok(clock.now() - start <= 20_000, "a network that is gone is told soon");
  await assert.rejects(read("ask", () => Promise.reject(restError(409, "ServiceLocked"))));
});
