/**
 * Starts the embedded APIM with its regions in a worker of its own.
 * @module
 */
import { SystemClock } from "../core/clock.ts";
import type { ModelEndpoint, RegionConfiguration } from "../models/mod.ts";

/** What the worker is asked to start. */
export interface EmbeddedRequest {
  readonly regions: readonly RegionConfiguration[];
  readonly service: {
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly name: string;
    /** Display name, as in "East US". */
    readonly location: string;
  };
  readonly seed: string;
  /** Simulated milliseconds in a real one. */
  readonly speed: number;
}

interface Started {
  readonly gatewayUrl: string;
  readonly managementUrl: string;
  readonly endpoints: readonly ModelEndpoint[];
}

/** What the worker answers. */
export type EmbeddedReply = { readonly started: Started } | { readonly failed: string };

/** A running embedded APIM. */
export interface Embedded extends Started {
  /** Ends the worker, its servers with it. */
  close(): void;
}

/** How long a start may take, in real milliseconds. */
const START_LIMIT_MS = 30_000;

/** @throws Error saying why it did not start. */
export async function startEmbedded(request: EmbeddedRequest): Promise<Embedded> {
  const worker = new Worker(new URL("./embedded_worker.ts", import.meta.url), { type: "module" });
  const reply = Promise.withResolvers<EmbeddedReply>();
  worker.onmessage = ({ data }: MessageEvent<EmbeddedReply>) => reply.resolve(data);
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
  if ("failed" in answer) {
    worker.terminate();
    throw new Error(`The embedded APIM did not start: ${answer.failed}`);
  }
  return { ...answer.started, close: () => worker.terminate() };
}
