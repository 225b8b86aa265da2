import assert from "node:assert/strict";
import { loadConfig, tooFewBackends } from "../../../lib/lab/config/config.ts";
import { configurationTable } from "../../../lib/lab/config/table.ts";

const ONE_BACKEND = {
  AZURE_SUBSCRIPTION_ID: "6f1e2d3c-1111-4222-8333-444455556666",
  BACKEND_A_AZURE_OPENAI_ENDPOINT: "https://east.openai.azure.com",
  BACKEND_A_AZURE_OPENAI_API_KEY: "key-of-a",
  BACKEND_A_DEPLOYMENT: "gpt-4o",
};

async function load(environment: Record<string, string>) {
  const folder = await Deno.makeTempDir();
  try {
    return await loadConfig({ environment, folder });
  } finally {
    await Deno.remove(folder);
  }
}

Deno.test("configurationTable shows each live backend, and of its key only that it is there", async () => {
  const config = await load(ONE_BACKEND);
  assert.ok(config.target === "azure");
  const { text, markdown } = configurationTable(config, config.backends);
  assert.match(text, /backend-a .*https:\/\/east\.openai\.azure\.com .*set/);
  assert.doesNotMatch(text + markdown, /key-of-a/);
});

Deno.test("configurationTable names the variables that Azure would need", async () => {
  const config = await load({});
  const backends = config.backends.map((plan) => ({ ...plan, endpoint: "", apiKey: null }));
  const { text } = configurationTable(config, backends);
  assert.match(text, /BACKEND_C_\{AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_API_KEY, DEPLOYMENT\}/);
});

Deno.test("tooFewBackends says which variables to set, and nothing when there are enough", async () => {
  assert.match(
    tooFewBackends(await load(ONE_BACKEND))!,
    /^Only 1 backend .* Set BACKEND_B_AZURE_OPENAI_ENDPOINT.*embedded APIM\.$/,
  );
  assert.equal(tooFewBackends(await load({})), null);
});
