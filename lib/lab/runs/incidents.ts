/**
 * Faults on a timeline, played while a run goes on.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import type { Fault } from "../../models/mod.ts";
import type { Faults } from "../target/faults.ts";

/** One backend's trouble: from when to when, in milliseconds of the lab's time since the run's start. */
export interface Incident {
  readonly backend: string;
  readonly fault: Fault;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Switches each incident on and off in its time; an abort ends them early. */
export async function playIncidents(
  { clock, faults }: { readonly clock: Clock; readonly faults: Faults },
  incidents: readonly Incident[],
  signal?: AbortSignal,
): Promise<void> {
  await Promise.all(incidents.map(async ({ backend, fault, fromMs, untilMs }) => {
    try {
      await clock.sleep(fromMs, signal);
      await faults.set(backend, fault);
      await clock.sleep(untilMs - fromMs, signal);
    } catch (reason) {
      if (!signal?.aborted) throw reason;
    } finally {
      await faults.set(backend);
    }
  }));
}

/** The moments to mark in a chart. */
export function incidentEvents(
  incidents: readonly Incident[],
): { readonly atMs: number; readonly label: string }[] {
  return incidents.flatMap(({ backend, fault, fromMs, untilMs }) => [
    { atMs: fromMs, label: `${backend}: ${fault.kind}` },
    { atMs: untilMs, label: `${backend} is well` },
  ]);
}
