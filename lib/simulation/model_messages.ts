/**
 * Calls to regions and their replies as gateway messages: what the HTTP servers read and write, without JSON
 * that nobody looks at.
 * @module
 */
import { RecentTexts } from "../core/recent_texts.ts";
import { table } from "../core/table.ts";
import { HeaderMap, MessageBody, type ResponseMessage } from "../gateway/mod.ts";
import type { Accepted, ModelRequest, Region, Rejected } from "../models/mod.ts";
import type { Arrival } from "./arrival.ts";

/** What the simulation reads from a call. */
export interface Call {
  readonly chat: boolean;
  readonly deployment: string;
  readonly maxTokens: number | null;
  readonly stream: boolean;
  readonly prompt: unknown;
}

/** null: no such route; undefined: not the body of one. */
export function readCall(target: string, body: MessageBody | null): Call | null | undefined {
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
  const json = bodies.of(body?.text() ?? "");
  if (json === undefined) return undefined;
  deployment ??= typeof json.model === "string" ? json.model : null;
  const prompt = chat ? json.messages : json.input;
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

type Json = Readonly<Record<string, unknown>>;

/** A simulation's bodies are few, since the token counts travel beside them. undefined: no JSON object. */
const bodies = new RecentTexts(parse, 4_096);

function parse(text: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null ? json as Json : undefined;
  } catch {
    return undefined;
  }
}

/** The arrival's own figures; for a call that belongs to none, an estimate from its text. */
export function modelRequest(
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

export const ERROR_BODIES: Readonly<Record<number, string>> = table({
  400: '{"error":{"message":"Missing required parameter.","type":"invalid_request_error"}}',
  401: '{"error":{"code":"401","message":"Access denied due to invalid subscription key."}}',
  404: '{"error":{"code":"404","message":"Resource not found"}}',
  429: '{"error":{"code":"429","message":"Your requests have exceeded the rate limit."}}',
  500: '{"error":{"code":"InternalServerError","message":"The server had an error."}}',
});

const REASONS: Readonly<Record<number, string>> = table({
  200: "OK",
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  429: "Too Many Requests",
  500: "Internal Server Error",
  503: "Service Unavailable",
});

export function reply(
  statusCode: number,
  region: Region,
  body: string | (() => string),
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

export function rejection(
  { status, retryAfterMs, deployment }: Rejected,
  region: Region,
  arrivedMs: number,
): ResponseMessage {
  const body = ERROR_BODIES[status] ?? ERROR_BODIES[status < 500 ? 400 : 500];
  const message = reply(status, region, body);
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

export function success(
  accepted: Accepted,
  region: Region,
  call: Call,
  arrivedMs: number,
): ResponseMessage {
  const { deployment } = accepted;
  const message = call.stream
    ? reply(200, region, () => `data: ${answerText(accepted, call)}\n\n`, "text/event-stream")
    : reply(200, region, () => answerText(accepted, call));
  message.headers.set("x-ms-deployment-name", deployment.name);
  const quota = deployment.quotaState(arrivedMs);
  if (quota) {
    message.headers.set("x-ratelimit-remaining-tokens", String(quota.remainingTokens));
    message.headers.set("x-ratelimit-remaining-requests", String(quota.remainingRequests));
  }
  return message;
}

/** What the model says, as JSON. */
function answerText(
  { promptTokens, cachedTokens, completionTokens, deployment: { model } }: Accepted,
  { chat }: Call,
): string {
  const total = promptTokens + completionTokens;
  return chat
    ? `{"id":"chatcmpl-simulated","object":"chat.completion","model":"${model}","choices":[{"index":0,"message":{"role":"assistant","content":"simulated"},"finish_reason":"stop"}],"usage":{"prompt_tokens":${promptTokens},"completion_tokens":${completionTokens},"total_tokens":${total},"prompt_tokens_details":{"cached_tokens":${cachedTokens}}}}`
    : `{"id":"resp_simulated","object":"response","status":"completed","model":"${model}","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"simulated","annotations":[]}]}],"usage":{"input_tokens":${promptTokens},"input_tokens_details":{"cached_tokens":${cachedTokens}},"output_tokens":${completionTokens},"total_tokens":${total}}}`;
}
