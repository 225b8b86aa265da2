/**
 * The order in which one request tries backends: group after group, and inside a group of several
 * from a weighted draw onward, each once.
 * @module
 */
import { type BackendPlan, byPreference, type RoutingBackend } from "./backend.ts";
import { chooseBackend, countAttempt, setVariable, variable } from "./parts.ts";
import { describeShares, weightedIndex } from "./shares.ts";
import type { PolicyOptions } from "./strategy.ts";
import { comment, type Node } from "./xml.ts";

/** Backends of equal rank. */
export type Group = readonly RoutingBackend[];

/** Backends by priority, the preferred group first; inside a group the larger weight first. */
export function priorityGroups(backends: readonly RoutingBackend[]): Group[] {
  const groups = new Map<number, RoutingBackend[]>();
  for (const backend of [...backends].sort(byPreference)) {
    groups.set(backend.priority, [...groups.get(backend.priority) ?? [], backend]);
  }
  return [...groups.values()];
}

/** Inbound: one draw for each group of several, so that a request goes through it in one order. */
export function drawFirst(
  groups: readonly (readonly Pick<BackendPlan, "id" | "weight">[])[],
): Node[] {
  const nodes: Node[] = [];
  groups.forEach((group, g) => {
    if (group.length === 1) return;
    nodes.push(
      comment(
        `Which goes first: ${
          describeShares(group)
        }. The ticket is drawn from the request's id: its ` +
          "bits are random, while new Random() is seeded by the time and gives requests of one " +
          "instant the same number.",
      ),
      setVariable(`first${g}`, weightedIndex(group, g)),
    );
  });
  return nodes;
}

/** Backend: counts the attempt and sends it to the backend whose turn it is. */
export function nextInOrder(groups: readonly Group[], options: PolicyOptions): Node[] {
  const backends = groups.flat();
  if (groups.every((group) => group.length === 1)) {
    return [countAttempt(), ...chooseBackend("attempt", 1, backends, options)];
  }
  return [
    countAttempt(),
    setVariable("turn", turnExpression(groups)),
    ...chooseBackend("turn", 0, backends, options),
  ];
}

/** The order of all backends, drawn, as text that {@link turnInOrder} reads: `0,2,1`. */
export function orderExpression(groups: readonly Group[]): string {
  let before = 0;
  const turns = groups.flatMap((group, g) => {
    const start = before;
    before += group.length;
    const first = variable.int(`first${g}`);
    return group.length === 1
      ? [`${start}`]
      : group.map((_, k) => `${start} + (${first} + ${k}) % ${group.length}`);
  });
  return `@(string.Join(",", new[] { ${turns.join(", ")} }))`;
}

/** The backend's number at a position of the variable `order`. @param position C# of an int. */
export function turnInOrder(position: string): string {
  return `@(int.Parse((${variable.string("order")}).Split(new[] { "," }, StringSplitOptions.None)` +
    `[${position}]))`;
}

/** Position among all backends that the attempt has come to. */
function turnExpression(groups: readonly Group[]): string {
  const attempt = variable.int("attempt");
  const cases: string[] = [];
  let before = 0;
  groups.forEach((group, g) => {
    const turn = group.length === 1
      ? `${before}`
      : `${before === 0 ? "" : `${before} + `}(${variable.int(`first${g}`)} + attempt - ` +
        `${before + 1}) % ${group.length}`;
    const last = before + group.length;
    cases.push(
      g === groups.length - 1
        ? `  return ${turn};`
        : `  if (${last} >= attempt) { return ${turn}; }`,
    );
    before = last;
  });
  return `@{\n  var attempt = ${attempt};\n${cases.join("\n")}\n}`;
}

/** For people: `backend-a, then backend-b or backend-c`. */
export function describeOrder(groups: readonly (readonly BackendPlan[])[]): string {
  return groups.map((group) => group.map(({ id }) => id).join(" or ")).join(", then ");
}
