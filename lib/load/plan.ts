/**
 * What is sent and when, whoever sends it: the plan behind an exported load test.
 * @module
 */
import { Random } from "../core/random.ts";
import { exactTokens, STRING_INPUT_FRAMING_TOKENS } from "../models/mod.ts";
import { type Scenario, scenarioTraffic } from "../simulation/mod.ts";
import { DEFAULT_PAYLOAD, evenArrivals } from "../workload/mod.ts";

/** The plan but for its arrivals, as `plan.json` holds it. */
export interface LoadPlan {
  /** Lower case, digits, hyphens: of the test, its file and its statistics. */
  readonly name: string;
  readonly requests: number;
  /** From the first moment to the last arrival. */
  readonly durationMs: number;
  readonly seed: string;
  /** A caller's patience with one attempt. */
  readonly timeoutSeconds: number;
  /** Times that a caller sends a request again, as the `openai` client does. */
  readonly clientRetries: number;
  /** Of the Responses API; an arrival with tokens of its own replaces the input, the limit and the answer's length. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** Tokens of a prompt that no arrival's input holds: the instructions and the framing. */
  readonly overheadTokens: number;
  /** Tokens at the beginning of the prompts of one conversation; 0: no conversations. */
  readonly sharedTokens: number;
  /** What the arrivals were drawn from, so that a simulation can be put beside them; null for a plain rate. */
  readonly scenario: Scenario | null;
}

/** Tokens of the prompt and of its answer, and the caller's limit on the latter; null: none. */
export interface PlannedTokens {
  readonly prompt: number;
  readonly completion: number;
  readonly most: number | null;
}

/** One request of the plan. */
export interface PlannedRequest {
  readonly atMs: number;
  /** null: the plan's payload as it is. */
  readonly tokens: PlannedTokens | null;
  readonly stream: boolean;
  /** -1: none. */
  readonly conversation: number;
}

/** A plan and its requests, made as they are read: millions take no memory. */
export interface PlannedLoad {
  readonly plan: LoadPlan;
  requests(): Iterable<PlannedRequest>;
}

/** The least that the Responses API takes as `max_output_tokens`. */
const LEAST_OUTPUT_TOKENS = 16;
const DEFAULT_COUNT = 200;
const DEFAULT_TIMEOUT_SECONDS = 60;

/**
 * Requests at even distances, all with the notebooks' payload.
 * @param options.count default 200
 * @throws RangeError for a rate that is not above 0
 */
export function rateLoad(
  options: { readonly perSecond: number; readonly count?: number; readonly seed: string },
): PlannedLoad {
  const { perSecond, seed, count = DEFAULT_COUNT } = options;
  return {
    plan: {
      name: `${String(perSecond).replace(/\W/g, "-")}-per-second`,
      requests: count,
      durationMs: ((count - 1) * 1000) / perSecond,
      seed,
      timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
      clientRetries: 0,
      payload: DEFAULT_PAYLOAD,
      overheadTokens: 0,
      sharedTokens: 0,
      scenario: null,
    },
    *requests() {
      for (const atMs of evenArrivals(count, perSecond)) {
        yield { atMs, tokens: null, stream: false, conversation: -1 };
      }
    },
  };
}

/**
 * A scenario's traffic: its arrivals, tokens, streams, conversations, and callers that retry. What happens to its
 * regions is no part of it: a load test cannot switch faults on.
 * @param options.count default: as many as come in the scenario's own duration
 */
export async function scenarioLoad(
  scenario: Scenario,
  options: { readonly count?: number; readonly seed: string },
): Promise<PlannedLoad> {
  // as the simulation draws them, so that its run of the same seed meets the same requests
  const random = new Random(`${options.seed}/${scenario.name}`).fork("traffic");
  const traffic = scenarioTraffic(scenario, { requests: options.count, random });
  const { model, instructions } = DEFAULT_PAYLOAD;
  const countTokens = await exactTokens();
  return {
    plan: {
      name: scenario.name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
      requests: traffic.requests,
      durationMs: traffic.durationMs,
      seed: options.seed,
      timeoutSeconds: scenario.client.timeoutSeconds,
      clientRetries: scenario.client.retries,
      payload: { model, instructions },
      overheadTokens: countTokens(String(instructions)) + STRING_INPUT_FRAMING_TOKENS,
      sharedTokens: scenario.conversations?.sharedTokens ?? 0,
      scenario,
    },
    *requests() {
      const arrivals = traffic.arrivals();
      for (let next = arrivals.next(); !next.done; next = arrivals.next()) {
        const { atMs, promptTokens, completionTokens, maxTokens, stream, conversation } =
          next.value;
        const most = maxTokens === null ? null : Math.max(LEAST_OUTPUT_TOKENS, maxTokens);
        yield {
          atMs,
          tokens: { prompt: promptTokens, completion: completionTokens, most },
          stream,
          conversation,
        };
      }
    },
  };
}
