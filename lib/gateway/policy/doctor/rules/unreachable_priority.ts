/** A pool leaves a group only when the breakers of all its members are open. */
import { literal, type Patient, type Rule, warning } from "../patient.ts";
import type { BackendConfiguration, PoolMember } from "../../../contracts/backend.ts";

export const unreachablePriority: Rule = function* (patient) {
  for (const [element, pool] of poolsUsed(patient)) {
    const stuck = firstStuckPriority(pool, patient.surroundings.backends!);
    if (stuck === null) continue;
    yield warning(element, {
      code: "unreachable-priority",
      message: `Pool '${pool.id}' never leaves priority ${stuck.priority}: its member ` +
        `'${stuck.memberId}' has no circuit breaker that could open.`,
      cure: "Give every member of a better priority a circuit breaker.",
    });
  }
};

/** A pool that can be told apart from a single backend. */
export type Pool = Extract<BackendConfiguration, { type: "Pool" }>;

/** The pools that the document's policies name, each with the policy. */
export function* poolsUsed(patient: Patient) {
  const { backends } = patient.surroundings;
  if (backends === undefined) return;
  for (const element of patient.all("set-backend-service")) {
    const backend = backends.get(literal(element, "backend-id")?.toLowerCase() ?? "");
    if (backend?.type === "Pool") yield [element, backend] as const;
  }
}

const priorityOf = (member: PoolMember) => member.priority ?? 0;

function firstStuckPriority(
  pool: Pool,
  backends: ReadonlyMap<string, BackendConfiguration>,
): { priority: number; memberId: string } | null {
  const last = Math.max(...pool.members.map(priorityOf));
  const sorted = [...pool.members].sort((a, b) => priorityOf(a) - priorityOf(b));
  for (const member of sorted) {
    if (priorityOf(member) === last) return null;
    const backend = backends.get(member.backendId);
    if (backend?.type === "Single" && backend.circuitBreaker === null) {
      return { priority: priorityOf(member), memberId: backend.id };
    }
  }
  return null;
}
