/**
 * Many runs on all cores. Each run depends on its seed alone, so that the results are those of one core, byte for byte.
 * @module
 */
import { type Job, type JobResult, runJob, travels } from "./job.ts";

export interface PoolOptions {
  /**
   * Threads, this one among them. Default: one a core, but for work that would not pay for their start
   * (about half a second each).
   */
  readonly threads?: number;
  /** Ends the runs under way early: what they computed so far is given, marked as partial; no other begins. */
  readonly signal?: AbortSignal;
  /** Called now and then, with the requests that a run has behind it. */
  readonly onProgress?: (ended: number, requests: number) => void;
}

/** What became of one job. A strategy that does not fit its scenario is a reason, not an error. */
export type JobOutcome =
  | { readonly index: number; readonly result: JobResult }
  | { readonly index: number; readonly refused: string };

/** To a thread. */
export type ToWorker = { readonly kind: "job"; readonly job: Job } | { readonly kind: "interrupt" };

/** From a thread. */
export type FromWorker =
  | { readonly kind: "progress"; readonly ended: number; readonly requests: number }
  | { readonly kind: "done"; readonly result: JobResult }
  | {
    readonly kind: "failed";
    /** What a strategy or a scenario cannot do, rather than a defect. */
    readonly outOfRange: boolean;
    readonly name: string;
    readonly message: string;
    readonly stack?: string;
  };

/** Requests in all from which threads pay. */
const WORTH_THREADS = 60_000;
const USUAL_REQUESTS = 10_000;

/**
 * Runs the jobs; each outcome is handed on as soon as it is there, in no order that could be relied on. When interrupted,
 * jobs that never began have no outcome.
 * @throws Error with the stack of a run that failed for a reason of ours; the others are ended
 */
export async function runAll(
  jobs: readonly Job[],
  onOutcome: (outcome: JobOutcome) => void | Promise<void>,
  options: PoolOptions = {},
): Promise<void> {
  const threads = Math.min(options.threads ?? usualThreads(jobs), jobs.length);
  const queue = jobs.map((job, index) => ({ job, index }));
  const away = queue.filter(({ job }) => travels(job));
  const here = queue.filter(({ job }) => !travels(job));
  // this thread is one of them: it has begun long before the others have started
  const workers = Array.from({ length: Math.min(threads - 1, away.length) }, () => new Thread());
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, ...options.signal ? [options.signal] : []]);
  signal.addEventListener("abort", () => workers.forEach((worker) => worker.interrupt()));
  const drain = async (
    next: () => { job: Job; index: number } | undefined,
    perform: (job: Job) => Promise<JobResult>,
  ) => {
    for (let one = next(); one && !signal.aborted; one = next()) {
      await onOutcome(await outcomeOf(one.index, () => perform(one!.job)));
    }
  };
  try {
    await Promise.all([
      ...workers.map((worker) =>
        drain(() => away.shift(), (job) => worker.run(job, options.onProgress))
      ),
      drain(() => here.shift() ?? away.shift(), (job) => runJob(job, { ...options, signal })),
    ]);
  } finally {
    over.abort();
    for (const worker of workers) worker.close();
  }
}

/** One a core, where there is enough to do. */
function usualThreads(jobs: readonly Job[]): number {
  const requests = jobs.reduce(
    (sum, { requests, traffic }) => sum + (requests ?? traffic?.length ?? USUAL_REQUESTS),
    0,
  );
  return requests < WORTH_THREADS ? 1 : navigator.hardwareConcurrency;
}

async function outcomeOf(index: number, perform: () => Promise<JobResult>): Promise<JobOutcome> {
  try {
    return { index, result: await perform() };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { index, refused: error.message };
  }
}

/** One worker, which runs one job at a time. */
class Thread {
  readonly #worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

  run(job: Job, onProgress: PoolOptions["onProgress"]): Promise<JobResult> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.kind === "progress") onProgress?.(data.ended, data.requests);
        else if (data.kind === "done") resolve(data.result);
        else reject(errorOf(data));
      };
      this.#worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(`A simulation's thread ended: ${event.message}`));
      };
      this.#post({ kind: "job", job });
    });
  }

  interrupt(): void {
    this.#post({ kind: "interrupt" });
  }

  close(): void {
    this.#worker.terminate();
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}

function errorOf({ outOfRange, name, message, stack }: FromWorker & { kind: "failed" }): Error {
  if (outOfRange) return new RangeError(message);
  return Object.assign(new Error(message), { name, stack });
}
