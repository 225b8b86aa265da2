import assert from "node:assert/strict";
import { isFlat, soak, soakLine } from "../../bench/soak.ts";

Deno.test({
  name: "the gateway accounts for every request under scripted faults, and ends as it began",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const result = await soak({ requests: 1_600, rate: Infinity, lanes: 16 });
    assert.ok(isFlat(result), soakLine(result));
    assert.equal(result.answered + result.failed, result.sent);
  },
});
