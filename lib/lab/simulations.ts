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
  scenarioByName,
  simulate as runSimulation,
  type SimulationOptions,
  type SimulationReport,
  strategyByName,
} from "../simulation/mod.ts";
import { requireKnown } from "../core/one_of.ts";
import { UserError } from "../core/user_error.ts";
import { interruptSignal } from "./interruption.ts";
import { withProgress } from "./show/progress.ts";

type Priced = Parameters<typeof runSimulation>[0];

/** Each name of a type once: a missing one fails to compile. */
type Names<T> = Readonly<Record<keyof Required<T>, true>>;

const COMMON: Names<Omit<Priced, "strategy" | "scenario" | "onProgress">> = {
  requests: true,
  seed: true,
  traffic: true,
  fidelity: true,
  signal: true,
  price: true,
};
const SIMULATE: Names<Priced> = { ...COMMON, strategy: true, scenario: true, onProgress: true };
const MATRIX: Names<MatrixOptions> = {
  ...COMMON,
  strategies: true,
  scenarios: true,
  threads: true,
  onProgress: true,
  onReport: true,
};
const ADVISE: Names<AdviceOptions> = {
  ...COMMON,
  scenario: true,
  strategies: true,
  ptuCounts: true,
  target: true,
  threads: true,
  onCandidate: true,
};

/**
 * One strategy under one scenario, on a virtual clock.
 * @throws RangeError for names that do not exist; InterruptedError.
 */
export async function simulate(options: Priced): Promise<SimulationReport> {
  requirePossible("simulate", options, SIMULATE);
  requireNames([options.strategy], [options.scenario]);
  return await withProgress(
    "simulating",
    { unit: "requests", of: options.requests },
    async (report) => {
      const signal = interruptSignal(options.signal);
      const result = await runSimulation({
        ...options,
        signal,
        onProgress: both(report, options.onProgress),
      });
      return whole(result, signal, options);
    },
  );
}

/**
 * Every strategy under every scenario.
 * @throws RangeError for names that do not exist; InterruptedError.
 */
export async function matrix(options: MatrixOptions = {}): Promise<Matrix> {
  requirePossible("matrix", options, MATRIX);
  requireNames(options.strategies ?? [], options.scenarios ?? []);
  return await withProgress("simulating the matrix", { unit: "runs" }, async (report) => {
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
export async function advise(options: AdviceOptions): Promise<Advice> {
  requirePossible("advise", options, ADVISE);
  requireNames(options.strategies ?? [], [options.scenario]);
  return await withProgress(
    "trying strategies and sizes",
    { unit: "candidates" },
    async (report) => {
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
    },
  );
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

/** @throws RangeError for an option that there is not, or requests that cannot be counted. */
function requirePossible(
  what: string,
  options: { readonly requests?: number },
  names: Readonly<Record<string, true>>,
): void {
  requireKnown(what, options, Object.keys(names));
  const { requests } = options;
  if (requests === undefined || Number.isSafeInteger(requests) && requests >= 1) return;
  throw new UserError(
    `${what}: requests must be a whole number from 1: it is ${JSON.stringify(requests)}.`,
  );
}

/** @throws RangeError for a name that there is not: before anything shows how far it is. */
function requireNames(strategies: readonly unknown[], scenarios: readonly unknown[]): void {
  const isObject = (given: unknown) => typeof given === "object" && given !== null;
  for (const name of strategies) if (!isObject(name)) strategyByName(String(name));
  for (const name of scenarios) if (!isObject(name)) scenarioByName(String(name));
}
