/**
 * The worker of {@link ./wire.ts}: one gateway and one region on sockets.
 * @module
 */
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { SystemClock } from "../../core/clock.ts";
import { Random } from "../../core/random.ts";
import { serveGateway } from "../../gateway/mod.ts";
import { serveModels } from "../../models/mod.ts";
import type { WireReply, WireRequest } from "./wire.ts";

self.onmessage = async ({ data }: MessageEvent<WireRequest>) => {
  try {
    self.postMessage({ started: await start(data) } satisfies WireReply);
  } catch (error) {
    self.postMessage({ failed: (error as Error).message } satisfies WireReply);
  }
};

async function start({ region, service, seed }: WireRequest) {
  const clock = new SystemClock();
  const models = await serveModels({ regions: [region], clock, seed });
  const gateway = await serveGateway({ ports: { clock, random: new Random(seed) }, service });
  return {
    gatewayUrl: gateway.gatewayUrl,
    managementUrl: gateway.managementUrl,
    endpoint: models.endpoints[0],
  };
}
