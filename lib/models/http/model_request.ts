/**
 * What a deployment is told of a call, and what the model will say to it.
 * @module
 */
import type { Random } from "../../core/random.ts";
import type { ModelDeployment, ModelRequest } from "../deployment.ts";
import { promptBeginnings } from "../prompt_cache.ts";
import type { TokenCounter } from "../../core/tokens.ts";
import type { ModelCall } from "./call.ts";
import { type Choice, compose } from "./compose.ts";
import { schemaSampler } from "./schema_sample.ts";

/** Of a picture in low detail, as published for GPT-4o; other models and details differ: assumption. */
const IMAGE_TOKENS = 85;

/** How a deployment's answers vary in length. */
export interface OutputLengths {
  readonly medianTokens: number;
  readonly sigma: number;
}

/** How long answers are when nothing tells: assumption. */
const USUAL_OUTPUT: OutputLengths = { medianTokens: 60, sigma: 0.5 };

/**
 * Draws the answers and counts the tokens. A load generator that replays traffic tells the counts itself, in
 * `x-simulated-prompt-tokens` and `x-simulated-completion-tokens`; else the prompt is counted and the answer's
 * length drawn (around half of the caller's limit at most: callers set limits above what they expect, an
 * assumption).
 */
export async function plan(
  call: ModelCall,
  deployment: ModelDeployment,
  headers: Headers,
  world: { readonly count: TokenCounter; readonly random: Random; readonly own: Random },
): Promise<{ readonly request: ModelRequest; readonly choices: readonly Choice[] }> {
  const { conversation, tools, choices: count } = call;
  const promptTokens = hint(headers, "x-simulated-prompt-tokens") ??
    world.count(conversation.text) + call.framingTokens + toolTokens(call, world.count) +
      conversation.images * IMAGE_TOKENS;
  const { medianTokens, sigma } = deployment.configuration.output ?? USUAL_OUTPUT;
  const median = Math.min(medianTokens, (call.maxTokens ?? Infinity) / 2);
  const drawn = () => Math.max(1, Math.round(world.random.logNormal(median, sigma)));
  const hinted = hint(headers, "x-simulated-completion-tokens");
  const limit = Math.min(
    call.maxTokens ?? Infinity,
    Math.floor(deployment.facts.longestOutputTokens / count),
  );
  const needsSchema = tools.functions.length > 0 || call.format.kind === "json_schema";
  const sample = needsSchema ? await schemaSampler() : () => null;
  const choices = Array.from(
    { length: count },
    () => compose(call, { random: world.own, length: hinted ?? drawn(), limit, sample }),
  );
  const completionTokens = choices.reduce((sum, { tokens }) => sum + tokens.length, 0);
  return {
    choices,
    request: {
      promptTokens,
      maxTokens: call.maxTokens === null ? null : call.maxTokens * count,
      completionTokens,
      parallel: count,
      tier: call.serviceTier,
      beginnings: promptBeginnings(conversation.text, promptTokens, call.cacheKey),
      cacheRetention: call.cacheRetention ?? undefined,
    },
  };
}

function hint(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** Functions are part of the prompt. */
function toolTokens({ tools: { functions } }: ModelCall, count: TokenCounter): number {
  return functions.length === 0 ? 0 : count(JSON.stringify(functions));
}
