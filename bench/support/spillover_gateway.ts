/**
 * The gateway with the priority-spillover strategy: `spillover_gateway.ts KEY PTU [PAYG]`; with one backend it stands for
 * both. Prints its URL.
 */
import { Secret } from "../../lib/core/secret.ts";
import { serveGateway } from "../../lib/gateway/mod.ts";
import { prioritySpillover, type RoutingBackend } from "../../lib/policies/mod.ts";
import { publishApi, publishStrategy } from "../../lib/simulation/publish.ts";

const [key, ptu, payg = ptu] = Deno.args;
const backend = (
  id: string,
  type: "PTU" | "PAYG",
  priority: number,
  endpoint: string,
): RoutingBackend => ({
  id,
  label: id,
  region: "eastus",
  type,
  priority,
  weight: 100,
  deployment: "gpt-4.1",
  endpoint,
  apiKey: new Secret("backend-key"),
});
const running = await serveGateway();
const { management } = running.gateway;
await publishApi(management, new Secret(key));
const chat = `${management.serviceId}/apis/simulated/operations/chat?api-version=2024-05-01`;
const added = await management.handle(
  new Request(`https://management.azure.com${chat}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      properties: { displayName: "Chat", method: "POST", urlTemplate: "/chat/completions" },
    }),
  }),
);
if (!added.ok) throw new Error(await added.text());
const policy = prioritySpillover([
  backend("ptu", "PTU", 1, ptu),
  backend("payg", "PAYG", 2, payg),
]);
await publishStrategy(management, {
  ...policy,
  format: "rawxml",
  xml: new Secret(policy.xml),
});
console.log(running.gatewayUrl);
