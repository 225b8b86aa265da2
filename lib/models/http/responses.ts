/**
 * The shapes of the Responses API.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/responses
 * @module
 */
import { type Answer, pieces, type StreamEvent } from "./answer.ts";

/** The whole reply, as it is returned and stored. */
export function responseObject(answer: Answer): Record<string, unknown> {
  const cut = answer.choices[0].finish === "length";
  return {
    ...head(answer, cut ? "incomplete" : "completed"),
    incomplete_details: cut ? { reason: "max_output_tokens" } : null,
    output: [outputItem(answer)],
    usage: usage(answer),
  };
}

/** The stream's events, `chunkTokens` tokens to a delta. */
export function* responseEvents(
  answer: Answer,
  options: { chunkTokens: number },
): Generator<StreamEvent> {
  let sequence = 0;
  const [choice] = answer.choices;
  const all = choice.tokens.length;
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
  yield event(1, "response.created", { response: started });
  yield event(1, "response.in_progress", { response: started });
  const item = outputItem(answer);
  if (item.type === "message") {
    const place = { item_id: item.id, output_index: 0, content_index: 0 };
    const [content] = item.content;
    yield event(1, "response.output_item.added", {
      output_index: 0,
      item: { ...item, status: "in_progress", content: [] },
    });
    yield event(1, "response.content_part.added", {
      ...place,
      part: { ...content, text: "", logprobs: [] },
    });
    for (const { afterTokens, text, logprobs } of pieces(choice, options.chunkTokens)) {
      const rest = { ...place, delta: text, logprobs: logprobs ?? [] };
      yield event(afterTokens, "response.output_text.delta", rest);
    }
    const { text, logprobs } = content;
    yield event(all, "response.output_text.done", { ...place, text, logprobs });
    yield event(all, "response.content_part.done", { ...place, part: content });
  } else {
    const place = { item_id: item.id, output_index: 0 };
    yield event(1, "response.output_item.added", {
      output_index: 0,
      item: { ...item, status: "in_progress", arguments: "" },
    });
    for (const { afterTokens, text } of pieces(choice, options.chunkTokens)) {
      yield event(afterTokens, "response.function_call_arguments.delta", { ...place, delta: text });
    }
    const { name, arguments: args } = item;
    yield event(all, "response.function_call_arguments.done", { ...place, name, arguments: args });
  }
  yield event(all, "response.output_item.done", { output_index: 0, item });
  const response = responseObject(answer);
  yield event(all, `response.${response.status}`, { response });
}

/** The id that the Responses API gives this answer. */
export function responseId(answer: Answer): string {
  return `resp_${answer.id}`;
}

/** What the request set is repeated; the rest has the service's defaults. */
function head(answer: Answer, status: "in_progress" | "completed" | "incomplete") {
  const { call, accepted } = answer;
  const { body } = call;
  return {
    id: responseId(answer),
    object: "response",
    created_at: answer.created,
    status,
    background: false,
    error: null,
    instructions: body.instructions ?? null,
    max_output_tokens: call.maxTokens,
    max_tool_calls: body.max_tool_calls ?? null,
    model: answer.model,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: call.previousResponseId,
    prompt_cache_key: call.cacheKey,
    reasoning: body.reasoning ?? { effort: null, summary: null },
    service_tier: accepted.tier,
    store: call.store,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: "text" } },
    tool_choice: body.tool_choice ?? "auto",
    tools: body.tools ?? [],
    top_logprobs: call.topLogprobs ?? 0,
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? "disabled",
    user: body.user ?? null,
    metadata: body.metadata ?? {},
  };
}

function outputItem(answer: Answer) {
  const [choice] = answer.choices;
  const status = choice.finish === "length" ? "incomplete" : "completed";
  const text = choice.tokens.join("");
  if (choice.kind === "call") {
    return {
      id: `fc_${answer.id}`,
      type: "function_call",
      status,
      call_id: `call_${choice.id.slice(0, 24)}`,
      name: choice.name,
      arguments: text,
    } as const;
  }
  return {
    id: `msg_${answer.id}`,
    type: "message",
    status,
    role: "assistant",
    content: [{ type: "output_text", annotations: [], text, logprobs: choice.logprobs ?? [] }],
  } as const;
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
