/**
 * Measures one deployment directly, with the client, API and request shape that the traffic uses.
 * @module
 */
import { AzureOpenAI } from "openai";
import type { Clock } from "../core/clock.ts";
import { DEFAULT_PAYLOAD } from "./send.ts";

/** A deployment that is called without a gateway. */
export interface Endpoint {
  /** `https://NAME.openai.azure.com` */
  readonly endpoint: string;
  readonly apiKey: string;
  readonly deployment: string;
  readonly apiVersion: string;
  readonly clock: Clock;
}

export interface MeasureOptions {
  /** Requests that count; default 7. */
  readonly samples?: number;
  /** Requests before them that do not count: connection, TLS, caches. Default 2. */
  readonly warmUp?: number;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

/** Either every counted latency in milliseconds, in order, or why the deployment could not be measured. */
export type Measurement =
  | { readonly samplesMs: readonly number[]; readonly error: null }
  | { readonly samplesMs: readonly []; readonly error: string };

/** Sends `warmUp + samples` requests one after the other through `AzureOpenAI`, without retries. */
export async function measureLatency(
  { endpoint, apiKey, deployment, apiVersion, clock }: Endpoint,
  { samples = 7, warmUp = 2, payload = DEFAULT_PAYLOAD, signal }: MeasureOptions = {},
): Promise<Measurement> {
  const client = new AzureOpenAI({ endpoint, apiKey, apiVersion, maxRetries: 0, timeout: 60_000 });
  const samplesMs: number[] = [];
  try {
    for (let i = 0; i < warmUp + samples; i++) {
      const start = clock.now();
      await client.responses.create({ ...payload, model: deployment, stream: false }, { signal });
      if (i >= warmUp) samplesMs.push(clock.now() - start);
    }
    return { samplesMs, error: null };
  } catch (error) {
    return { samplesMs: [], error: error instanceof Error ? error.message : String(error) };
  }
}
