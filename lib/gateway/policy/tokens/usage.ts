/**
 * What a model says it used, in a JSON reply or in a stream of events.
 * @module
 */
import { estimateTokens } from "../../../core/tokens.ts";
import { countOf, isObject, listOf, parseJson } from "../../../core/json.ts";

/** Tokens of one call. */
export interface TokenUsage {
  readonly prompt: number;
  readonly completion: number;
  readonly total: number;
}

/** The usage in a reply of any of the APIs; null when there is none. */
export function usageOf(reply: unknown): TokenUsage | null {
  if (!isObject(reply) || !isObject(reply.usage)) return null;
  const { usage } = reply;
  const prompt = countOf(usage.prompt_tokens ?? usage.input_tokens);
  const completion = countOf(usage.completion_tokens ?? usage.output_tokens);
  return { prompt, completion, total: countOf(usage.total_tokens) || prompt + completion };
}

/** Reads the events of a streamed reply as they pass: what it says of its usage, else what its text comes to. */
export class StreamUsage {
  readonly #decoder = new TextDecoder();
  #line = "";
  #usage: TokenUsage | null = null;
  #completion = "";

  chunk(bytes: Uint8Array): void {
    const lines = (this.#line + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#line = lines.pop()!;
    for (const line of lines) this.#read(line);
  }

  /** @param estimatePrompt the prompt's tokens where the stream does not tell */
  result(estimatePrompt: () => number): TokenUsage {
    this.#read(this.#line);
    this.#line = "";
    if (this.#usage !== null) return this.#usage;
    const prompt = estimatePrompt();
    const completion = estimateTokens(this.#completion);
    return { prompt, completion, total: prompt + completion };
  }

  #read(line: string): void {
    if (!line.startsWith("data:")) return;
    const event = parseJson(line.slice(5));
    if (!isObject(event)) return;
    this.#usage = usageOf(event) ?? usageOf(event.response) ?? this.#usage;
    for (const choice of listOf(event.choices)) this.#completion += choiceText(choice);
    if (typeof event.delta === "string") this.#completion += event.delta;
  }
}

function choiceText(choice: unknown): string {
  if (!isObject(choice)) return "";
  if (typeof choice.text === "string") return choice.text;
  if (!isObject(choice.delta)) return "";
  const { content, tool_calls } = choice.delta;
  let text = typeof content === "string" ? content : "";
  for (const call of listOf(tool_calls)) {
    const called = isObject(call) ? call.function : undefined;
    if (isObject(called) && typeof called.arguments === "string") text += called.arguments;
  }
  return text;
}
