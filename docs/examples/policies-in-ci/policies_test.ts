import assert from "node:assert/strict";
import { reply, testGateway } from "@apim/routing-workshop/testing";

const policy = await Deno.readTextFile(new URL("./policies/spillover.xml", import.meta.url));

Deno.test("a request that the PTU turns away spills to pay-as-you-go", async () => {
  const gateway = await testGateway({ policy, backends: { ptu: reply(429), payg: reply(200) } });
  const response = await gateway.post("/chat/completions", { messages: [] });
  assert.equal(response.status, 200);
  assert.deepEqual(gateway.calls.map(({ backend }) => backend), ["ptu", "payg"]);
});
