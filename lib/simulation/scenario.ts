/**
 * A scenario: who asks for what, which regions there are, and what happens to them.
 * @module
 */
import { defaultRegions, type Fault, type RegionConfiguration } from "../models/mod.ts";
import type { ArrivalProcess } from "./demand.ts";

/** How many tokens: log-normal, within limits. */
export interface TokenDistribution {
  readonly medianTokens: number;
  /** Sigma of the logarithm: 0 is constant, 0.5 usual, 1 very mixed. */
  readonly sigma: number;
  readonly leastTokens?: number;
  readonly mostTokens?: number;
}

/** Something that happens. Seconds count from the run's start, in the scenario's own duration. */
export type TimelineEvent =
  /** More or less demand for a while. */
  | {
    readonly kind: "demand";
    readonly fromSeconds: number;
    readonly untilSeconds: number;
    readonly factor: number;
  }
  /** Trouble in one region for a while. */
  | {
    readonly kind: "fault";
    readonly fromSeconds: number;
    readonly untilSeconds: number;
    readonly region: string;
    readonly fault: Fault;
  }
  /** The policy is published anew with other priorities and weights, while requests are under way. */
  | {
    readonly kind: "policy";
    readonly fromSeconds: number;
    readonly backends: Readonly<Record<string, { priority?: number; weight?: number }>>;
  };

export interface Scenario {
  readonly name: string;
  /** One or two sentences: the question that it puts. */
  readonly about: string;
  readonly durationSeconds: number;
  readonly demand: {
    /** Base rate, on average. */
    readonly perSecond: number;
    readonly shape: "flat" | "day";
    readonly arrivals: ArrivalProcess;
  };
  readonly prompt: TokenDistribution;
  readonly completion: TokenDistribution;
  /** The callers' limit on output tokens; null: none. */
  readonly maxTokens: number | null;
  /** Share of streamed requests, 0 to 1. */
  readonly streaming: number;
  /** Requests that share their prompt's beginning, which regions cache. */
  readonly conversations: { readonly count: number; readonly sharedTokens: number } | null;
  readonly client: {
    /** As the `openai` client's `maxRetries`. */
    readonly retries: number;
    readonly timeoutSeconds: number;
  };
  readonly regions: readonly RegionConfiguration[];
  /** In order of time. */
  readonly timeline: readonly TimelineEvent[];
}

/**
 * The regions of every scenario that brings none of its own: 100 PTUs of gpt-4.1 in East US, and
 * pay-as-you-go quotas in West US and Sweden Central that together carry about as much.
 */
export function usualRegions(): RegionConfiguration[] {
  return defaultRegions({ ptus: 100 });
}
