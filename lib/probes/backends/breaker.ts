/**
 * What the probes of circuit breakers share.
 * @module
 */
import type { Bench, Reply } from "../probe.ts";
import { unexpected } from "../probe.ts";

/** A rule that counts 429 and 5xx. */
export function rule(
  changes: { readonly failureCondition: Record<string, unknown> } & Record<string, unknown>,
) {
  const { failureCondition, ...rest } = changes;
  return {
    rules: [{
      name: "probe",
      tripDuration: "PT5M",
      acceptRetryAfter: false,
      ...rest,
      failureCondition: {
        interval: "PT1M",
        statusCodeRanges: [{ min: 429, max: 429 }, { min: 500, max: 599 }],
        ...failureCondition,
      },
    }],
  };
}

/** Whether the reply is the gateway's own, for a breaker that is open. */
export function isOpen(reply: Reply): boolean {
  if (reply.header("x-mock-name") !== null) return false;
  return reply.status === 503 ? true : unexpected(reply);
}

/** The backend that a call goes to, named by its header. */
export function backendByHeader(prefix: string): string {
  return `<set-backend-service backend-id="@("${prefix}" + context.Request.Headers.GetValueOrDefault("x-backend", ""))" />`;
}

/** Which backends answered, by the mocks' names. */
export async function served(bench: Bench, calls: number): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let i = 0; i < calls; i++) {
    const reply = await bench.call();
    const name = reply.header("x-mock-name") ?? unexpected(reply);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
