/**
 * Tests of policies in a few lines: a gateway in process, on a virtual clock, with backends that play.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { reply, testGateway } from "@apim/routing-workshop/testing";
 *
 * Deno.test("a saturated PTU spills over", async () => {
 *   const policy = await Deno.readTextFile("my-policy.xml");
 *   const gateway = await testGateway({ policy, backends: { ptu: reply(429), payg: reply(200) } });
 *   const response = await gateway.post("/chat/completions", { messages: [] });
 *   assert.equal(response.status, 200);
 *   assert.deepEqual(gateway.calls.map(({ backend }) => backend), ["ptu", "payg"]);
 * });
 * ```
 * @module
 */
export type {
  BackendCall,
  Backends,
  BreakerRule,
  Player,
  PoolBackend,
  PoolMember,
  ReplyFunction,
  SingleBackend,
} from "./backends.ts";
export { testGateway } from "./gateway.ts";
export type {
  BreakerState,
  RequestBody,
  TestGateway,
  TestGatewayOptions,
  TestRequest,
} from "./gateway_options.ts";
export { InvalidPolicyError } from "./invalid_policy.ts";
export { type Reply, reply, type ReplyBody, type ReplyOptions, unreachable } from "./reply.ts";
