/**
 * Runs many requests: one after the other, with N workers, or on an arrival schedule.
 * @module
 */
import type { RequestRecord } from "./record.ts";
import { send, type SendOptions, type Target } from "./send.ts";

/** What every run takes. */
export interface RunOptions extends Pick<SendOptions, "payload" | "timeoutMs"> {
  /**
   * Stops the run: nothing new is sent, what is under way ends as a failure, and the records so far are
   * returned.
   */
  readonly signal?: AbortSignal;
  /** Called with each record as it completes, in order of completion: progress, or a file. */
  readonly onRecord?: (record: RequestRecord, completed: number) => void;
}

/** `count` requests, each sent `delayMs` after the reply to the one before: the original's runner. */
export function runSequence(
  target: Target,
  options: RunOptions & { readonly count: number; readonly delayMs?: number },
): Promise<RequestRecord[]> {
  return runClosedLoop(target, { ...options, workers: 1, thinkMs: options.delayMs ?? 0 });
}

/**
 * A closed loop: `workers` callers, each sending its next request `thinkMs` after its last reply. Load falls
 * when the service slows down, so it understates the latency of an overload: use {@link runOpenLoop} for that.
 */
export async function runClosedLoop(
  target: Target,
  options: RunOptions & {
    readonly count: number;
    readonly workers: number;
    readonly thinkMs?: number;
  },
): Promise<RequestRecord[]> {
  const { count, workers, thinkMs = 0, signal } = options;
  const run = new RunState(target, options);
  let next = 0;
  const worker = async () => {
    while (next < count && !signal?.aborted) {
      await run.send(next++);
      if (thinkMs > 0 && next < count) await pause(target, thinkMs, signal);
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, count) }, worker));
  return run.finish();
}

/**
 * An open loop: each request is sent at its arrival time whether or not earlier ones were answered, as
 * independent callers do. Latency counts from the arrival.
 * @param options.arrivals ascending offsets in milliseconds from the run's start (see arrivals.ts).
 */
export async function runOpenLoop(
  target: Target,
  options: RunOptions & { readonly arrivals: Iterable<number> },
): Promise<RequestRecord[]> {
  const { arrivals, signal } = options;
  const { clock } = target;
  const run = new RunState(target, options);
  const pending: Promise<void>[] = [];
  let index = 0;
  for (const offset of arrivals) {
    const due = run.start + offset;
    if (due > clock.now()) await pause(target, due - clock.now(), signal);
    if (signal?.aborted) break;
    pending.push(run.send(index++, due));
  }
  await Promise.all(pending);
  return run.finish();
}

class RunState {
  readonly start: number;
  readonly #records: RequestRecord[] = [];

  constructor(readonly target: Target, readonly options: RunOptions) {
    this.start = target.clock.now();
  }

  async send(index: number, due?: number): Promise<void> {
    const { payload, timeoutMs, signal, onRecord } = this.options;
    const record = await send(this.target, {
      payload,
      timeoutMs,
      signal,
      index,
      due,
      runStart: this.start,
    });
    this.#records.push(record);
    onRecord?.(record, this.#records.length);
  }

  /** The records in order of their schedule. */
  finish(): RequestRecord[] {
    return this.#records.sort((a, b) => a.index - b.index);
  }
}

/** Sleeps on the target's clock; an abort just ends the pause. */
async function pause(target: Target, ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await target.clock.sleep(ms, signal);
  } catch (reason) {
    if (!signal?.aborted) throw reason;
  }
}
