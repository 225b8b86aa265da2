/**
 * Simulations from a cell: they show how far they are, and Jupyter's Interrupt ends them.
 * @module
 */
import {
  type Advice,
  type AdviceOptions,
  advise as adviseFor,
  type Matrix,
  matrix as runMatrix,
  type MatrixOptions,
  simulate as runSimulation,
  type SimulationOptions,
  type SimulationReport,
} from "../simulation/mod.ts";
import { interruptSignal } from "./interruption.ts";
import { withProgress } from "./progress.ts";

type Priced = Parameters<typeof runSimulation>[0];

/**
 * One strategy under one scenario, on a virtual clock.
 * @throws RangeError for names that do not exist; InterruptedError.
 */
export function simulate(options: Priced): Promise<SimulationReport> {
  return withProgress("simulating", { unit: "requests", of: options.requests }, async (report) => {
    const signal = interruptSignal(options.signal);
    const result = await runSimulation({
      ...options,
      signal,
      onProgress: both(report, options.onProgress),
    });
    return whole(result, signal, options);
  });
}

/**
 * Every strategy under every scenario.
 * @throws RangeError for names that do not exist; InterruptedError.
 */
export function matrix(options: MatrixOptions = {}): Promise<Matrix> {
  return withProgress("simulating the matrix", { unit: "runs" }, async (report) => {
    const signal = interruptSignal(options.signal);
    const result = await runMatrix({
      ...options,
      signal,
      onReport: (one, done, of) => {
        report(done, of);
        options.onReport?.(one, done, of);
      },
    });
    return whole(result, signal, options);
  });
}

/**
 * Which strategies no other beats, and how many PTUs are worth their price.
 * @throws RangeError for names that do not exist, or a scenario without a PTU; InterruptedError.
 */
export function advise(options: AdviceOptions): Promise<Advice> {
  return withProgress("trying strategies and sizes", { unit: "candidates" }, async (report) => {
    const signal = interruptSignal(options.signal);
    const result = await adviseFor({
      ...options,
      signal,
      onCandidate: (one, done, of) => {
        report(done, of);
        options.onCandidate?.(one, done, of);
      },
    });
    return whole(result, signal, options);
  });
}

type OnProgress = NonNullable<SimulationOptions["onProgress"]>;

function both(report: OnProgress, own: OnProgress | undefined): OnProgress {
  return (done, of) => {
    report(done, of);
    own?.(done, of);
  };
}

/** The result; a part of one only where its caller's own signal ended it. @throws InterruptedError */
function whole<T>(
  result: T,
  signal: AbortSignal,
  options: { readonly signal?: AbortSignal },
): T {
  if (signal.aborted && !options.signal?.aborted) throw signal.reason;
  return result;
}
