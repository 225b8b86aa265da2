import "../defects.ts";
import assert from "node:assert/strict";
import { openLab } from "../../lib/mod.ts";
import { silently, withConfiguration } from "./embedded_lab.ts";

Deno.test("openLab says all that is wrong with the configuration, without a stack", async () => {
  const wrong = { BACKEND_A_WEIGHT: "abc", BACKEND_B_ID: "backend-a" };
  await withConfiguration(
    wrong,
    (config) =>
      assert.rejects(silently(() => openLab("wrong", { config })), (error: unknown) => {
        assert.ok(error instanceof Error);
        assert.equal(error.name, "ConfigError");
        assert.match(error.message, /2 problems:\n {2}- BACKEND_A_WEIGHT .*\n {2}- BACKEND_B_ID /);
        assert.equal(error.stack, `ConfigError: ${error.message}`);
        return true;
      }),
  );
});

Deno.test("openLab takes the embedded APIM, and says why, where Azure has too few backends", async () => {
  const live = {
    WORKSHOP_TARGET: "azure",
    AZURE_SUBSCRIPTION_ID: "6f1e2d3c-1111-4222-8333-444455556666",
    BACKEND_A_AZURE_OPENAI_ENDPOINT: "https://east.openai.azure.com",
    BACKEND_A_AZURE_OPENAI_API_KEY: "key-of-a",
    BACKEND_A_DEPLOYMENT: "gpt-4o",
  };
  await withConfiguration(live, (config) =>
    silently(async ({ lines }) => {
      const lab = await openLab("routes", { leastBackends: 2, config });
      await lab.close();
      assert.equal(lab.target, "embedded");
      assert.match(lines[0], /Only 1 backend is configured.* Set BACKEND_B_AZURE_OPENAI_ENDPOINT/);
    }));
});
