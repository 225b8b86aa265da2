/**
 * The gateway's two HTTP servers on 127.0.0.1: the data plane and the management plane.
 * @module
 */
import { SystemClock } from "../core/clock.ts";
import { chain, type MaybePromise } from "../core/maybe_promise.ts";
import { createGateway, type Gateway, type GatewayOptions } from "./gateway.ts";
import { errorBody } from "./policy/engine/reply.ts";
import {
  BrokenRequestError,
  readRequest,
  RequestTooLargeError,
  writeResponse,
} from "./proxy/wire.ts";

/** The longest request body that is taken, in bytes, unless told otherwise. Assumption. */
export const DEFAULT_MAX_BODY_BYTES = 256 * 1024 * 1024;

/** How long {@link RunningGateway.close} lets requests under way go on, in real milliseconds. */
const CLOSE_LIMIT_MS = 5_000;

const HOSTNAME = "127.0.0.1";

export interface ServeOptions extends GatewayOptions {
  /** Data plane; 0 (default) picks a free port. */
  readonly port?: number;
  /** Management plane; 0 (default) picks a free port. */
  readonly managementPort?: number;
  readonly maxBodyBytes?: number;
}

/** An embedded APIM that listens. */
export interface RunningGateway extends AsyncDisposable {
  readonly gateway: Gateway;
  /** `http://127.0.0.1:PORT` of the data plane. */
  readonly gatewayUrl: string;
  /** `http://127.0.0.1:PORT` of the management plane: ARM's base URL. */
  readonly managementUrl: string;
  /** Takes no more requests and lets those under way end, for five seconds at the most. */
  close(): Promise<void>;
}

/** A port that was asked for is not free. */
export class PortInUseError extends Error {
  override name = "PortInUseError";
  readonly code = "port-in-use";

  constructor(readonly port: number, option: string) {
    super(`port ${port} is in use: give ${option} another one, or 0 for any free port`);
  }
}

/** Makes an embedded APIM and serves it. @throws PortInUseError */
export async function serveGateway(options: ServeOptions = {}): Promise<RunningGateway> {
  const stop = new AbortController();
  const ready = Promise.withResolvers<Gateway>();
  ready.promise.catch(() => {}); // reported by createGateway below
  let gateway: Gateway | null = null;
  const limits = { maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES };
  const data = listen(
    "--port",
    options.port ?? 0,
    stop.signal,
    async (request, info) =>
      answer(gateway ?? await ready.promise, request, info.remoteAddr.hostname, limits),
  );
  const servers = [data];
  try {
    const management = listen(
      "--management-port",
      options.managementPort ?? 0,
      stop.signal,
      async (request) => (gateway ?? await ready.promise).management.handle(request),
    );
    servers.push(management);
    const gatewayUrl = options.service?.gatewayUrl ?? urlOf(data);
    gateway = await createGateway({ ...options, service: { ...options.service, gatewayUrl } });
    ready.resolve(gateway);
    const close = () => closeAll(servers, stop, gateway!);
    return {
      gateway,
      gatewayUrl: urlOf(data),
      managementUrl: urlOf(management),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    ready.reject(error);
    stop.abort();
    await Promise.all(servers.map((server) => server.finished));
    throw error;
  }
}

type Server = Deno.HttpServer<Deno.NetAddr>;

function listen(
  option: string,
  port: number,
  signal: AbortSignal,
  handler: Deno.ServeHandler<Deno.NetAddr>,
): Server {
  try {
    return Deno.serve(
      { hostname: HOSTNAME, port, signal, onListen() {}, onError: replyToError },
      handler,
    );
  } catch (error) {
    throw error instanceof Deno.errors.AddrInUse ? new PortInUseError(port, option) : error;
  }
}

function answer(
  gateway: Gateway,
  request: Request,
  ipAddress: string,
  limits: { readonly maxBodyBytes: number },
): MaybePromise<Response> {
  const response = chain(
    readRequest(request, ipAddress, limits),
    (incoming) => gateway.handle(incoming, request),
  );
  return chain(response, (response) => writeResponse(response, request.method));
}

/** What the caller gets when a request failed before the gateway had it, or by a defect of ours. */
function replyToError(error: unknown): Response {
  if (error instanceof RequestTooLargeError) return refusal(413, "Request body is too large");
  if (error instanceof BrokenRequestError) return refusal(400, "Bad request");
  console.error(error); // policies' and backends' failures do not get here
  return refusal(500, "Internal server error");
}

function refusal(status: number, message: string): Response {
  const headers = { "Content-Type": "application/json" };
  return new Response(errorBody(status, message), { status, headers });
}

function urlOf(server: Server): string {
  return `http://${HOSTNAME}:${server.addr.port}`;
}

async function closeAll(
  servers: readonly Server[],
  stop: AbortController,
  gateway: Gateway,
): Promise<void> {
  const limit = new AbortController();
  const late = new SystemClock().sleep(CLOSE_LIMIT_MS, limit.signal)
    .then(() => stop.abort(), () => {}); // cuts what has not ended by now
  await Promise.all(servers.map((server) => server.shutdown()));
  limit.abort();
  await late;
  gateway.close();
}
