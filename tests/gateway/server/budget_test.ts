/** One budget for a request, through a whole gateway. */
import assert from "node:assert/strict";
import { put, serveApi, serveBackend } from "./fixtures.ts";

const document = (inbound: string) =>
  `<policies><inbound>${inbound}</inbound><backend><forward-request /></backend><outbound /><on-error>
  <set-header name="x-failed" exists-action="override"><value>@(context.LastError.Message)</value></set-header>
  </on-error></policies>`;

const variable = (name: string, code: string) =>
  `<set-variable name="${name}" value="@{ ${
    code.replaceAll("<", "&lt;").replaceAll('"', "&quot;")
  } }" />`;

const loop = (turns: number) => `var n = 0; for (int i = 0; i < ${turns}; i++) { n++; } return n;`;

const CASES: readonly [what: string, inbound: string, limit: string | null][] = [
  ["one long loop that fits", variable("a", loop(3_000_000)), null],
  ["a loop without end", variable("a", "while (true) { }"), "steps"],
  [
    "loops that fit one by one",
    variable("a", loop(3_000_000)) + variable("b", loop(3_000_000)),
    "steps",
  ],
  [
    "sixty variables of big arrays",
    Array.from({ length: 60 }, (_, i) => variable(`v${i}`, "return new string[1000000];")).join(""),
    "memory",
  ],
  [
    "a list of byte arrays",
    variable(
      "a",
      "var l = new List<byte[]>(); while (true) { l.Add(new byte[1000000]); } return l;",
    ),
    "memory",
  ],
  [
    "a list of delegates",
    variable(
      "a",
      "var l = new List<Func<int>>(); while (true) { var n = l.Count; l.Add(() => n); } return l;",
    ),
    "memory",
  ],
  [
    "a list of anonymous objects",
    variable(
      "a",
      "var l = new List<object>(); while (true) { l.Add(new { a = l.Count }); } return l;",
    ),
    "memory|steps",
  ],
  [
    "JSON that doubles",
    variable("a", "var j = new JArray(1); while (true) { j = new JArray(j, j); } return j;"),
    "memory|steps",
  ],
  [
    "exceptions thrown and caught",
    variable(
      "a",
      'while (true) { try { throw new Exception("x"); } catch (Exception) { } } return 1;',
    ),
    "steps",
  ],
];

for (const [what, inbound, limit] of CASES) {
  Deno.test(`a request with ${what} ${limit === null ? "is served" : `ends at the limit ${limit}`}`, async () => {
    await using backend = serveBackend(() => new Response("ok"));
    await using running = await serveApi(backend.url, { policy: document(inbound) });
    const response = await fetch(`${running.gatewayUrl}/api/x`);
    await response.body?.cancel();
    assert.equal(response.status, limit === null ? 200 : 500);
    const said = response.headers.get("x-failed") ?? "";
    if (limit !== null) assert.match(said, new RegExp(`[Ll]imit '(${limit})' exceeded`));
    await put(running, "apis/api/policies/policy", { format: "rawxml", value: document("") });
    const next = await fetch(`${running.gatewayUrl}/api/x`);
    assert.equal(await next.text(), "ok", "the next request has a budget of its own");
  });
}
