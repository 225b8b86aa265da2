/**
 * What is known of each model: PTU throughput, weights, limits and prices, with sources and dates.
 * The numbers live in one data file, `catalogue.json`.
 * @module
 */
import { table } from "../core/table.ts";
import data from "./catalogue.json" with { type: "json" };

/** One model's published figures. */
export interface ModelFacts {
  readonly version: string;
  /** It thinks before it answers, and takes no sampling parameters. */
  readonly reasoning?: boolean;
  /** Input tokens per minute that one PTU carries. */
  readonly inputTokensPerMinutePerPtu: number;
  /** How many input tokens an output token weighs on a PTU. */
  readonly outputWeight: number;
  /** Tokens per second that 99% of PTU requests exceed. */
  readonly targetTokensPerSecond: number;
  readonly leastPtus: number;
  readonly ptuStep: number;
  readonly requestsPerMinutePer1000Tokens: number;
  readonly contextWindowTokens: number;
  readonly longestOutputTokens: number;
  /** Longer prompts get a 400 from a PTU deployment. */
  readonly longestPtuPromptTokens: number;
  /** Of a model that makes vectors instead of text; it is not offered as PTU. */
  readonly embedding?: {
    readonly dimensions: number;
    /** Whether a request may ask for fewer. */
    readonly shortens: boolean;
  };
  readonly usdPerMillion: {
    readonly input: number;
    readonly cachedInput: number;
    readonly output: number;
  };
}

/** Where a PTU deployment may process data. */
export type PtuReach = "global" | "data-zone" | "regional";

/** How PTUs are paid for. */
export type PtuTerm = "onDemand" | "monthlyReservation" | "yearlyReservation";

/** Every model in the catalogue, by name. */
export const MODELS: Readonly<Record<string, ModelFacts>> = table(data.models);

/** US dollars per PTU and hour. */
export const PTU_HOURLY_USD: Readonly<Record<PtuReach, Readonly<Record<PtuTerm, number>>>> =
  data.ptuHourlyUsd;

/** Where the figures come from, and when they were read. */
export const SOURCES: Readonly<
  Record<string, { title: string; url: string; read: string; dated?: string; note?: string }>
> = data.sources;

/** @throws RangeError naming the models there are. */
export function modelFacts(model: string): ModelFacts {
  const facts = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined;
  if (!facts) {
    throw new RangeError(
      `model "${model}" is not in the catalogue, which has ${Object.keys(MODELS).join(", ")}`,
    );
  }
  return facts;
}

/** The bill for tokens at the model's pay-as-you-go price, in US dollars. */
export function tokenCostUsd(
  facts: ModelFacts,
  tokens: { input: number; cachedInput: number; output: number },
): number {
  const { input, cachedInput, output } = facts.usdPerMillion;
  return ((tokens.input - tokens.cachedInput) * input + tokens.cachedInput * cachedInput +
    tokens.output * output) / 1e6;
}
