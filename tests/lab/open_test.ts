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

Deno.test("openLab says why the embedded APIM does not start", async () => {
  await withConfiguration({}, (config) =>
    assert.rejects(
      silently(() => openLab("wrong", { speed: 0, config })),
      /The embedded APIM did not start: clock speed must be a positive number: it is 0/,
    ));
});
