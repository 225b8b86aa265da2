/**
 * A request to a model, read from HTTP: which deployment, how many tokens, streamed or not.
 * @module
 */
import type { Random } from "../../core/random.ts";
import type { ModelRequest } from "../deployment.ts";
import { LEAST_TOKENS } from "../prompt_cache.ts";
import type { TokenCounter } from "../../core/tokens.ts";
import type { Operation } from "./operation.ts";
import { ApiError } from "./errors.ts";

/** What the body asks for, before a deployment has been looked up. */
export interface ModelCall {
  readonly operation: Operation;
  /** The deployment's name: from the path, else the body's `model`. */
  readonly deployment: string;
  /** All prompt texts, joined. */
  readonly prompt: string;
  /** Tokens that the format itself takes. */
  readonly framingTokens: number;
  readonly maxTokens: number | null;
  readonly stream: boolean;
  /** chat: `stream_options.include_usage` */
  readonly includeUsage: boolean;
  /** responses: keep it for GET (default true) */
  readonly store: boolean;
  readonly previousResponseId: string | null;
  readonly cacheKey: string | null;
}

type Body = Readonly<Record<string, unknown>>;

/** Reads the body of either API. @throws ApiError 400 with the service's own shape. */
export function readCall(
  operation: Operation,
  pathDeployment: string | null,
  body: Body,
): ModelCall {
  const chat = operation === "ChatCompletions_Create";
  const deployment = pathDeployment ?? text(body, "model");
  if (deployment === null) throw ApiError.missing("model");
  const messages = chat ? body.messages : body.input;
  if (messages === undefined) throw ApiError.missing(chat ? "messages" : "input");
  if (!Array.isArray(messages) && (chat || typeof messages !== "string")) {
    throw ApiError.invalid(chat ? "messages" : "input", "an array of messages");
  }
  const parts: string[] = [];
  if (!chat && typeof body.instructions === "string") parts.push(body.instructions);
  collectText(messages, parts);
  return {
    operation,
    deployment,
    prompt: parts.join("\n"),
    framingTokens: Array.isArray(messages) ? 3 + 4 * messages.length : 7,
    maxTokens: chat
      ? positive(body, "max_completion_tokens") ?? positive(body, "max_tokens")
      : positive(body, "max_output_tokens"),
    stream: body.stream === true,
    includeUsage: (body.stream_options as Body | null | undefined)?.include_usage === true,
    store: body.store !== false,
    previousResponseId: text(body, "previous_response_id"),
    cacheKey: text(body, "prompt_cache_key"),
  };
}

/** How a deployment's answers vary in length. */
export interface OutputLengths {
  readonly medianTokens: number;
  readonly sigma: number;
}

/**
 * What the deployment is told. A load generator that replays traffic tells the token counts itself, in
 * `x-simulated-prompt-tokens` and `x-simulated-completion-tokens`; else the prompt is counted and the
 * answer's length drawn (around half of the caller's limit at most: callers set limits above what they
 * expect, an assumption).
 */
export function modelRequest(
  call: ModelCall,
  headers: Headers,
  world: { count: TokenCounter; random: Random; output: OutputLengths },
): ModelRequest {
  const promptTokens = hint(headers, "x-simulated-prompt-tokens") ??
    world.count(call.prompt) + call.framingTokens;
  const median = Math.min(world.output.medianTokens, (call.maxTokens ?? Infinity) / 2);
  const completionTokens = hint(headers, "x-simulated-completion-tokens") ??
    Math.max(1, Math.round(world.random.logNormal(median, world.output.sigma)));
  const cacheKey = call.cacheKey ??
    (promptTokens >= LEAST_TOKENS ? call.prompt.slice(0, 4 * LEAST_TOKENS) : undefined);
  return { promptTokens, maxTokens: call.maxTokens, completionTokens, cacheKey };
}

function hint(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function text(body: Body, name: string): string | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw ApiError.invalid(name, "a string");
  return value;
}

function positive(body: Body, name: string): number | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (!Number.isInteger(value) || (value as number) < 1) {
    throw ApiError.invalid(name, "an integer of at least 1");
  }
  return value as number;
}

/** Texts of messages and of their parts, in order. */
function collectText(value: unknown, into: string[]): void {
  if (typeof value === "string") into.push(value);
  else if (Array.isArray(value)) { for (const item of value) collectText(item, into); }
  else if (typeof value === "object" && value !== null) {
    const { content, text } = value as { content?: unknown; text?: unknown };
    if (content !== undefined) collectText(content, into);
    if (typeof text === "string") into.push(text);
  }
}
