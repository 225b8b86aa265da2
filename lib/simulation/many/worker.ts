/**
 * A thread of the pool: runs one job after the other.
 * @module
 */
/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
import { runJob } from "./job.ts";
import type { FromWorker, ToWorker } from "./pool.ts";

const interrupted = new AbortController();

self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "interrupt") return interrupted.abort();
  const send = (message: FromWorker) => self.postMessage(message);
  try {
    const result = await runJob(data.job, {
      signal: interrupted.signal,
      onProgress: (ended, requests) => send({ kind: "progress", ended, requests }),
    });
    send({ kind: "done", result });
  } catch (error) {
    const { name, message, stack } = error as Error;
    send({ kind: "failed", outOfRange: error instanceof RangeError, name, message, stack });
  }
};
