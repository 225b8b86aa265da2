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
  /** Parts of them that the reply tells apart, by its names: `cached_tokens`. */
  readonly parts?: ReadonlyMap<string, number>;
}

const DETAILS = [
  "prompt_tokens_details",
  "input_tokens_details",
  "completion_tokens_details",
  "output_tokens_details",
];

function partsOf(usage: Record<string, unknown>): Map<string, number> {
  const parts = new Map<string, number>();
  for (const name of DETAILS) {
    const details = usage[name];
    if (!isObject(details)) continue;
    for (const [part, value] of Object.entries(details)) {
      const tokens = countOf(value);
      if (part.endsWith("_tokens") && tokens > 0) parts.set(part, (parts.get(part) ?? 0) + tokens);
    }
  }
  return parts;
}

/** The usage in a reply of any of the APIs; null when there is none. */
export function usageOf(reply: unknown): TokenUsage | null {
  if (!isObject(reply) || !isObject(reply.usage)) return null;
  const { usage } = reply;
  const prompt = countOf(usage.prompt_tokens ?? usage.input_tokens);
  const completion = countOf(usage.completion_tokens ?? usage.output_tokens);
  const total = countOf(usage.total_tokens) || prompt + completion;
  const parts = partsOf(usage);
  return { prompt, completion, total, ...parts.size > 0 ? { parts } : {} };
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
