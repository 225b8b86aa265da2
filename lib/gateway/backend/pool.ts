/**
 * A pool's choice of a member: the best priority group that has one available, and in it smooth
 * weighted round robin. Pure: state goes in, state and choice come out.
 * @see https://learn.microsoft.com/azure/api-management/backends#load-balanced-pool
 * @module
 */
import type { Fidelity } from "../contracts/fidelity.ts";
import type { PoolMember } from "../contracts/backend.ts";

/** The part of the fidelity switches that a pool reads. */
export type PoolFidelity = Pick<
  Fidelity,
  "poolZeroWeight" | "poolMissingWeight" | "poolMissingPriority" | "affinityToTripped"
>;

interface WeightedMember {
  readonly backendId: string;
  readonly weight: number;
}

/** A pool made ready to pick from: its groups, best first. Members that can never be picked are left out. */
export interface PoolPlan {
  readonly groups: readonly (readonly WeightedMember[])[];
}

/** Each member's running weight, by its place in the plan (groups one after another). */
export type PoolState = readonly number[];

export interface Choice {
  /** null when no member is available. */
  readonly backendId: string | null;
  readonly state: PoolState;
}

const FIRST_GROUP = -1;
const LAST_GROUP = Infinity;

/** Sorts members into priority groups (lower numbers first, in the order given within one) and settles their weights. */
export function planPool(members: readonly PoolMember[], fidelity: PoolFidelity): PoolPlan {
  const missingPriority = fidelity.poolMissingPriority === "first" ? FIRST_GROUP : LAST_GROUP;
  const priorityOf = (member: PoolMember) =>
    member.priority ?? (members.some((m) => m.priority !== null) ? missingPriority : 0);
  const groups = Map.groupBy(members, priorityOf);
  const priorities = [...groups.keys()].sort((a, b) => a < b ? -1 : a > b ? 1 : 0);
  return { groups: priorities.map((priority) => weigh(groups.get(priority)!, fidelity)) };
}

function weigh(group: readonly PoolMember[], fidelity: PoolFidelity): readonly WeightedMember[] {
  const given = group.flatMap(({ weight }) => weight ? [weight] : []);
  const missing = fidelity.poolMissingWeight === "as-average" && given.length > 0
    ? given.reduce((sum, weight) => sum + weight, 0) / given.length
    : 1;
  const weighted = group.map(({ backendId, weight }) => ({
    backendId,
    weight: weight === 0 && fidelity.poolZeroWeight === "as-one" ? 1 : weight ?? missing,
  }));
  const positive = weighted.filter(({ weight }) => weight > 0);
  return positive.length > 0 ? positive : weighted.map((member) => ({ ...member, weight: 1 }));
}

/** The state of a pool from which nothing has been picked yet. */
export function freshPool(plan: PoolPlan): PoolState {
  return plan.groups.flatMap((group) => group.map(() => 0));
}

/**
 * The member that serves the next call: `preferred` (a session's member) while it is available, else
 * of the first group with an available member the one whose turn it is. While availability does not
 * change, each member of the group is picked exactly its weight's number of times in every full round.
 */
export function pick(
  plan: PoolPlan,
  state: PoolState,
  available: (backendId: string) => boolean,
  fidelity: PoolFidelity,
  preferred: string | null = null,
): Choice {
  if (preferred !== null && isMember(plan, preferred)) {
    if (available(preferred)) return { backendId: preferred, state };
    if (fidelity.affinityToTripped === "fail") return { backendId: null, state };
  }
  let offset = 0;
  for (const group of plan.groups) {
    const next = state.slice();
    let total = 0;
    let best = -1;
    for (let i = 0; i < group.length; i++) {
      if (!available(group[i].backendId)) continue;
      const place = offset + i;
      next[place] += group[i].weight;
      total += group[i].weight;
      if (best === -1 || next[place] > next[best]) best = place;
    }
    if (best !== -1) {
      next[best] -= total;
      return { backendId: group[best - offset].backendId, state: next };
    }
    offset += group.length;
  }
  return { backendId: null, state };
}

function isMember(plan: PoolPlan, backendId: string): boolean {
  return plan.groups.some((group) => group.some((member) => member.backendId === backendId));
}
