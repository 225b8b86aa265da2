/** The embedded gateway with a strategy over simulated regions, over HTTP at life's own speed. */
import { createConsole } from "../lib/console/mod.ts";
import { SystemClock } from "../lib/core/clock.ts";
import { Random } from "../lib/core/random.ts";
import { Secret } from "../lib/core/secret.ts";
import { serveGateway } from "../lib/gateway/mod.ts";
import { defaultRegions, serveModels } from "../lib/models/mod.ts";
import { strategyByName } from "../lib/simulation/mod.ts";
import { API_PATH, publishApi, publishStrategy } from "../lib/simulation/publish.ts";
import { backendsOf, measured } from "../lib/simulation/world.ts";

export interface RoutedGateway extends AsyncDisposable {
  /** The operation that requests are posted to. */
  readonly url: string;
  readonly key: string;
  /** The console's page. */
  readonly console: string;
}

export async function routedGateway(
  seed: number,
  { strategy = "priority-spillover" }: { readonly strategy?: string } = {},
): Promise<RoutedGateway> {
  const clock = new SystemClock();
  const random = new Random(`${seed}/load`);
  const regions = defaultRegions();
  const models = await serveModels({ regions, clock, seed });
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
  const { management } = served.gateway;
  const key = new Secret("key-of-the-load-test");
  await publishApi(management, key);
  const backends = backendsOf(regions, {}, (id) => models.endpoints.find((one) => one.id === id)!);
  await publishStrategy(
    management,
    strategyByName(strategy).publication(backends, measured(regions, random)),
  );
  return {
    url: `${served.gatewayUrl}/${API_PATH}/responses`,
    key: key.reveal(),
    console: `${served.managementUrl}/console/`,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await models[Symbol.asyncDispose]();
    },
  };
}
