/**
 * What is really measured on the embedded target: a gateway and one region on real sockets and a real clock.
 * In a worker of their own, so that their work does not show up in the event loop that takes the times.
 * @module
 */
import { connect, deployStrategy, ensureApi, ensureSubscription } from "../../apim/mod.ts";
import { SystemClock } from "../../core/clock.ts";
import { Secret } from "../../core/secret.ts";
import { type ModelEndpoint, type RegionConfiguration, SIMULATED_MODEL } from "../../models/mod.ts";
import { baseline } from "../../policies/mod.ts";
import { send, type Target } from "../../workload/mod.ts";
import type { LabConfig } from "../config/config.ts";

/** The same region called without and with the gateway. */
export interface WireTargets {
  readonly direct: Target;
  readonly gateway: Target;
}

/** What the worker is asked to start. */
export interface WireRequest {
  readonly region: RegionConfiguration;
  readonly service: {
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly name: string;
    readonly location: string;
  };
  readonly seed: string;
}

interface Started {
  readonly gatewayUrl: string;
  readonly managementUrl: string;
  readonly endpoint: ModelEndpoint;
}

/** What the worker answers. */
export type WireReply = { readonly started: Started } | { readonly failed: string };

/** How long a start may take, in real milliseconds. */
const START_LIMIT_MS = 30_000;

/** Answers within a few milliseconds, so that what the gateway adds is not lost in what a model takes. */
const QUICK = {
  networkMs: 0,
  firstTokenMs: 2,
  perPromptTokenMs: 0,
  perOutputTokenMs: 0.1,
  sigma: 0,
};

/** Both targets are called as often before they are handed out: fresh code is slow code. */
const WARM_UP_REQUESTS = 60;

/** Starts both, hands them to `body`, and ends them in every case. @throws Error saying why they did not start. */
export async function onTheWire<T>(
  config: LabConfig,
  body: (targets: WireTargets) => Promise<T>,
): Promise<T> {
  const [plan] = config.backends;
  const { id, region, deployment } = plan;
  const { subscriptionId, resourceGroup, serviceName, apiId, apiPath } = config.apim;
  const worker = new Worker(new URL("./wire_worker.ts", import.meta.url), { type: "module" });
  try {
    const { gatewayUrl, managementUrl, endpoint } = await start(worker, {
      region: {
        id,
        region,
        deployments: [{
          name: deployment,
          model: SIMULATED_MODEL,
          type: "PAYG",
          tokensPerMinute: 1e9,
          latency: QUICK,
        }],
      },
      service: { subscriptionId, resourceGroup, name: serviceName, location: "East US" },
      seed: config.seed,
    });
    const clock = new SystemClock();
    const backend = { ...plan, endpoint: endpoint.endpoint, apiKey: new Secret(endpoint.apiKey) };
    const options = { apiVersion: config.responsesApiVersion, auth: config.backendAuth };
    const apim = await connect({
      subscriptionId,
      resourceGroup,
      serviceName,
      endpoint: managementUrl,
      gatewayUrl,
    });
    const api = { id: apiId, path: apiPath };
    await ensureApi(apim, api);
    const { key } = await ensureSubscription(apim, apiId);
    await deployStrategy(apim, baseline(backend, options), { api, key, clock });
    const targets: WireTargets = {
      direct: {
        url: `${backend.endpoint}/openai/responses?api-version=${options.apiVersion}`,
        headers: { "api-key": endpoint.apiKey },
        model: deployment,
        clock,
      },
      gateway: {
        url: `${gatewayUrl}/${apiPath}/responses`,
        headers: { "Ocp-Apim-Subscription-Key": key.reveal() },
        clock,
      },
    };
    for (let i = 0; i < WARM_UP_REQUESTS; i++) {
      await send(targets.direct);
      await send(targets.gateway);
    }
    return await body(targets);
  } finally {
    worker.terminate();
  }
}

async function start(worker: Worker, request: WireRequest): Promise<Started> {
  const reply = Promise.withResolvers<WireReply>();
  worker.onmessage = ({ data }: MessageEvent<WireReply>) => reply.resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reply.resolve({ failed: event.message });
  };
  const cancel = new SystemClock().schedule(
    START_LIMIT_MS,
    () => reply.resolve({ failed: `it did not answer within ${START_LIMIT_MS / 1000} s` }),
  );
  worker.postMessage(request);
  const answer = await reply.promise;
  cancel();
  if ("failed" in answer) throw new Error(`The embedded APIM did not start: ${answer.failed}`);
  return answer.started;
}
