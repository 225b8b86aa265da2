/** The gateway with the priority-spillover strategy over two backends. Prints its URL. */
import { Secret } from "../../lib/core/secret.ts";
import { serveGateway } from "../../lib/gateway/mod.ts";
import { prioritySpillover, type RoutingBackend } from "../../lib/policies/mod.ts";
import { publishApi, publishStrategy } from "../../lib/simulation/publish.ts";

const [endpoint, key] = Deno.args;
const backend = (id: string, type: "PTU" | "PAYG", priority: number): RoutingBackend => ({
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
const policy = prioritySpillover([backend("ptu", "PTU", 1), backend("payg", "PAYG", 2)]);
await publishStrategy(management, {
  ...policy,
  format: "rawxml",
  xml: new Secret(policy.xml),
});
console.log(running.gatewayUrl);
