import assert from "node:assert/strict";
import { buildPolicy } from "../../lib/mod.ts";
import { withLab } from "./embedded_lab.ts";

Deno.test("a request over a socket meets the same gateway, and moves the same clock as far as its answer takes", async () => {
  await withLab("socket", async (lab) => {
    const { url, headers } = lab.gateway;
    await lab.deploy(buildPolicy("priority-spillover", lab.backends, lab.options));
    const before = lab.clock.now();
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ input: "What color is the sky?", max_output_tokens: 20 }),
    });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("x-routed-backend"), lab.backends[0].id);
    assert.ok((await response.json()).output.length > 0);
    const tookMs = lab.clock.now() - before;
    assert.ok(tookMs > 50 && tookMs < 10_000, `${tookMs} ms`);
    const [{ deployments: [{ accepted }] }] = await lab.faults.stats();
    assert.equal(accepted, 1);
  });
});

Deno.test("a stream over a socket comes to its end, and one that nobody reads on stops the clock", async () => {
  await withLab("stream", async (lab) => {
    await lab.deploy(buildPolicy("priority-spillover", lab.backends, lab.options));
    const ask = () =>
      fetch(lab.gateway.url, {
        method: "POST",
        headers: { "content-type": "application/json", ...lab.gateway.headers },
        body: JSON.stringify({ input: "Tell me a story.", max_output_tokens: 200, stream: true }),
      });
    const whole = await (await ask()).text();
    assert.match(whole, /response\.completed/);
    const reader = (await ask()).body!.getReader();
    await reader.read();
    await reader.cancel();
    const record = await lab.send();
    assert.equal(record.status, 200);
  });
});

Deno.test("policies and traces see the gateway's own name, whatever way a request came", async () => {
  const xml = `<policies>
  <inbound><base />
    <return-response>
      <set-status code="200" reason="OK" />
      <set-body>@(context.Request.OriginalUrl.ToString() + " " + context.Request.Headers.GetValueOrDefault("Host", "-"))</set-body>
    </return-response>
  </inbound>
  <backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error>
</policies>`;
  await withLab("names", async (lab) => {
    await lab.putPolicy({ xml });
    const { url, headers } = lab.gateway;
    const expected =
      /^https:\/\/apim-embedded\.azure-api\.net(:443)?\/routing\/responses apim-embedded\.azure-api\.net$/;
    for (const call of [fetch, lab.fetch]) {
      const response = await call(url, { method: "POST", headers, body: "{}" });
      assert.match(await response.text(), expected);
    }
  });
});

Deno.test("regions are called by their names in process, and nothing else is", async () => {
  await withLab("names", async (lab) => {
    const [backend] = lab.backends;
    assert.equal(backend.endpoint, "https://backend-a.openai.azure.com");
    assert.equal(
      (await lab.sequence("direct", { count: 1, target: lab.direct(backend) }))[0].status,
      200,
    );
    await assert.rejects(
      lab.fetch("https://other.openai.azure.com/openai/responses"),
      /nothing is served at https:\/\/other\.openai\.azure\.com: there are https:\/\/backend-a/,
    );
  });
});
