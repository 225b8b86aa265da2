/**
 * Prompts of requests to language models: their text, and the gateway's estimate of their tokens.
 * @see https://learn.microsoft.com/azure/api-management/llm-token-limit-policy
 * @module
 */
import { estimateTokens } from "../../../core/tokens.ts";
import { parseBodyJson } from "../../expression/values.ts";
import type { MessageBody } from "../../contracts/message.ts";
import { isObject, type JsonObject, listOf } from "../../../core/json.ts";

/** What the gateway counts for an image, whatever its size. */
const IMAGE_TOKENS = 1200;

/** Tokens that each message of a chat costs beside its text. Assumption: OpenAI's cookbook's figure. */
const TOKENS_A_MESSAGE = 3;

/** One message of a prompt. */
export interface PromptMessage {
  readonly role: string;
  readonly text: string;
  readonly images: number;
}

/** The request's JSON; null when the body is not there in memory, or is no JSON object. */
export function requestJson(body: MessageBody | null): JsonObject | null {
  if (body === null || body.consumed || !body.loaded) return null;
  const json = parseBodyJson(body.text());
  return isObject(json) ? json : null;
}

/** The messages of a chat, a completion, an embedding or a response, in order. */
export function promptMessages(request: JsonObject): PromptMessage[] {
  const messages = [
    ...listOf(request.instructions).map((text) => message("system", text)),
    ...listOf(request.system).map((text) => message("system", text)),
    ...listOf(request.messages).map(chatMessage),
    ...listOf(request.prompt).map((text) => message("user", text)),
    ...listOf(request.input).map((item) =>
      isObject(item) ? chatMessage(item) : message("user", item)
    ),
  ];
  return messages.filter(({ text, images }) => text !== "" || images > 0);
}

/** The prompt's tokens as the gateway estimates them before the model has counted. */
export function estimatePromptTokens(body: MessageBody | null): number {
  const request = requestJson(body);
  if (request === null) return 0;
  let tokens = 0;
  for (const { text, images } of promptMessages(request)) {
    tokens += TOKENS_A_MESSAGE + estimateTokens(text) + images * IMAGE_TOKENS;
  }
  if (request.tools !== undefined) tokens += estimateTokens(JSON.stringify(request.tools));
  return tokens;
}

function chatMessage(value: unknown): PromptMessage {
  if (!isObject(value)) return message("user", value);
  return message(
    typeof value.role === "string" ? value.role : "user",
    value.content ?? value.output,
  );
}

function message(role: string, content: unknown): PromptMessage {
  const parts = listOf(content);
  return {
    role,
    text: parts.map(partText).filter((text) => text !== "").join("\n"),
    images: parts.filter(isImage).length,
  };
}

function partText(part: unknown): string {
  if (typeof part === "string") return part;
  return isObject(part) && typeof part.text === "string" ? part.text : "";
}

function isImage(part: unknown): boolean {
  return isObject(part) && (part.type === "image_url" || part.type === "input_image");
}
