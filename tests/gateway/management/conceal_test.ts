/** What no error and no trace may show. */
import assert from "node:assert/strict";
import { compileDocument } from "../../../lib/gateway/policy/compile/compile.ts";
import { concealJson } from "../../../lib/gateway/management/conceal.ts";
import { startPlane } from "./support.ts";

Deno.test("a policy's errors name a secret named value and do not show it, whole or in part", async () => {
  const { put } = startPlane({ compile: compileDocument });
  await put("/namedValues/hidden", { displayName: "hidden", value: "abcdef.ghijkl", secret: true });
  await put("/namedValues/open", { displayName: "open", value: "visible", secret: false });
  for (
    const [inbound, shown] of [
      [
        '<send-request timeout="{{hidden}}"><set-url>https://x</set-url></send-request>',
        /'\{\{hidden\}\}'/,
      ],
      ['<set-variable name="a" value="@({{hidden}}.Length)" />', /'\{\{hidden\}\}'/],
      ['<send-request timeout="{{open}}"><set-url>https://x</set-url></send-request>', /'visible'/],
    ] as const
  ) {
    const value = `<policies><inbound>${inbound}</inbound></policies>`;
    const answer = await put("/policies/policy", { value, format: "rawxml" });
    assert.equal(answer.status, 400);
    assert.match(answer.text, shown);
    assert.doesNotMatch(answer.text, /abcdef|ghijkl/);
  }
});

Deno.test("a trace does not show keys, secret values and backends' credentials", async () => {
  const entries = ["the-secret!", "key-one", "Bearer token-of-backend", "v-in-header", "kept"];
  const data = [...entries, { nested: "a key-one b" }];
  const entry = { source: "set-variable", timestamp: "", elapsed: "", data };
  const { put, call } = startPlane({ traceEntries: { inbound: [entry] } });
  await put("/namedValues/hidden", { displayName: "hidden", value: "the-secret!", secret: true });
  await put("/products/p", { displayName: "p" });
  await put("/subscriptions/s", { displayName: "s", scope: "/products/p", primaryKey: "key-one" });
  const credentials = {
    header: { "x-key": ["v-in-header"] },
    authorization: { scheme: "Bearer", parameter: "token-of-backend" },
  };
  await put("/backends/b", { url: "https://b.invalid", protocol: "http", credentials });
  const { body } = await call("POST", "/gateways/managed/listTrace", { traceId: "known" });
  const shown = ["{{hidden}}", "***", "Bearer ***", "***", "kept", { nested: "a *** b" }];
  assert.deepEqual(body.traceEntries.inbound[0].data, shown);
});

Deno.test("concealJson leaves what is no text as it is", () => {
  const value = { a: 1, b: null, c: [true, "x"] };
  assert.deepEqual(concealJson(value, (text) => `${text}!`), { a: 1, b: null, c: [true, "x!"] });
});
