/** The official `openai` clients, through a strategy on the embedded gateway, to simulated regions. */
import "../defects.ts";
import assert from "node:assert/strict";
import OpenAI, { AzureOpenAI } from "openai";
import { connect, deployStrategy, ensureApi, ensureSubscription } from "../../lib/apim/mod.ts";
import { SystemClock } from "../../lib/core/clock.ts";
import { Secret } from "../../lib/core/secret.ts";
import { serveGateway } from "../../lib/gateway/mod.ts";
import { serveModels } from "../../lib/models/mod.ts";
import { buildPolicy, STRATEGIES } from "../../lib/policies/mod.ts";
import { backend } from "../policies/backends.ts";

for (const name of STRATEGIES) {
  Deno.test(`openai's clients call through ${name}, whole replies and streams`, async () => {
    const clock = new SystemClock({ speed: 200 });
    const models = await serveModels({ clock, seed: 7 });
    try {
      await using running = await serveGateway();
      const { subscriptionId, resourceGroup, name: serviceName } = running.gateway.service;
      const apim = await connect({
        subscriptionId,
        resourceGroup,
        serviceName,
        endpoint: running.managementUrl,
        gatewayUrl: running.gatewayUrl,
      });
      const api = { id: "router", path: "routing" };
      await ensureApi(apim, api);
      const { key } = await ensureSubscription(apim, api.id);
      const backends = models.endpoints.slice(0, 3).map((endpoint, i) =>
        backend("abc"[i], {
          endpoint: endpoint.endpoint,
          deployment: endpoint.deployment,
          apiKey: new Secret(endpoint.apiKey),
        })
      );
      await deployStrategy(apim, buildPolicy(name, backends), {
        api,
        key,
        clock: new SystemClock(),
      });
      const url = `${running.gatewayUrl}/routing`;
      const common = {
        apiKey: "set-by-the-gateway",
        defaultHeaders: { "Ocp-Apim-Subscription-Key": key.reveal() },
        maxRetries: 0,
      };
      const clients = [
        new OpenAI({ ...common, baseURL: url }),
        new AzureOpenAI({ ...common, endpoint: url, apiVersion: "2024-10-21" }),
      ];
      for (const client of clients) {
        const messages = [{ role: "user" as const, content: "Say ok" }];
        const limits = { model: "set-by-the-policy", max_completion_tokens: 20 };
        const chat = await client.chat.completions.create({ ...limits, messages });
        assert.ok(chat.choices[0].message.content);
        let text = "";
        for await (
          const chunk of await client.chat.completions.create({ ...limits, messages, stream: true })
        ) text += chunk.choices[0]?.delta.content ?? "";
        assert.notEqual(text, "");
        const ask = { model: "set-by-the-policy", input: "Say ok", max_output_tokens: 20 };
        assert.notEqual((await client.responses.create(ask)).output_text, "");
        const events: string[] = [];
        for await (const { type } of await client.responses.create({ ...ask, stream: true })) {
          events.push(type);
        }
        assert.equal(events[0], "response.created");
        // who serves is left to chance, and so is how much of its answer fits into the limit
        assert.match(events.at(-1)!, /^response\.(completed|incomplete)$/);
      }
    } finally {
      await models.close();
    }
  });
}
