/**
 * A run as a notebook makes it: shown in its cell, each record on disk as it comes, ended by Interrupt.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import type { RequestRecord, Target } from "../../workload/mod.ts";
import { canUpdate, show } from "../show/display.ts";
import type { EmbeddedWorld } from "../embedded/world.ts";
import { InterruptedError, interruptSignal, wasInterrupted } from "../interruption.ts";
import { LivePanel, type Pace } from "../panel/live_panel.ts";
import { displayedAsTable } from "../show/record_table.ts";
import { RunEvents } from "./run_events.ts";
import { RunLog } from "./run_log.ts";
import type { LabRunOptions } from "./run_options.ts";

/** For charts and tables: whether times are simulated, and what they are in. */
export interface TimeUnit {
  readonly simulated: boolean;
  readonly unit: string;
}

export function timeOf(clock: Clock): TimeUnit {
  const simulated = clock.speed !== 1;
  return { simulated, unit: simulated ? "simulated ms" : "ms" };
}

/** Whose run it is. */
export interface Watched {
  readonly part: string;
  readonly resultsFolder: string;
  /** The lab's; a run on the wire has one of its own. */
  readonly clock: Clock;
  readonly world: EmbeddedWorld | null;
  readonly pace: Pace;
  /** In front of the names of the lab's backend entities. */
  readonly entityPrefix?: string;
}

/** What the run itself is handed. */
export interface WatchedOptions {
  readonly onRecord: (record: RequestRecord) => void;
  readonly signal: AbortSignal;
}

/** @throws InterruptedError when the cell was interrupted: claims on half a run would mislead. */
export async function watchedRun(
  { part, resultsFolder, clock, world, pace, entityPrefix }: Watched,
  label: string,
  { count, target, signal }: LabRunOptions & { readonly target: Target },
  run: (target: Target, options: WatchedOptions) => Promise<RequestRecord[]>,
): Promise<RequestRecord[]> {
  const ended = interruptSignal(signal);
  const inWorld = target.clock === clock ? world : null;
  const { simulated, unit } = timeOf(target.clock);
  let told: Promise<void> | undefined;
  const log = RunLog.open(resultsFolder, part, label, (problem) => told = show(`⚠️ ${problem}`));
  const events = new RunEvents(label, count);
  const panel = new LivePanel(events, {
    simulated,
    pace: canUpdate() ? pace : "instant",
    signal: ended,
  });
  const startMs = target.clock.now();
  const unwatch = inWorld?.onCall(({ fromMs, ...call }) =>
    events.add({ kind: "call", atMs: fromMs + call.latencyMs - startMs, ...call })
  );
  const onRecord = (record: RequestRecord) => {
    log.write(record);
    const atMs = target.clock.now() - startMs;
    events.add({ kind: "answer", atMs, record, regions: inWorld?.moment(entityPrefix) ?? [] });
  };
  try {
    let cut = false;
    const work = run(target, { onRecord, signal: ended });
    const inTime = (inWorld?.clock.until(work) ?? work)
      .finally(() => cut = wasInterrupted(ended)); // later, it only ends the play
    const records = await panel.during(inTime);
    await told;
    if (cut) {
      throw new InterruptedError(
        `Interrupted: ${records.length} of ${count} requests were sent, and are in ${log.path}. ` +
          "Run the cell again for the whole run.",
      );
    }
    return displayedAsTable(records, unit);
  } finally {
    unwatch?.();
    log.close();
  }
}
