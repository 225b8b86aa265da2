/** The embedded gateway with the spillover policy, over HTTP at life's own speed. */
import { SystemClock } from "../../lib/core/clock.ts";
import { Random } from "../../lib/core/random.ts";
import { Secret } from "../../lib/core/secret.ts";
import { serveGateway } from "../../lib/gateway/mod.ts";
import { defaultRegions, serveModels } from "../../lib/models/mod.ts";
import { strategyByName } from "../../lib/simulation/mod.ts";
import { API_PATH, publishApi, publishStrategy } from "../../lib/simulation/publish.ts";
import { backendsOf, measured } from "../../lib/simulation/world.ts";

export interface RoutedGateway extends AsyncDisposable {
  /** The operation that requests are posted to. */
  readonly url: string;
  readonly key: string;
}

export async function routedGateway(seed: number): Promise<RoutedGateway> {
  const clock = new SystemClock();
  const random = new Random(`${seed}/load`);
  const regions = defaultRegions();
  const models = await serveModels({ regions, clock, seed });
  const served = await serveGateway({ ports: { clock, random: random.fork("gateway") } });
  const { management } = served.gateway;
  const key = new Secret("key-of-the-load-test");
  await publishApi(management, key);
  const backends = backendsOf(regions, {}, (id) => models.endpoints.find((one) => one.id === id)!);
  await publishStrategy(
    management,
    strategyByName("priority-spillover").publication(backends, measured(regions, random)),
  );
  return {
    url: `${served.gatewayUrl}/${API_PATH}/responses`,
    key: key.reveal(),
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]();
      await models[Symbol.asyncDispose]();
    },
  };
}
