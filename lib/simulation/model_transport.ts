/**
 * The gateway's way to the regions, without sockets: the same decisions as over HTTP, told as messages.
 * @module
 */
import type { TaskClock } from "../core/task_clock.ts";
import type { MaybePromise } from "../core/maybe_promise.ts";
import {
  HeaderMap,
  MessageBody,
  type OutgoingRequest,
  type ResponseMessage,
  type Transport,
  type TransportFailure,
} from "../gateway/mod.ts";
import {
  type Accepted,
  type ModelRequest,
  type Region,
  type RegionDecision,
  type Rejected,
} from "../models/mod.ts";
import type { Arrival } from "./arrival.ts";

/** A region with what one needs to call it. */
export interface ReachableRegion {
  readonly region: Region;
  readonly apiKey: string;
  /** Its place in the scenario. */
  readonly index: number;
}

/** One request of a caller while it is under way: what the world notes down beside the messages. */
export class Flight {
  /** Calls of the caller's attempt that is under way. */
  backendCalls = 0;
  /** The answer that is being generated, which the caller still reads. */
  answer:
    | { readonly accepted: Accepted; readonly region: number; readonly arrivedMs: number }
    | null = null;

  constructor(
    readonly arrival: Arrival,
    /** When the caller gives up on the attempt that is under way. */
    public deadlineMs: number,
  ) {}
}

/** Told when generation ended. `wasted`: nobody got the answer. */
export type OnFinished = (
  accepted: Accepted,
  region: number,
  span: { fromMs: number; untilMs: number },
  wasted: boolean,
) => void;

/** The header that ties a call to its {@link Flight}; gateways hand it on. */
export const FLIGHT_HEADER = "x-ms-client-request-id";

export class ModelTransport implements Transport {
  readonly flights = new Map<string, Flight>();
  readonly #regions: ReadonlyMap<string, ReachableRegion>;

  /** @param regions by origin: `https://backend-a.openai.azure.com` */
  constructor(
    regions: ReadonlyMap<string, ReachableRegion>,
    readonly clock: TaskClock,
    readonly sharedTokens: number,
    readonly onFinished: OnFinished,
  ) {
    this.#regions = regions;
  }

  send(request: OutgoingRequest): MaybePromise<ResponseMessage | TransportFailure> {
    const { url } = request;
    const pathAt = url.indexOf("/", url.indexOf("//") + 2);
    const reachable = this.#regions.get(url.slice(0, pathAt));
    if (!reachable) return failure("BackendConnectionFailure", `nothing listens at ${url}`);
    const key = request.headers.get("api-key") ??
      request.headers.get("Authorization")?.replace(/^Bearer /, "");
    if (key !== reachable.apiKey) {
      return this.#later(15, reply(401, reachable, ERROR_BODIES[401]));
    }
    const call = readCall(url.slice(pathAt), request.body);
    if (call === null) return this.#later(15, reply(404, reachable, ERROR_BODIES[404]));
    if (call === undefined) return this.#later(15, reply(400, reachable, ERROR_BODIES[400]));
    const flight = this.flights.get(request.headers.get(FLIGHT_HEADER) ?? "");
    if (flight) {
      flight.backendCalls++;
      this.abandon(flight);
    }
    const now = this.clock.now();
    const decided = reachable.region.begin(
      call.deployment,
      modelRequest(call, flight?.arrival, this.sharedTokens),
      now,
      request.headers.get("x-ms-spillover-deployment") ?? undefined,
    );
    if (!decided) return this.#later(15, reply(404, reachable, ERROR_BODIES[404]));
    return this.#carryOut(request, call, decided, reachable, flight, now);
  }

  /** The caller has the whole answer: generation ended with it. */
  deliver(flight: Flight): void {
    const { answer } = flight;
    if (answer === null) return;
    flight.answer = null;
    const now = this.clock.now();
    answer.accepted.deployment.finish(answer.accepted, now);
    this.onFinished(answer.accepted, answer.region, {
      fromMs: answer.arrivedMs,
      untilMs: now,
    }, false);
  }

  /** Nobody reads the answer any more: it counts as far as it was generated. */
  abandon(flight: Flight): void {
    const { answer } = flight;
    if (answer === null) return;
    flight.answer = null;
    this.#cutShort(answer.accepted, answer.region, answer.arrivedMs);
  }

  #cutShort(accepted: Accepted, region: number, arrivedMs: number): void {
    const now = this.clock.now();
    const { ttftMs, perTokenMs, completionTokens, deployment } = accepted;
    const elapsed = now - arrivedMs;
    const generated = elapsed < ttftMs ? 0 : Math.min(
      completionTokens,
      accepted.cutAfterTokens ?? Infinity,
      1 + Math.floor((elapsed - ttftMs) / perTokenMs),
    );
    deployment.finish(accepted, now, generated);
    this.onFinished(accepted, region, { fromMs: arrivedMs, untilMs: now }, true);
  }

  #carryOut(
    request: OutgoingRequest,
    call: Call,
    { decision, spill }: RegionDecision,
    reachable: ReachableRegion,
    flight: Flight | undefined,
    arrivedMs: number,
  ): MaybePromise<ResponseMessage | TransportFailure> {
    const headersMs = decision.kind !== "accepted"
      ? decision.afterMs
      : call.stream && !request.bufferResponse
      ? decision.ttftMs
      : decision.totalMs;
    const patienceMs = Math.min(
      request.timeoutMs,
      flight ? flight.deadlineMs - arrivedMs : Infinity,
    );
    if (headersMs > patienceMs) {
      return this.clock.pause(patienceMs).then(() => {
        if (decision.kind === "accepted") this.#cutShort(decision, reachable.index, arrivedMs);
        return patienceMs < request.timeoutMs
          ? failure("ClientConnectionFailure", "the caller went away")
          : failure("Timeout", `no reply within ${request.timeoutMs / 1000} s`);
      });
    }
    return this.clock.pause(headersMs).then(() => {
      switch (decision.kind) {
        case "reset":
          return failure("BackendConnectionFailure", "the connection was reset");
        case "hang":
          return failure("Timeout", "no reply");
        case "rejected":
          return rejection(decision, reachable, arrivedMs);
        case "accepted": {
          const message = success(decision, reachable, call, arrivedMs);
          if (spill) message.headers.set("x-ms-is-spilled-over", String(spill.error === null));
          if (flight) flight.answer = { accepted: decision, region: reachable.index, arrivedMs };
          else this.#finishLater(decision, reachable.index, arrivedMs);
          return message;
        }
      }
    });
  }

  /** A call that is no caller's own (a policy's send-request): it ends by itself. */
  #finishLater(accepted: Accepted, region: number, arrivedMs: number): void {
    const rest = arrivedMs + accepted.totalMs - this.clock.now();
    this.clock.at(rest, () => {
      accepted.deployment.finish(accepted, this.clock.now());
      this.onFinished(
        accepted,
        region,
        { fromMs: arrivedMs, untilMs: this.clock.now() },
        false,
      );
    });
  }

  #later(ms: number, message: ResponseMessage): Promise<ResponseMessage> {
    return this.clock.pause(ms).then(() => message);
  }
}

/** What the simulation reads from a call. */
interface Call {
  readonly chat: boolean;
  readonly deployment: string;
  readonly maxTokens: number | null;
  readonly stream: boolean;
  readonly prompt: unknown;
}

/** null: no such route; undefined: not the body of one. */
function readCall(target: string, body: MessageBody | null): Call | null | undefined {
  const queryAt = target.indexOf("?");
  const path = queryAt === -1 ? target : target.slice(0, queryAt);
  const v1 = path.startsWith("/openai/v1/");
  const dated = queryAt !== -1 && target.includes("api-version=", queryAt);
  const chat = path.endsWith("/chat/completions");
  let deployment: string | null = null;
  if (v1 ? path !== "/openai/v1/responses" && path !== "/openai/v1/chat/completions" : !dated) {
    return null;
  }
  if (!v1 && path !== "/openai/responses") {
    const named = /^\/openai\/deployments\/([^/]+)\/chat\/completions$/.exec(path);
    if (!named) return null;
    deployment = named[1];
  }
  let json: Readonly<Record<string, unknown>>;
  try {
    json = JSON.parse(body?.text() ?? "");
  } catch {
    return undefined;
  }
  deployment ??= typeof json?.model === "string" ? json.model : null;
  const prompt = chat ? json?.messages : json?.input;
  if (deployment === null || prompt === undefined) return undefined;
  const limit = chat ? json.max_completion_tokens ?? json.max_tokens : json.max_output_tokens;
  return {
    chat,
    deployment,
    maxTokens: typeof limit === "number" ? limit : null,
    stream: json.stream === true,
    prompt,
  };
}

/** The arrival's own figures; for a call that belongs to none, an estimate from its text. */
function modelRequest(
  call: Call,
  arrival: Arrival | undefined,
  sharedTokens: number,
): ModelRequest {
  if (arrival === undefined) {
    const promptTokens = Math.ceil(JSON.stringify(call.prompt).length / 4);
    return { promptTokens, maxTokens: call.maxTokens, completionTokens: call.maxTokens ?? 60 };
  }
  const { promptTokens, completionTokens, noise, conversation } = arrival;
  return {
    promptTokens,
    maxTokens: call.maxTokens,
    completionTokens,
    noise,
    cacheKey: conversation === -1 ? undefined : String(conversation),
    sharedTokens: Math.min(sharedTokens, promptTokens),
  };
}

const ERROR_BODIES: Readonly<Record<number, string>> = {
  400: '{"error":{"message":"Missing required parameter.","type":"invalid_request_error"}}',
  401: '{"error":{"code":"401","message":"Access denied due to invalid subscription key."}}',
  404: '{"error":{"code":"404","message":"Resource not found"}}',
  429: '{"error":{"code":"429","message":"Your requests have exceeded the rate limit."}}',
  500: '{"error":{"code":"InternalServerError","message":"The server had an error."}}',
};

const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

function reply(
  statusCode: number,
  { region }: ReachableRegion,
  body: string,
  contentType = "application/json",
): ResponseMessage {
  const headers = new HeaderMap();
  headers.set("Content-Type", contentType);
  headers.set("x-ms-region", region.displayName);
  return {
    statusCode,
    statusReason: REASONS[statusCode] ?? "",
    headers,
    body: new MessageBody(body),
  };
}

function rejection(
  { status, retryAfterMs, deployment }: Rejected,
  reachable: ReachableRegion,
  arrivedMs: number,
): ResponseMessage {
  const body = ERROR_BODIES[status] ?? ERROR_BODIES[status < 500 ? 400 : 500];
  const message = reply(status, reachable, body);
  if (retryAfterMs !== null) {
    message.headers.set("retry-after", String(Math.ceil(retryAfterMs / 1000)));
    message.headers.set("retry-after-ms", String(Math.ceil(retryAfterMs)));
  }
  const quota = deployment.quotaState(arrivedMs);
  if (quota) {
    message.headers.set("x-ratelimit-remaining-tokens", String(quota.remainingTokens));
    message.headers.set("x-ratelimit-remaining-requests", String(quota.remainingRequests));
  }
  return message;
}

function success(
  { promptTokens, cachedTokens, completionTokens, deployment }: Accepted,
  reachable: ReachableRegion,
  call: Call,
  arrivedMs: number,
): ResponseMessage {
  const total = promptTokens + completionTokens;
  const usage = call.chat
    ? `{"prompt_tokens":${promptTokens},"completion_tokens":${completionTokens},"total_tokens":${total},"prompt_tokens_details":{"cached_tokens":${cachedTokens}}}`
    : `{"input_tokens":${promptTokens},"input_tokens_details":{"cached_tokens":${cachedTokens}},"output_tokens":${completionTokens},"total_tokens":${total}}`;
  const body = call.chat
    ? `{"id":"chatcmpl-simulated","object":"chat.completion","model":"${deployment.model}","choices":[{"index":0,"message":{"role":"assistant","content":"simulated"},"finish_reason":"stop"}],"usage":${usage}}`
    : `{"id":"resp_simulated","object":"response","status":"completed","model":"${deployment.model}","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"simulated","annotations":[]}]}],"usage":${usage}}`;
  const message = call.stream
    ? reply(200, reachable, `data: ${body}\n\n`, "text/event-stream")
    : reply(200, reachable, body);
  message.headers.set("x-ms-deployment-name", deployment.name);
  const quota = deployment.quotaState(arrivedMs);
  if (quota) {
    message.headers.set("x-ratelimit-remaining-tokens", String(quota.remainingTokens));
    message.headers.set("x-ratelimit-remaining-requests", String(quota.remainingRequests));
  }
  return message;
}

function failure(kind: TransportFailure["failure"], message: string): TransportFailure {
  return { failure: kind, message };
}
