/**
 * Backends in pools of one deployment name each, and the order in which a request's attempts use the pools.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import { priorityGroups } from "./order.ts";
import { variable } from "./parts.ts";

/** A pool to be. */
export interface PoolPlan {
  /** The entity's name. */
  readonly id: string;
  /** The one name that the deployments of all members have. */
  readonly deployment: string;
  /** By preference. */
  readonly members: readonly RoutingBackend[];
  /** The members' together: the pool's share among pools of one group. */
  readonly weight: number;
}

/**
 * Pools in the order of their use: group after group, and pools of one group hold backends of the same priority, so
 * that a request draws among them. Neighbouring priorities that have one name of deployment share a pool.
 * @param name of the only pool; of several, each has its number behind it
 */
export function poolsByDeployment(
  backends: readonly RoutingBackend[],
  name: string,
): PoolPlan[][] {
  const groups: RoutingBackend[][][] = [];
  for (const group of priorityGroups(backends)) {
    const byName = [...Map.groupBy(group, ({ deployment }) => deployment).values()];
    const before = groups.at(-1);
    if (
      byName.length === 1 && before?.length === 1 &&
      before[0][0].deployment === group[0].deployment
    ) {
      before[0].push(...group);
    } else {
      groups.push(byName);
    }
  }
  const single = groups.flat().length === 1;
  let count = 0;
  return groups.map((group) =>
    group.map((members) => ({
      id: single ? name : `${name}-${++count}`,
      deployment: members[0].deployment,
      members,
      weight: members.reduce((sum, { weight }) => sum + weight, 0),
    }))
  );
}

export interface PoolOrder {
  /** A text for `turnInOrder`. */
  readonly expression: string;
  /** A block expression: the place in the order after that in the variable `place`. */
  readonly place: string;
  /** Attempts that it has a pool for. */
  readonly length: number;
  /** Attempts after which every breaker but one is open, and one more. */
  readonly attempts: number;
}

const NEXT_PLACE = `@{
  var place = ${variable.int("place")} + 1;
  if (${variable.int("replies")} == ${variable.int("attempt")}) { return place; }
  var order = (${variable.string("order")}).Split(new[] { "," }, StringSplitOptions.None);
  while (order.Length > place && order[place] == order[place - 1]) { place++; }
  return place;
}`;

/** Which pool each attempt uses. @param failures that open a member's breaker */
export function poolOrder(
  groups: readonly (readonly PoolPlan[])[],
  failures: number,
): PoolOrder {
  let before = 0;
  let length = 0;
  const parts = groups.map((group, g) => {
    const start = before;
    before += group.length;
    const turns = group.map(({ members }, k) => Array(members.length * failures).fill(start + k));
    length += turns.flat().length;
    const from = (first: number) =>
      `"${[...turns.slice(first), ...turns.slice(0, first)].flat().join(",")}"`;
    const others = group.slice(0, -1).map((_, k) =>
      `${variable.int(`first${g}`)} == ${k} ? ${from(k)} : `
    );
    return `(${others.join("")}${from(group.length - 1)})`;
  });
  return {
    length,
    place: NEXT_PLACE,
    attempts: length - (failures - 1),
    expression: `@(string.Join(",", new[] { ${parts.join(", ")} }))`,
  };
}
