/**
 * The shapes of the Responses API.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/responses
 * @module
 */
import { type Answer, pieces, type StreamEvent } from "./answer.ts";

/** The whole reply, as it is returned and stored. */
export function responseObject(answer: Answer): Record<string, unknown> {
  const cut = answer.accepted.finishReason === "length";
  return {
    ...head(answer, cut ? "incomplete" : "completed"),
    incomplete_details: cut ? { reason: "max_output_tokens" } : null,
    output: [message(answer)],
    usage: usage(answer),
  };
}

/** The stream's events, `chunkTokens` tokens to a delta. */
export function* responseEvents(
  answer: Answer,
  options: { chunkTokens: number },
): Generator<StreamEvent> {
  let sequence = 0;
  const all = answer.tokens.length;
  const event = (afterTokens: number, type: string, rest: Record<string, unknown>) => ({
    afterTokens,
    text: `event: ${type}\ndata: ${
      JSON.stringify({ type, sequence_number: sequence++, ...rest })
    }\n\n`,
  });
  const started = {
    ...head(answer, "in_progress"),
    incomplete_details: null,
    output: [],
    usage: null,
  };
  const item = message(answer);
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  const empty = { type: "output_text", annotations: [], text: "" };
  yield event(1, "response.created", { response: started });
  yield event(1, "response.in_progress", { response: started });
  yield event(1, "response.output_item.added", {
    output_index: 0,
    item: { ...item, status: "in_progress", content: [] },
  });
  yield event(1, "response.content_part.added", { ...place, part: empty });
  for (const { afterTokens, text } of pieces(answer, options.chunkTokens)) {
    yield event(afterTokens, "response.output_text.delta", { ...place, delta: text });
  }
  yield event(all, "response.output_text.done", { ...place, text: item.content[0].text });
  yield event(all, "response.content_part.done", { ...place, part: item.content[0] });
  yield event(all, "response.output_item.done", { output_index: 0, item });
  const response = responseObject(answer);
  yield event(all, `response.${response.status}`, { response });
}

/** The id that the Responses API gives this answer. */
export function responseId(answer: Answer): string {
  return `resp_${answer.id}`;
}

function head(answer: Answer, status: "in_progress" | "completed" | "incomplete") {
  return {
    id: responseId(answer),
    object: "response",
    created_at: answer.created,
    status,
    background: false,
    error: null,
    instructions: null,
    max_output_tokens: answer.maxTokens,
    model: answer.model,
    parallel_tool_calls: true,
    previous_response_id: answer.previousResponseId,
    store: true,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    truncation: "disabled",
    metadata: {},
  };
}

function message(answer: Answer) {
  return {
    id: `msg_${answer.id}`,
    type: "message",
    status: answer.accepted.finishReason === "length" ? "incomplete" : "completed",
    role: "assistant",
    content: [{ type: "output_text", annotations: [], text: answer.tokens.join("") }],
  };
}

function usage({ accepted }: Answer) {
  const { promptTokens, cachedTokens, completionTokens } = accepted;
  return {
    input_tokens: promptTokens,
    input_tokens_details: { cached_tokens: cachedTokens },
    output_tokens: completionTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: promptTokens + completionTokens,
  };
}
