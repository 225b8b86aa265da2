/** As long as a member's breaker has not tripped, every retry goes to its group again. */
import { literal, type Rule, warning } from "../patient.ts";
import { poolsUsed } from "./unreachable_priority.ts";

export const tripsAboveRetries: Rule = function* (patient) {
  const [retry] = patient.all("retry", patient.section("backend"));
  const retries = retry === undefined ? 0 : Number(literal(retry, "count") ?? NaN);
  if (Number.isNaN(retries)) return;
  for (const [element, pool] of poolsUsed(patient)) {
    const groups = new Set(pool.members.map(({ priority }) => priority ?? 0));
    if (groups.size < 2) continue;
    const best = Math.min(...groups);
    for (const { backendId, priority } of pool.members) {
      const member = patient.surroundings.backends!.get(backendId);
      const count = member?.type === "Single" ? member.circuitBreaker?.count ?? 0 : 0;
      if ((priority ?? 0) !== best || count <= retries) continue;
      yield warning(element, {
        code: "trips-above-retries",
        message:
          `The breaker of '${member!.id}' trips after ${count} failures, but a request makes ` +
          `only ${retries} retries: it ends before the pool moves to the next priority.`,
        cure: "Trip after one failure, or retry at least as often as it takes to trip.",
      });
    }
  }
};
