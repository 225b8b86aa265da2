/**
 * Reads text and token counts out of a reply, whichever API gave it.
 * @module
 */

/** What a reply holds, whether it came whole or in pieces. */
export interface ReplyContent {
  content: string;
  tokensIn: number | null;
  tokensOut: number | null;
}

interface Usage {
  input_tokens?: number;
  prompt_tokens?: number;
  output_tokens?: number;
  completion_tokens?: number;
}

/** The parts of a Responses API reply, a chat completion, and their stream events that are read here. */
interface ReplyBody {
  usage?: Usage | null;
  output?: { type?: string; content?: { text?: string }[] }[];
  choices?: { message?: { content?: string | null }; delta?: { content?: string | null } }[];
  /** Stream events of the Responses API. */
  type?: string;
  delta?: string;
  response?: ReplyBody & { error?: { message?: string } | null };
  message?: string;
  error?: { message?: string } | string;
}

/** A whole reply's content. Anything unknown gives an empty text and null counts. */
export function readReply(body: unknown): ReplyContent {
  const reply: ReplyContent = { content: "", tokensIn: null, tokensOut: null };
  if (body !== null && typeof body === "object") {
    const { output, choices, usage } = body as ReplyBody;
    const message = output?.find((item) => item.type === "message" || item.content);
    reply.content = message?.content?.map((part) => part.text ?? "").join("") ??
      choices?.[0]?.message?.content ?? "";
    readUsage(reply, usage);
  }
  return reply;
}

/** Adds one stream event to `reply`. Returns the error's message when the event reports a failure. */
export function readStreamEvent(reply: ReplyContent, data: string): string | null {
  if (data === "[DONE]") return null;
  let event: ReplyBody;
  try {
    event = JSON.parse(data);
  } catch {
    return `the stream holds an event that is not JSON: ${data.slice(0, 80)}`;
  }
  if (event.type === "response.output_text.delta") reply.content += event.delta ?? "";
  reply.content += event.choices?.[0]?.delta?.content ?? "";
  readUsage(reply, event.usage ?? event.response?.usage);
  if (event.type === "response.failed") return event.response?.error?.message ?? "response.failed";
  if (event.type === "error" || event.error) return event.message ?? errorMessage(event) ?? "error";
  return null;
}

/** The message of an error body: APIM's `{statusCode, message}` or Azure OpenAI's `{error: {message}}`. */
export function errorMessage(body: unknown): string | null {
  if (body === null || typeof body !== "object") return null;
  const { message, error } = body as ReplyBody;
  return message ?? (typeof error === "string" ? error : error?.message) ?? null;
}

function readUsage(reply: ReplyContent, usage: Usage | null | undefined): void {
  if (!usage) return;
  reply.tokensIn = usage.input_tokens ?? usage.prompt_tokens ?? null;
  reply.tokensOut = usage.output_tokens ?? usage.completion_tokens ?? null;
}
