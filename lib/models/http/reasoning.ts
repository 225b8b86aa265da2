/**
 * What reasoning models do not take: parameters of sampling, and chat's older limit.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/reasoning
 * @module
 */
import type { ModelFacts } from "../catalogue.ts";
import type { ModelCall } from "./call.ts";
import { ApiError } from "./errors.ts";

/** The only value that each may have. */
const FIXED: Readonly<Record<string, number>> = {
  temperature: 1,
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
};

/** @throws ApiError 400 for a parameter that other models take, and `reasoning_effort` the other way round */
export function checkReasoning({ body }: ModelCall, { reasoning }: ModelFacts): void {
  if (!reasoning) {
    for (const name of ["reasoning_effort", "reasoning"]) {
      if (body[name] === undefined || body[name] === null) continue;
      throw ApiError.unsupportedParameter(name, "is not supported with this model");
    }
    return;
  }
  if (body.max_tokens !== undefined && body.max_tokens !== null) {
    throw ApiError.invalidRequest(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      "max_tokens",
      "unsupported_parameter",
    );
  }
  for (const [name, only] of Object.entries(FIXED)) {
    const value = body[name];
    if (value === undefined || value === null || value === only) continue;
    throw ApiError.invalidRequest(
      `Unsupported value: '${name}' does not support ${value} with this model. Only the default (${only}) value is supported.`,
      name,
      "unsupported_value",
    );
  }
  for (const name of ["logprobs", "top_logprobs", "logit_bias"]) {
    if (body[name]) throw ApiError.unsupportedParameter(name, "is not supported with this model");
  }
}
