/**
 * The shapes of the Chat Completions API.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-streaming
 * @module
 */
import { type Answer, type AnsweredChoice, HARMLESS, pieces, type StreamEvent } from "./answer.ts";
import type { TokenLogprob } from "./logprobs.ts";

/** The whole reply. */
export function chatCompletion(answer: Answer): Record<string, unknown> {
  return {
    ...head(answer, "chat.completion"),
    choices: answer.choices.map((choice, index) => ({
      index,
      message: message(choice, answer),
      finish_reason: finishReason(choice, answer),
      logprobs: shownLogprobs(choice.logprobs),
      ...(choice.kind === "text" && { content_filter_results: HARMLESS }),
    })),
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: HARMLESS }],
    usage: usage(answer),
  };
}

/** The stream's events, `chunkTokens` tokens to a chunk; choices go side by side. */
export function* chatEvents(
  answer: Answer,
  options: { chunkTokens: number; includeUsage: boolean },
): Generator<StreamEvent> {
  const shared = JSON.stringify(head(answer, "chat.completion.chunk")).slice(0, -1);
  const chunk = (afterTokens: number, rest: Record<string, unknown>): StreamEvent => ({
    afterTokens,
    text: `data: ${shared},${JSON.stringify(rest).slice(1)}\n\n`,
  });
  const usageField = options.includeUsage ? { usage: null } : {};
  const delta = (
    index: number,
    delta: unknown,
    finish: string | null,
    logprobs: readonly TokenLogprob[] | null = null,
  ) => ({
    choices: [{ index, delta, finish_reason: finish, logprobs: shownLogprobs(logprobs) }],
    ...usageField,
  });
  yield chunk(1, {
    choices: [],
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: HARMLESS }],
  });
  for (const [index, choice] of answer.choices.entries()) {
    yield chunk(1, delta(index, firstDelta(choice, answer), null));
  }
  const streams = answer.choices.map((choice) => [...pieces(choice, options.chunkTokens)]);
  const longest = Math.max(...streams.map(({ length }) => length));
  for (let i = 0; i < longest; i++) {
    for (const [index, choice] of answer.choices.entries()) {
      const piece = streams[index][i];
      if (!piece) continue;
      const next = laterDelta(choice, answer, piece.text);
      yield chunk(piece.afterTokens, delta(index, next, null, piece.logprobs));
    }
  }
  const all = Math.max(...answer.choices.map(({ tokens }) => tokens.length));
  for (const [index, choice] of answer.choices.entries()) {
    yield chunk(all, delta(index, {}, finishReason(choice, answer)));
  }
  if (options.includeUsage) yield chunk(all, { choices: [], usage: usage(answer) });
  yield { afterTokens: all, text: "data: [DONE]\n\n" };
}

function head(answer: Answer, object: string) {
  return {
    id: `chatcmpl-${answer.id}`,
    object,
    created: answer.created,
    model: answer.model,
    service_tier: answer.accepted.tier,
    system_fingerprint: "fp_simulated",
  };
}

function message(choice: AnsweredChoice, { call }: Answer) {
  const text = choice.tokens.join("");
  if (choice.kind === "text") return { role: "assistant", content: text, refusal: null };
  const called = { name: choice.name, arguments: text };
  return call.usesFunctions
    ? { role: "assistant", content: null, refusal: null, function_call: called }
    : {
      role: "assistant",
      content: null,
      refusal: null,
      tool_calls: [{ id: callId(choice), type: "function", function: called }],
    };
}

function firstDelta(choice: AnsweredChoice, { call }: Answer) {
  if (choice.kind === "text") return { role: "assistant", content: "", refusal: null };
  const called = { name: choice.name, arguments: "" };
  const common = { role: "assistant", content: null, refusal: null };
  return call.usesFunctions ? { ...common, function_call: called } : {
    ...common,
    tool_calls: [{ index: 0, id: callId(choice), type: "function", function: called }],
  };
}

function laterDelta(choice: AnsweredChoice, { call }: Answer, text: string) {
  if (choice.kind === "text") return { content: text };
  return call.usesFunctions
    ? { function_call: { arguments: text } }
    : { tool_calls: [{ index: 0, function: { arguments: text } }] };
}

function finishReason({ finish }: AnsweredChoice, { call }: Answer): string {
  return finish === "call" ? call.usesFunctions ? "function_call" : "tool_calls" : finish;
}

function callId({ id }: AnsweredChoice): string {
  return `call_${id.slice(0, 24)}`;
}

function shownLogprobs(logprobs: readonly TokenLogprob[] | null) {
  return logprobs && { content: logprobs, refusal: null };
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
