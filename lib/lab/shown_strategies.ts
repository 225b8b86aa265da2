/**
 * The strategies' builders for notebooks: what they give shows as its summary when it is a cell's last expression.
 * @module
 */
import * as policies from "../policies/mod.ts";
import type { StrategyPolicy } from "../policies/mod.ts";
import { displayedAs, type Showable } from "./display.ts";

/** What a strategy does, and what it puts onto the service. */
export function strategySummary(strategy: StrategyPolicy): Showable & { markdown: string } {
  const { name, summary, revision, xml, namedValues, backends, pool } = strategy;
  const lines = [
    `**${name}** (revision \`${revision}\`): ${summary}`,
    `- document: ${xml.split("\n").length} lines, \`listing(strategy.xml)\` shows it`,
    `- backends: ${backends.map(({ name }) => name).join(", ") || "none"}`,
    ...(pool ? [`- pool: ${pool.name}`] : []),
    `- named values: ${namedValues.map(({ name }) => name).join(", ") || "none"}`,
  ];
  const markdown = [lines[0], lines.slice(1).join("\n")].join("\n\n");
  return { markdown, text: lines.join("\n").replaceAll(/\*\*|`/g, "") };
}

function shown<A extends unknown[]>(
  build: (...args: A) => StrategyPolicy,
): (...args: A) => StrategyPolicy {
  return (...args) => {
    const strategy = build(...args);
    return displayedAs(strategy, () => strategySummary(strategy));
  };
}

/** @see policies.buildPolicy */
export const buildPolicy = shown(policies.buildPolicy);
/** @see policies.baseline */
export const baseline = shown(policies.baseline);
/** @see policies.backendPool */
export const backendPool = shown(policies.backendPool);
/** @see policies.circuitBreaker */
export const circuitBreaker = shown(policies.circuitBreaker);
/** @see policies.latencyBased */
export const latencyBased = shown(policies.latencyBased);
/** @see policies.prioritySpillover */
export const prioritySpillover = shown(policies.prioritySpillover);
/** @see policies.weightedRoundRobin */
export const weightedRoundRobin = shown(policies.weightedRoundRobin);
