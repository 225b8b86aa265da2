/**
 * A request for text, read from HTTP: which deployment, what is said, what the answer is to be.
 * @module
 */
import { ApiError } from "./errors.ts";
import { type Conversation, readInput, readMessages } from "./messages.ts";
import type { Operation } from "./operation.ts";
import { type Body, Parameters } from "./parameters.ts";
import { readResponseFormat, readTextFormat, type TextFormat } from "./text_format.ts";
import { readFunctions, readTools, type Tools } from "./tools.ts";

/** Tokens that the format itself takes where the input is one string: one message and the answer's beginning. */
export const STRING_INPUT_FRAMING_TOKENS = 7;

/** What the body asks for, before a deployment has been looked up. */
export interface ModelCall {
  readonly operation: Operation;
  /** The deployment's name: from the path, else the body's `model`. */
  readonly deployment: string;
  readonly conversation: Conversation;
  /** Tokens that the format itself takes. */
  readonly framingTokens: number;
  /** Of one answer. */
  readonly maxTokens: number | null;
  /** Answers that are asked for: chat's `n`. */
  readonly choices: number;
  readonly stop: readonly string[];
  /** How many other tokens are told beside each, 0 to 20; null: no probabilities at all. */
  readonly topLogprobs: number | null;
  readonly tools: Tools;
  /** chat: the older `functions` were given, so the call is a `function_call`. */
  readonly usesFunctions: boolean;
  readonly format: TextFormat;
  readonly serviceTier: ServiceTier;
  readonly stream: boolean;
  /** chat: `stream_options.include_usage` */
  readonly includeUsage: boolean;
  /** responses: keep it for GET (default true) */
  readonly store: boolean;
  readonly previousResponseId: string | null;
  readonly cacheKey: string | null;
  readonly cacheRetention: "in_memory" | "24h" | null;
  /** The body, for what an answer repeats. */
  readonly body: Body;
}

const SERVICE_TIERS = ["auto", "default", "priority"] as const;
export type ServiceTier = typeof SERVICE_TIERS[number];

export interface CallContext {
  /** From the path. */
  readonly deployment: string | null;
  /** `v1`, or a date. */
  readonly apiVersion: string;
}

const COMMON = [
  "metadata",
  "model",
  "parallel_tool_calls",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
  "safety_identifier",
  "service_tier",
  "store",
  "stream",
  "stream_options",
  "temperature",
  "tool_choice",
  "tools",
  "top_logprobs",
  "top_p",
  "user",
  "user_security_context",
];

const CHAT = new Set([
  ...COMMON,
  "audio",
  "data_sources",
  "frequency_penalty",
  "function_call",
  "functions",
  "logit_bias",
  "logprobs",
  "max_completion_tokens",
  "max_tokens",
  "messages",
  "modalities",
  "n",
  "prediction",
  "presence_penalty",
  "reasoning_effort",
  "response_format",
  "seed",
  "stop",
  "verbosity",
  "web_search_options",
]);

const RESPONSES = new Set([
  ...COMMON,
  "background",
  "conversation",
  "include",
  "input",
  "instructions",
  "max_output_tokens",
  "max_tool_calls",
  "previous_response_id",
  "prompt",
  "reasoning",
  "text",
  "truncation",
]);

/** Parameters of the service that no simulated region can serve: refused, not ignored. */
const UNSERVED = ["audio", "data_sources", "web_search_options", "conversation", "prompt"];

/** Chat completions' body. @throws ApiError 400 with the service's own shape */
export function readChat(source: Body, context: CallContext): ModelCall {
  const body = new Parameters(source);
  body.onlyKnown(
    CHAT,
    (name) =>
      ApiError.invalidRequest(`Unrecognized request argument supplied: ${name}`, null, null),
  );
  const conversation = readMessages(source.messages);
  const functions = readFunctions(body);
  checkSampling(body);
  body.number("frequency_penalty", { min: -2, max: 2 });
  body.number("presence_penalty", { min: -2, max: 2 });
  body.object("logit_bias");
  body.integer("seed", { min: -(2 ** 63) });
  const modalities = body.list("modalities");
  if (modalities?.includes("audio")) throw ApiError.unsupportedParameter("modalities", NOT_HERE);
  const logprobs = body.flag("logprobs") === true;
  if (body.has("top_logprobs") && !logprobs) {
    throw ApiError.invalidRequest(
      "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
      "top_logprobs",
      null,
    );
  }
  const maxTokens = body.integer("max_tokens", { min: 1 });
  const maxCompletionTokens = body.integer("max_completion_tokens", { min: 1 });
  if (maxTokens !== null && maxCompletionTokens !== null) {
    throw ApiError.invalidRequest(
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
      "max_tokens",
      "invalid_parameter_combination",
    );
  }
  const prompt = conversation.text;
  return {
    ...readCommon(body, context),
    operation: "ChatCompletions_Create",
    conversation,
    framingTokens: 3 + 4 * conversation.count,
    maxTokens: maxCompletionTokens ?? maxTokens,
    choices: body.integer("n", { min: 1, max: 128 }) ?? 1,
    stop: readStop(body),
    topLogprobs: logprobs ? body.integer("top_logprobs", { min: 0, max: 20 }) ?? 0 : null,
    tools: functions ?? readTools(body, { nested: true }),
    usesFunctions: functions !== null,
    format: readResponseFormat(body, { apiVersion: context.apiVersion, prompt }),
    store: false,
    previousResponseId: null,
  };
}

/** The Responses API's body. @throws ApiError 400 with the service's own shape */
export function readResponses(source: Body, context: CallContext): ModelCall {
  const body = new Parameters(source);
  body.onlyKnown(
    RESPONSES,
    (name) => ApiError.invalidRequest(`Unknown parameter: '${name}'.`, name, "unknown_parameter"),
  );
  if (body.flag("background") === true) throw ApiError.unsupportedParameter("background", NOT_HERE);
  const conversation = readInput(source.input, body.text("instructions"));
  checkSampling(body);
  body.choice("truncation", ["auto", "disabled"]);
  body.object("reasoning");
  body.integer("max_tool_calls", { min: 1 });
  const include = body.list("include")?.map(String) ?? [];
  const top = body.integer("top_logprobs", { min: 0, max: 20 });
  const told = top !== null || include.includes("message.output_text.logprobs");
  return {
    ...readCommon(body, context),
    operation: "Responses_Create",
    conversation,
    framingTokens: typeof source.input === "string"
      ? STRING_INPUT_FRAMING_TOKENS
      : 3 + 4 * conversation.count,
    maxTokens: body.integer("max_output_tokens", { min: 1 }),
    choices: 1,
    stop: [],
    topLogprobs: told ? top ?? 0 : null,
    tools: readTools(body, { nested: false }),
    usesFunctions: false,
    format: readTextFormat(body, conversation.text),
    store: body.flag("store") !== false,
    previousResponseId: body.text("previous_response_id"),
  };
}

const NOT_HERE = "is not served by simulated regions";

function readCommon(body: Parameters, { deployment }: CallContext) {
  for (const name of UNSERVED) {
    if (body.has(name)) throw ApiError.unsupportedParameter(name, NOT_HERE);
  }
  if (body.has("prompt_cache_options")) {
    throw ApiError.unsupportedParameter("prompt_cache_options", "is not supported with this model");
  }
  const stream = body.flag("stream") === true;
  const options = body.object("stream_options");
  if (options !== null && !stream) {
    throw ApiError.invalidRequest(
      "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      "stream_options",
      null,
    );
  }
  body.object("metadata");
  body.flag("parallel_tool_calls");
  return {
    deployment: deployment ?? body.requiredText("model"),
    serviceTier: readTier(body),
    stream,
    includeUsage: options?.flag("include_usage") === true,
    cacheKey: body.text("prompt_cache_key"),
    cacheRetention: body.choice("prompt_cache_retention", ["in_memory", "24h"]),
    body: body.body,
  };
}

/** A model without flex answers 400 since September 2026, and no model here has it. */
function readTier(body: Parameters): ServiceTier {
  if (body.text("service_tier") === "flex") {
    throw ApiError.invalidRequest(
      "Invalid service_tier argument: 'flex' is not supported with this model.",
      "service_tier",
      INVALID_VALUE,
    );
  }
  return body.choice("service_tier", SERVICE_TIERS) ?? "auto";
}

const INVALID_VALUE = "invalid_value";

function checkSampling(body: Parameters): void {
  body.number("temperature", { min: 0, max: 2 });
  body.number("top_p", { min: 0, max: 1 });
}

function readStop(body: Parameters): string[] {
  const { stop } = body.body;
  if (stop === undefined || stop === null) return [];
  if (typeof stop === "string") return [stop];
  const list = body.list("stop")!;
  if (list.length > 4) throw ApiError.tooLong("stop", 4, list.length);
  list.forEach((item, i) => {
    if (typeof item !== "string") throw ApiError.invalidType(`stop[${i}]`, "a string", item);
  });
  return list.filter((item): item is string => typeof item === "string" && item !== "");
}
