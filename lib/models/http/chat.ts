/**
 * The shapes of the Chat Completions API.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-streaming
 * @module
 */
import { type Answer, HARMLESS, pieces, type StreamEvent } from "./answer.ts";

/** The whole reply. */
export function chatCompletion(answer: Answer): Record<string, unknown> {
  return {
    ...head(answer, "chat.completion"),
    choices: [{
      index: 0,
      message: { role: "assistant", content: answer.tokens.join(""), refusal: null },
      finish_reason: answer.accepted.finishReason,
      logprobs: null,
      content_filter_results: HARMLESS,
    }],
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: HARMLESS }],
    usage: usage(answer),
  };
}

/** The stream's events, `chunkTokens` tokens to a chunk. */
export function* chatEvents(
  answer: Answer,
  options: { chunkTokens: number; includeUsage: boolean },
): Generator<StreamEvent> {
  const all = answer.tokens.length;
  const shared = JSON.stringify(head(answer, "chat.completion.chunk")).slice(0, -1);
  const chunk = (afterTokens: number, rest: Record<string, unknown>): StreamEvent => ({
    afterTokens,
    text: `data: ${shared},${JSON.stringify(rest).slice(1)}\n\n`,
  });
  const usageField = options.includeUsage ? { usage: null } : {};
  const choice = (delta: unknown, finish: string | null) => ({
    choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }],
    ...usageField,
  });
  yield chunk(1, {
    choices: [],
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: HARMLESS }],
  });
  yield chunk(1, choice({ role: "assistant", content: "", refusal: null }, null));
  for (const { afterTokens, text } of pieces(answer, options.chunkTokens)) {
    yield chunk(afterTokens, choice({ content: text }, null));
  }
  yield chunk(all, choice({}, answer.accepted.finishReason));
  if (options.includeUsage) yield chunk(all, { choices: [], usage: usage(answer) });
  yield { afterTokens: all, text: "data: [DONE]\n\n" };
}

function head(answer: Answer, object: string) {
  return {
    id: `chatcmpl-${answer.id}`,
    object,
    created: answer.created,
    model: answer.model,
    system_fingerprint: "fp_simulated",
  };
}

function usage({ accepted }: Answer) {
  const { promptTokens, cachedTokens, completionTokens } = accepted;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    prompt_tokens_details: { cached_tokens: cachedTokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}
