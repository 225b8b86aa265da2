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
  /** null where the API asks for none. */
  readonly key: Secret | null;
  /** What `x-policy-revision` must say. */
  readonly revision: string;
  readonly clock: Clock;
  /** How the gateway is asked; default the network. */
  readonly fetch?: typeof globalThis.fetch;
  /** Default 120 s of the clock; Azure takes some 10 s. */
  readonly limitMs?: number;
  /** Between two looks; default 1 s. */
  readonly intervalMs?: number;
  /** Gateway units that are to serve it: so many connections look that hardly one is missed. Default 1. */
  readonly units?: number;
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
  const { limitMs = 120_000, intervalMs = 1000, units = 1 } = options;
  const url = `${apiUrl}${REVISION_OPERATION.urlTemplate}`;
  const connections = connectionsFor(units);
  const start = clock.now();
  let last = "";
  for (let looks = 1, atATime = 1;; looks++) {
    // one connection looks until it finds the revision; then many, for the other units
    const found = await Promise.all(Array.from({ length: atATime }, () => look(url, options)));
    last = found.find((one) => one !== revision) ?? revision;
    const waitedMs = clock.now() - start;
    if (last === revision) {
      if (atATime === connections) return { waitedMs, looks };
      atATime = connections;
      continue;
    }
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

/** Chance that a look at several units misses one of them. */
const MISSED = 0.005;

/** How many connections it takes to reach each of so many units, if each connection gets any of them. */
function connectionsFor(units: number): number {
  return units === 1 ? 1 : Math.ceil(Math.log(MISSED / units) / Math.log(1 - 1 / units));
}

/** The revision, or what came instead of it. */
async function look(
  url: string,
  { key, signal, units = 1, fetch = globalThis.fetch }: WaitOptions,
): Promise<string> {
  // a connection stays with its unit: a look at several needs one each
  using client = units === 1 ? undefined : Deno.createHttpClient({ poolMaxIdlePerHost: 0 });
  try {
    const response = await fetch(url, {
      headers: key === null ? {} : { "Ocp-Apim-Subscription-Key": key.reveal() },
      signal,
      ...(client && { client }),
    });
    await response.body?.cancel();
    return response.headers.get("x-policy-revision") ?? `status ${response.status}`;
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}
