/**
 * What a run costs: provisioned capacity by the hour, everything else by the token.
 * @module
 */
import {
  modelFacts,
  PTU_HOURLY_USD,
  type PtuReach,
  type PtuTerm,
  ptuUnits,
  tokenCostUsd,
} from "../models/mod.ts";
import type { BackendTotals } from "./run.ts";

/** How PTUs are bought. */
export interface PtuPrice {
  /** default global */
  readonly reach?: PtuReach;
  /** default onDemand */
  readonly term?: PtuTerm;
  /** US dollars per PTU and hour, in place of the catalogue's. */
  readonly usdPerHour?: number;
}

export interface Cost {
  /** For the hours of the run, used or not. */
  readonly ptuUsd: number;
  /** Tokens of pay-as-you-go, those of answers that nobody got included. */
  readonly tokensUsd: number;
  readonly totalUsd: number;
  readonly usdPerHour: number;
  /** Per million tokens that were generated or read, input and output together. */
  readonly usdPerMillionTokens: number;
  /** What the same tokens would have cost without PTU. */
  readonly allByTokenUsd: number;
  /**
   * PTU utilization (1 is 100%) from which on the PTU is cheaper than paying by the token, for this mix
   * of tokens; null where there is no PTU or it did nothing. Above 1: never.
   */
  readonly breakEvenUtilization: number | null;
}

/** The hourly price of one PTU. */
function ptuHourlyUsd(
  { reach = "global", term = "onDemand", usdPerHour }: PtuPrice,
): number {
  return usdPerHour ?? PTU_HOURLY_USD[reach][term];
}

export function costOf(
  backends: readonly BackendTotals[],
  durationMs: number,
  price: PtuPrice = {},
): Cost {
  const hours = durationMs / 3_600_000;
  let ptuUsd = 0;
  let tokensUsd = 0;
  let ptuTokensUsd = 0; // what the PTU's tokens would cost by the token
  let ptuUnitsUsed = 0;
  let capacityUnits = 0;
  let tokens = 0;
  for (
    const { model, type, ptus, capacityPerSecond, stats } of backends.flatMap((b) => b.deployments)
  ) {
    const { promptTokens, cachedTokens, completionTokens } = stats;
    const facts = modelFacts(model);
    const usd = tokenCostUsd(facts, {
      input: promptTokens,
      cachedInput: cachedTokens,
      output: completionTokens,
    });
    tokens += promptTokens + completionTokens;
    if (type === "PAYG") {
      tokensUsd += usd;
      continue;
    }
    ptuUsd += ptus * ptuHourlyUsd(price) * hours;
    ptuTokensUsd += usd;
    capacityUnits += capacityPerSecond * durationMs / 1000;
    ptuUnitsUsed += ptuUnits(facts, {
      prompt: promptTokens,
      cached: cachedTokens,
      completion: completionTokens,
    });
  }
  const totalUsd = ptuUsd + tokensUsd;
  return {
    ptuUsd,
    tokensUsd,
    totalUsd,
    usdPerHour: hours > 0 ? totalUsd / hours : 0,
    usdPerMillionTokens: tokens > 0 ? totalUsd / tokens * 1e6 : 0,
    allByTokenUsd: tokensUsd + ptuTokensUsd,
    breakEvenUtilization: ptuTokensUsd > 0
      ? ptuUsd / (ptuTokensUsd / ptuUnitsUsed * capacityUnits)
      : null,
  };
}
