/**
 * The embedded APIM and the simulated regions, in a worker: their work must not show up as latency in the
 * event loop that measures them.
 * @module
 */
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { SystemClock } from "../core/clock.ts";
import { Random } from "../core/random.ts";
import { serveGateway } from "../gateway/mod.ts";
import { serveModels } from "../models/mod.ts";
import type { EmbeddedReply, EmbeddedRequest } from "./embedded.ts";

self.onmessage = async ({ data }: MessageEvent<EmbeddedRequest>) => {
  try {
    self.postMessage({ started: await start(data) } satisfies EmbeddedReply);
  } catch (error) {
    self.postMessage({ failed: (error as Error).message } satisfies EmbeddedReply);
  }
};

async function start({ regions, service, seed, speed }: EmbeddedRequest) {
  const clock = new SystemClock({ speed });
  const models = await serveModels({ regions, clock, seed });
  const gateway = await serveGateway({ ports: { clock, random: new Random(seed) }, service });
  return {
    gatewayUrl: gateway.gatewayUrl,
    managementUrl: gateway.managementUrl,
    endpoints: models.endpoints,
  };
}
