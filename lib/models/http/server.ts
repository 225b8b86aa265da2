/**
 * The simulated regions over HTTP: one port on 127.0.0.1 for each.
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type Clock, SystemClock } from "../../core/clock.ts";
import { Random } from "../../core/random.ts";
import { defaultRegions, type RegionConfiguration } from "../configuration.ts";
import type { Fault } from "../fault.ts";
import type { PaygQuota } from "../payg.ts";
import { Region } from "../region.ts";
import { type RegionStats, regionStats } from "./control.ts";
import { modelHandler } from "./handler.ts";

/** How to reach one region. */
export interface ModelEndpoint {
  readonly id: string;
  /** `http://127.0.0.1:PORT`; https with TLS */
  readonly endpoint: string;
  readonly apiKey: string;
  /** The first deployment's name. */
  readonly deployment: string;
  readonly region: string;
  readonly type: "PTU" | "PAYG";
}

/** Running servers. */
export interface ModelServers extends AsyncDisposable {
  readonly endpoints: readonly ModelEndpoint[];
  readonly regions: readonly Region[];
  /** Replaces what is switched on in a region; [] switches all off. @throws RangeError for an unknown id. */
  switchFaults(id: string, faults: readonly Fault[]): void;
  stats(): RegionStats[];
  /** Stops listening and cuts open connections. */
  close(): Promise<void>;
}

/**
 * Starts the regions.
 * @param options.clock default: the system's clock. A faster one shortens all waits.
 * @param options.tls serves HTTPS with this certificate and key, both PEM; default plain HTTP
 * @throws Error when a port that was asked for is in use; what was started is closed again.
 */
export async function serveModels(
  options: {
    regions?: readonly RegionConfiguration[];
    clock?: Clock;
    seed?: string | number;
    tls?: { readonly certificate: string; readonly key: string };
  } = {},
): Promise<ModelServers> {
  const clock = options.clock ?? new SystemClock();
  const random = new Random(options.seed ?? 1);
  const quotas = new Map<string, PaygQuota>();
  const servers: Server[] = [];
  const close = async () => {
    await Promise.all(servers.map(stop));
  };
  const regions: Region[] = [];
  const endpoints: ModelEndpoint[] = [];
  try {
    for (const configuration of options.regions ?? defaultRegions()) {
      const region = new Region(configuration, { random, startMs: clock.now(), quotas });
      const apiKey = configuration.apiKey ?? crypto.randomUUID().replaceAll("-", "");
      const handle = modelHandler({
        region,
        clock,
        random: random.fork(`${region.id}/http`),
        apiKey,
      });
      const listener = (incoming: IncomingMessage, outgoing: ServerResponse) =>
        void serve(incoming, outgoing, handle);
      const { tls } = options;
      const server = tls
        ? createSecureServer({ cert: tls.certificate, key: tls.key }, listener)
        : createServer(listener);
      servers.push(server);
      const port = await listen(server, configuration.port ?? 0);
      const [first] = region.deployments.values();
      regions.push(region);
      endpoints.push({
        id: region.id,
        endpoint: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
        apiKey,
        deployment: first.name,
        region: region.region,
        type: first.type,
      });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    endpoints,
    regions,
    switchFaults(id, faults) {
      const region = regions.find((region) => region.id === id);
      if (!region) {
        throw new RangeError(`no region "${id}": there are ${regions.map((r) => r.id).join(", ")}`);
      }
      region.faults.switch(faults);
    },
    stats: () => regions.map((region) => regionStats(region, clock.now())),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** From node's messages to fetch's and back; anything that breaks resets the connection. */
async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: Request) => Promise<Response>,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on("close", () => {
    if (!outgoing.writableFinished) gone.abort(new DOMException("gone", "AbortError"));
  });
  try {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const method = incoming.method ?? "GET";
    const request = new Request(`http://127.0.0.1${incoming.url ?? "/"}`, {
      method,
      headers: headersOf(incoming),
      body: method === "GET" || method === "HEAD" ? undefined : new Blob(chunks as BlobPart[]),
      signal: gone.signal,
    });
    const response = await handle(request);
    if (gone.signal.aborted) {
      await response.body?.cancel().catch(() => {});
      return;
    }
    await reply(response, outgoing, gone.signal);
  } catch {
    incoming.socket.destroy(); // a fault asked for it, or the caller went away
  }
}

async function reply(
  response: Response,
  outgoing: ServerResponse,
  gone: AbortSignal,
): Promise<void> {
  const headers = Object.fromEntries(response.headers);
  if (!headers["content-type"]?.startsWith("text/event-stream") && !headers["content-length"]) {
    const body = await response.bytes();
    outgoing.writeHead(response.status, { ...headers, "content-length": body.length });
    outgoing.end(body);
    return;
  }
  outgoing.writeHead(response.status, headers);
  const reader = response.body!.getReader();
  gone.addEventListener("abort", () => void reader.cancel().catch(() => {}), { once: true });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    await flushed(outgoing, value);
  }
  outgoing.end();
}

/** Resolves when the bytes have left, so that a reset after them does not swallow them. */
function flushed(outgoing: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once("close", resolve);
    outgoing.write(bytes, () => {
      outgoing.off("close", resolve);
      resolve();
    });
  });
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i], incoming.rawHeaders[i + 1]);
  }
  return headers;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: Error & { code?: string }) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`port ${port} is in use: give the region another one, or 0 for any free port`)
          : error,
      ));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
