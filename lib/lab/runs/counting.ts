/**
 * What a claim says about many things at once: whether it holds, and how many there were.
 * @module
 */
import type { RegionStats } from "../../models/mod.ts";
import type { RequestRecord } from "../../workload/mod.ts";

/** Whether all items are so, with the count in words: `lab.claim(statement, ...allOf(records, succeeded))`. */
export function allOf<T>(items: readonly T[], isSo: (item: T) => boolean): [boolean, string] {
  const count = items.filter(isSo).length;
  return [count === items.length, `${count} of ${items.length}`];
}

/** Whether no item is so, with the count in words. */
export function noneOf<T>(items: readonly T[], isSo: (item: T) => boolean): [boolean, string] {
  const count = items.filter(isSo).length;
  return [count === 0, `${count} of ${items.length}`];
}

/** The moments at which the replies' `x-circuit-state` changes, and to what. */
export function circuitChanges(
  records: readonly RequestRecord[],
): { "simulated s": number; state: string | null }[] {
  return records.flatMap(({ circuitState: state, intendedStartMs }, i) =>
    i > 0 && state !== records[i - 1].circuitState
      ? [{ "simulated s": Math.round(intendedStartMs / 1000), state }]
      : []
  );
}

/** What a region's deployment accepted and refused between two counts, and how full it was at the second, 0 to 1. */
export function servedBetween(
  before: readonly RegionStats[],
  after: readonly RegionStats[],
  backendId: string,
): { accepted: number; refused: number; utilization: number } | null {
  const of = (stats: readonly RegionStats[]) =>
    stats.find(({ id }) => id === backendId)?.deployments[0];
  const [start, end] = [of(before), of(after)];
  return start && end
    ? {
      accepted: end.accepted - start.accepted,
      refused: end.rejected - start.rejected,
      utilization: end.utilization,
    }
    : null;
}
