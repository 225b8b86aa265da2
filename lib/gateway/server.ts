/**
 * The gateway's HTTP servers on 127.0.0.1: the data plane, the management plane, and sign-in where it is
 * asked for.
 * @module
 */
import { reportDefect } from "../core/defects.ts";
import { SystemClock } from "../core/clock.ts";
import { LineLog } from "../core/line_log.ts";
import { isHostname, LocalAccess, refusalResponse } from "../core/local_access.ts";
import type { MaybePromise } from "../core/maybe_promise.ts";
import {
  HeaderMap,
  MessageBody,
  RefusedRequestError,
  type ResponseMessage,
} from "./contracts/message.ts";
import {
  callable,
  fieldsOf,
  flag,
  listOf,
  OptionError,
  requireShapes,
  secretText,
  shape,
  type Shapes,
  wholeFrom,
} from "../core/options.ts";
import { LocalIdentity } from "./adapters/local_identity.ts";
import { createGateway, type Gateway, GATEWAY_OPTIONS, type GatewayOptions } from "./gateway.ts";
import { answerIdentity } from "./identity/identity_endpoints.ts";
import { errorBody } from "./policy/engine/reply.ts";
import { webHandler } from "./adapters/web_messages.ts";
import { BrokenReplyError } from "./http1/body_stream.ts";
import { ReplyTooLongError } from "./http1/reply_head.ts";
import type { MessageHandler } from "./http1/caller_connection.ts";
import { HttpServer, type HttpServerOptions } from "./http1/server.ts";
import { reasonPhrase } from "./contracts/reason_phrase.ts";

/** How long {@link RunningGateway.close} lets requests under way go on, in real milliseconds. */
const CLOSE_LIMIT_MS = 5_000;

export interface ServeOptions extends GatewayOptions {
  /** Data plane; 0 (default) picks a free port. */
  readonly port?: number;
  /** Management plane; 0 (default) picks a free port. */
  readonly managementPort?: number;
  readonly maxBodyBytes?: number;
  /** Hosts that all but the data plane answer to, besides 127.0.0.1, localhost and [::1]. */
  readonly hosts?: readonly string[];
  /** Serves HTTPS with this certificate and key, both PEM; default plain HTTP. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Serves sign-in for this identity, which the data plane's policies use and trust, too. */
  readonly identity?: LocalIdentity;
  /** Sign-in; 0 (default) picks a free port. */
  readonly identityPort?: number;
  /** Whether the management plane asks for a token of `identity`; default false. */
  readonly checkTokens?: boolean;
  /** Answers what stands beside the management plane, to the same hosts and origins; null for what is ARM's. */
  readonly beside?: (request: Request, gateway: Gateway) => MaybePromise<Response> | null;
  /** Stands between the servers and the gateway's own {@link Gateway.handle}: where time has to be moved. */
  readonly handle?: (
    gateway: Gateway,
    ...request: Parameters<Gateway["handle"]>
  ) => MaybePromise<ResponseMessage>;
}

const port = wholeFrom(0, 65_535);

const SERVE_OPTIONS: Shapes<ServeOptions> = {
  ...GATEWAY_OPTIONS,
  port,
  managementPort: port,
  maxBodyBytes: wholeFrom(0),
  hosts: listOf(
    shape(
      "the name of a host, without a port",
      (value) => typeof value === "string" && isHostname(value),
    ),
  ),
  tls: fieldsOf<NonNullable<ServeOptions["tls"]>>({ certificate: secretText, key: secretText }),
  identity: shape("a LocalIdentity", (value) => value instanceof LocalIdentity),
  identityPort: port,
  checkTokens: flag,
  beside: callable,
  handle: callable,
};

/** An embedded APIM that listens. */
export interface RunningGateway extends AsyncDisposable {
  readonly gateway: Gateway;
  /** `http://127.0.0.1:PORT` of the data plane; this and the other URLs are https with TLS. */
  readonly gatewayUrl: string;
  /** `http://127.0.0.1:PORT` of the management plane: ARM's base URL. */
  readonly managementUrl: string;
  /** `http://127.0.0.1:PORT` of sign-in; null where it is not served. */
  readonly identityUrl: string | null;
  /** Takes no more requests and lets those under way end, for five seconds at the most. */
  close(): Promise<void>;
  /** Lets the process end although the servers listen. */
  unref(): void;
}

/** A port that was asked for is not free. */
export class PortInUseError extends Error {
  override name = "PortInUseError";
  readonly code = "port-in-use";

  constructor(readonly port: number, option: string) {
    super(`port ${port} is in use: give ${option} another one, or 0 for any free port`);
  }
}

/**
 * Makes an embedded APIM and serves it.
 * @throws PortInUseError; RangeError, TypeError for options that cannot be
 */
export async function serveGateway(options: ServeOptions = {}): Promise<RunningGateway> {
  requireShapes("serveGateway", options, SERVE_OPTIONS);
  if (options.checkTokens && !options.identity) {
    throw new OptionError("serveGateway: checkTokens asks for tokens of identity: give both.");
  }
  const stop = new AbortController();
  let gateway!: Gateway; // made below, before the first request can be heard
  const handle = options.handle ?? ((gateway: Gateway, ...request) => gateway.handle(...request));
  const servers: HttpServer[] = [];
  const access = new LocalAccess(options.hosts);
  const guarded = (handler: (request: Request) => MaybePromise<Response>, rules = {}) =>
    webHandler((request) => {
      const refusal = access.refuse(request, rules);
      return refusal === null ? handler(request) : refusalResponse(refusal);
    });
  const { tls, maxBodyBytes } = options;
  const serve = (option: string, port = 0, handler: MessageHandler) => {
    const server = listen(option, { port, signal: stop.signal, tls, maxBodyBytes }, handler);
    servers.push(server);
    return server.url;
  };
  try {
    const gatewayUrl = serve(
      "--port",
      options.port,
      (request, caller) => handle(gateway, request, caller),
    );
    const managementUrl = serve(
      "--management-port",
      options.managementPort,
      guarded((request) =>
        options.beside?.(request, gateway) ?? gateway.management.handle(request)
      ),
    );
    const { identity } = options;
    const clock = options.ports?.clock ?? new SystemClock();
    const identityUrl = identity
      ? serve(
        "--identity-port",
        options.identityPort,
        guarded((request) => answerIdentity(request, { identity, clock }), { forms: true }),
      )
      : null;
    gateway = createGateway({
      fidelity: options.fidelity,
      ports: { ...options.ports, ...(identity && { identity }) },
      service: { ...options.service, gatewayUrl: options.service?.gatewayUrl ?? gatewayUrl },
      management: {
        loginUrl: identityUrl ?? undefined,
        trust: options.checkTokens ? identity : undefined,
        ...options.management,
      },
    });
    const close = () => closeAll(servers, stop, gateway);
    return {
      gateway,
      gatewayUrl,
      managementUrl,
      identityUrl,
      close,
      unref: () => servers.forEach((server) => server.unref()),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    stop.abort();
    await Promise.all(servers.map((server) => server.finished));
    throw error;
  }
}

function listen(
  option: string,
  options: Omit<HttpServerOptions, "onError">,
  handler: MessageHandler,
): HttpServer {
  try {
    return new HttpServer({ ...options, onError: replyToError }, handler);
  } catch (error) {
    throw error instanceof Deno.errors.AddrInUse ? new PortInUseError(options.port, option) : error;
  }
}

/** What the caller gets when a request failed before the gateway had it, or by a defect of ours. */
function replyToError(error: unknown): ResponseMessage {
  if (error instanceof RefusedRequestError) return refusal(error.statusCode, error.message);
  if (error instanceof BrokenReplyError) log.say(`A backend's reply broke off: ${error.message}.`);
  else if (error instanceof ReplyTooLongError) {
    log.say("A reply's header fields were too long to be sent.");
    return refusal(500, "The reply's header fields are too long");
  } else reportDefect(error); // a defect of ours: policies' failures do not get here
  return refusal(500, "Internal server error");
}

const log = new LineLog();

function refusal(statusCode: number, message: string): ResponseMessage {
  const headers = HeaderMap.from([["Content-Type", "application/json"]]);
  const body = new MessageBody(errorBody(statusCode, message));
  return { statusCode, statusReason: reasonPhrase(statusCode), headers, body };
}

async function closeAll(
  servers: readonly HttpServer[],
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
