/** The gateway with its console over simulated regions, under `console_gateway.ts PER_SECOND` requests a second. Prints the console's URL. */
import { SystemClock } from "../../lib/core/clock.ts";
import { Random } from "../../lib/core/random.ts";
import { Secret } from "../../lib/core/secret.ts";
import { createConsole } from "../../lib/console/mod.ts";
import { serveGateway } from "../../lib/gateway/mod.ts";
import { defaultRegions, serveModels } from "../../lib/models/mod.ts";
import { strategyByName } from "../../lib/simulation/mod.ts";
import { API_PATH, publishApi, publishStrategy } from "../../lib/simulation/publish.ts";
import { backendsOf, measured } from "../../lib/simulation/world.ts";

const KEY = "key-of-the-bench";
const perSecond = Number(Deno.args[0]);
const clock = new SystemClock();
const random = new Random("console");
const regions = defaultRegions();
const models = await serveModels({ regions, clock, seed: 1 });
const served = await serveGateway({
  ports: { clock, random: random.fork("gateway") },
  ...createConsole({
    clock,
    regions: {
      keys: models.endpoints.map(({ apiKey }) => apiKey),
      stats: () => models.stats(),
      faults: () => models.regions.map(({ id, faults }) => ({ id, faults: faults.switched })),
      switchFaults: (id, faults) => models.switchFaults(id, faults),
    },
  }),
});
await publishApi(served.gateway.management, new Secret(KEY));
const backends = backendsOf(regions, {}, (id) => models.endpoints.find((one) => one.id === id)!);
await publishStrategy(
  served.gateway.management,
  strategyByName("priority-spillover").publication(backends, measured(regions, random)),
);
console.log(`${served.managementUrl}/console/`);

/** On a machine that cannot keep up, callers that wait would be what is measured. */
const MOST_UNDER_WAY = 300;
let underWay = 0;
const start = clock.now();
for (let i = 0;; i++) {
  const wait = start + (i * 1000) / perSecond - clock.now();
  if (wait > 0) await clock.sleep(wait);
  if (underWay >= MOST_UNDER_WAY) continue;
  underWay++;
  fetch(`${served.gatewayUrl}/${API_PATH}/responses`, {
    method: "POST",
    headers: { "content-type": "application/json", "Ocp-Apim-Subscription-Key": KEY },
    body: '{"input":"What color is the sky?","max_output_tokens":20}',
  }).then((response) => response.body?.cancel(), () => {}).finally(() => underWay--);
}
