/**
 * Waiting until the gateway serves what the management plane has stored: a successful PUT does not mean that.
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { Secret } from "../core/secret.ts";
import { REVISION_OPERATION } from "./operations.ts";
import { ApimError } from "./errors.ts";

export interface WaitOptions {
  /** Where the API is: the gateway's origin and the API's path. */
  readonly apiUrl: string;
  readonly key: Secret;
  /** What `x-policy-revision` must say. */
  readonly revision: string;
  readonly clock: Clock;
  /** How the gateway is asked; default the network. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default 120 s of the clock; Azure takes some 10 s. */
  readonly limitMs?: number;
  /** Between two looks; default 1 s. */
  readonly intervalMs?: number;
  /** Looks in a row that must see it: a service has several gateway units. Default 1. */
  readonly inARow?: number;
  readonly signal?: AbortSignal;
}

/** How the wait went. */
export interface Served {
  readonly waitedMs: number;
  readonly looks: number;
}

/**
 * Polls the API's revision operation, which calls no backend.
 * @throws ApimError `not-served` when the limit passes, with what the gateway said last.
 */
export async function waitUntilServed(options: WaitOptions): Promise<Served> {
  const { apiUrl, revision, clock, signal } = options;
  const { limitMs = 120_000, intervalMs = 1000, inARow = 1 } = options;
  const start = clock.now();
  let seen = 0;
  let last = "";
  for (let looks = 1;; looks++) {
    last = await look(`${apiUrl}${REVISION_OPERATION.urlTemplate}`, options);
    seen = last === revision ? seen + 1 : 0;
    const waitedMs = clock.now() - start;
    if (seen >= inARow) return { waitedMs, looks };
    if (waitedMs >= limitMs) {
      throw new ApimError(
        "not-served",
        `The gateway does not serve policy revision ${revision} after ${
          Math.round(waitedMs)
        } ms: ` +
          `${last === "" ? "it names no revision" : `it says ${last}`}.`,
        "Run the cell again; if it stays so, look for a policy at another scope that answers first.",
      );
    }
    await clock.sleep(intervalMs, signal);
  }
}

/** The revision, or what came instead of it. */
async function look(
  url: string,
  { key, signal, fetch = globalThis.fetch }: WaitOptions,
): Promise<string> {
  try {
    const response = await fetch(url, {
      headers: { "Ocp-Apim-Subscription-Key": key.reveal() },
      signal,
    });
    await response.body?.cancel();
    return response.headers.get("x-policy-revision") ?? `status ${response.status}`;
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}
