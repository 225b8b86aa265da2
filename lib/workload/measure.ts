/**
 * Measures one deployment directly, with the client, API and request shape that the traffic uses.
 * @module
 */
import { AzureOpenAI } from "openai";
import type { Clock } from "../core/clock.ts";
import { DEFAULT_PAYLOAD, type Fetch } from "./send.ts";

/** A deployment that is called without a gateway. */
export interface Endpoint {
  /** `https://NAME.openai.azure.com` */
  readonly endpoint: string;
  /** null where `fetch` signs in. */
  readonly apiKey: string | null;
  readonly deployment: string;
  readonly apiVersion: string;
  readonly clock: Clock;
  /** How requests travel; default the network. */
  readonly fetch?: Fetch;
}

export interface MeasureOptions {
  /** Requests that count; default 7. */
  readonly samples?: number;
  /** Requests before them that do not count: connection, TLS, caches. Default 2. */
  readonly warmUp?: number;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Patience with each request in the clock's milliseconds; default 60,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Either every counted latency in milliseconds, in order, or why the deployment could not be measured. */
export type Measurement =
  | { readonly samplesMs: readonly number[]; readonly error: null }
  | { readonly samplesMs: readonly []; readonly error: string };

/** Requests that count, and those before them that do not, where nobody says. */
export const SAMPLES = 7;
export const WARM_UP = 2;

/** The client's own limit, in real milliseconds, is out of the way: patience is the clock's. */
const NO_LIMIT_MS = 0x7fffffff;

/** Sends `warmUp + samples` requests one after the other through `AzureOpenAI`, without retries. */
export async function measureLatency(
  { endpoint, apiKey, deployment, apiVersion, clock, fetch }: Endpoint,
  options: MeasureOptions = {},
): Promise<Measurement> {
  const { samples = SAMPLES, warmUp = WARM_UP, payload = DEFAULT_PAYLOAD, timeoutMs = 60_000 } =
    options;
  let client: AzureOpenAI;
  try {
    client = new AzureOpenAI({
      endpoint,
      apiKey: apiKey ?? "signed-in",
      apiVersion,
      fetch,
      maxRetries: 0,
      timeout: NO_LIMIT_MS,
    });
  } catch (error) {
    return { samplesMs: [], error: error instanceof Error ? error.message : String(error) };
  }
  const samplesMs: number[] = [];
  for (let i = 0; i < warmUp + samples; i++) {
    const patience = new AbortController();
    const late = new DOMException(`no reply within ${timeoutMs} ms`, "TimeoutError");
    const cancel = clock.schedule(timeoutMs, () => patience.abort(late));
    const { signal = patience.signal } = options;
    const start = clock.now();
    try {
      await client.responses.create({ ...payload, model: deployment, stream: false }, {
        signal: AbortSignal.any([signal, patience.signal]),
      });
      if (i >= warmUp) samplesMs.push(clock.now() - start);
    } catch (error) {
      const reason = patience.signal.aborted ? late : error;
      return { samplesMs: [], error: reason instanceof Error ? reason.message : String(reason) };
    } finally {
      cancel();
    }
  }
  return { samplesMs, error: null };
}
