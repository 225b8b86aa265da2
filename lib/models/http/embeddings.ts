/**
 * The Embeddings API: vectors of texts, such that texts with the same words are close.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/reference#embeddings
 * @module
 */
import type { ModelFacts } from "../catalogue.ts";
import type { ModelDeployment } from "../deployment.ts";
import type { TokenCounter } from "../../core/tokens.ts";
import type { CallContext } from "./call.ts";
import { ApiError } from "./errors.ts";
import { type Body, Parameters } from "./parameters.ts";

export interface EmbeddingsCall {
  readonly deployment: string;
  /** Texts, or tokens by their numbers. */
  readonly inputs: readonly (string | readonly number[])[];
  readonly dimensions: number | null;
  readonly base64: boolean;
}

/** Documented limit of one request. */
const MAX_INPUTS = 2048;

const KNOWN = new Set(["input", "model", "encoding_format", "dimensions", "user", "input_type"]);

/** @throws ApiError 400 */
export function readEmbeddings(source: Body, { deployment }: CallContext): EmbeddingsCall {
  const body = new Parameters(source);
  body.onlyKnown(
    KNOWN,
    (name) =>
      ApiError.invalidRequest(`Unrecognized request argument supplied: ${name}`, null, null),
  );
  return {
    deployment: deployment ?? body.requiredText("model"),
    inputs: readInputs(source.input),
    dimensions: body.integer("dimensions", { min: 1 }),
    base64: body.choice("encoding_format", ["float", "base64"]) === "base64",
  };
}

function readInputs(input: unknown): EmbeddingsCall["inputs"] {
  if (input === undefined || input === null) throw ApiError.missing("input");
  const list = Array.isArray(input) && !isTokens(input) ? input : [input];
  if (list.length === 0) throw ApiError.emptyArray("input", 1);
  if (list.length > MAX_INPUTS) throw ApiError.tooLong("input", MAX_INPUTS, list.length);
  return list.map((item) => {
    if (typeof item === "string" && item !== "" || isTokens(item)) return item;
    throw ApiError.invalid("input", "expected strings or arrays of tokens, none of them empty");
  });
}

function isTokens(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => Number.isInteger(item));
}

/** Tokens of all inputs together. @throws ApiError 400 when one is longer than the model takes */
export function inputTokens(
  { inputs }: EmbeddingsCall,
  { contextWindowTokens }: ModelFacts,
  count: TokenCounter,
): number {
  return inputs.map((input) => {
    const tokens = typeof input === "string" ? count(input) : input.length;
    if (tokens <= contextWindowTokens) return tokens;
    throw ApiError.invalidRequest(
      `This model's maximum context length is ${contextWindowTokens} tokens, however you requested ${tokens} ` +
        "tokens. Please reduce your prompt.",
      null,
      null,
    );
  }).reduce((sum, tokens) => sum + tokens, 0);
}

/** The whole reply. @throws ApiError 400 for dimensions that the model does not have */
export function embeddingsReply(
  { inputs, dimensions, base64 }: EmbeddingsCall,
  { model, facts }: ModelDeployment,
  promptTokens: number,
): Record<string, unknown> {
  const own = facts.embedding!;
  if (dimensions !== null && !own.shortens) {
    throw ApiError.invalidRequest("This model does not support specifying dimensions.", null, null);
  }
  if (dimensions !== null && dimensions > own.dimensions) {
    throw ApiError.outOfRange("dimensions", "integer", "above_max", own.dimensions, dimensions);
  }
  return {
    object: "list",
    data: inputs.map((input, index) => {
      const vector = embed(input, dimensions ?? own.dimensions);
      return { object: "embedding", index, embedding: base64 ? encoded(vector) : [...vector] };
    }),
    model,
    usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
  };
}

/** Words fall on dimensions by their hash; the vector has length 1. */
function embed(input: string | readonly number[], dimensions: number): Float32Array<ArrayBuffer> {
  const words = typeof input === "string"
    ? input.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [input]
    : input.map(String);
  const vector = new Float32Array(dimensions);
  for (const word of words) {
    let hash = 0x811c9dc5;
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
    for (let k = 0; k < 8; k++) { // several dimensions a word, so that few words share all of them
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) + k;
      vector[(hash >>> 1) % dimensions] += hash & 1 ? 1 : -1;
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

/** Little-endian 32-bit floats. */
function encoded(vector: Float32Array<ArrayBuffer>): string {
  return new Uint8Array(vector.buffer).toBase64();
}
