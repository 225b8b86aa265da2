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
import {
  abortSignal,
  callable,
  fieldsOf,
  listOf,
  numberAboveZero,
  numberFrom,
  object,
  recordOf,
  requireShapes,
  shape,
  type Shapes,
  text,
  textOrNumber,
  wholeFrom,
} from "../core/options.ts";
import { interruptSignal } from "./interruption.ts";
import { withProgress } from "./show/progress.ts";

type Priced = Parameters<typeof runSimulation>[0];

const namedOrOwn = (what: string) =>
  shape(
    `the name of a ${what}, or one's own`,
    (value) => typeof value === "string" || typeof value === "object" && value !== null,
  );
const strategy = namedOrOwn("strategy");
const scenario = namedOrOwn("scenario");

const COMMON: Shapes<Omit<Priced, "strategy" | "scenario" | "onProgress">> = {
  requests: wholeFrom(1),
  seed: textOrNumber,
  traffic: object,
  fidelity: recordOf(text),
  signal: abortSignal,
  price: fieldsOf<NonNullable<Priced["price"]>>({
    reach: text,
    term: text,
    usdPerHour: numberAboveZero,
  }),
};
const SIMULATE: Shapes<Priced> = { ...COMMON, strategy, scenario, onProgress: callable };
const MATRIX: Shapes<MatrixOptions> = {
  ...COMMON,
  strategies: listOf(strategy),
  scenarios: listOf(scenario),
  threads: wholeFrom(1),
  onProgress: callable,
  onReport: callable,
};
const ADVISE: Shapes<AdviceOptions> = {
  ...COMMON,
  scenario,
  strategies: listOf(strategy),
  ptuCounts: listOf(wholeFrom(0)),
  target: fieldsOf<NonNullable<AdviceOptions["target"]>>({
    failureRate: numberFrom(0, 1),
    p95LatencyMs: numberAboveZero,
  }),
  threads: wholeFrom(1),
  onCandidate: callable,
};

/**
 * One strategy under one scenario, on a virtual clock.
 * @throws RangeError for names that do not exist, TypeError for other options that cannot be; InterruptedError.
 */
export async function simulate(options: Priced): Promise<SimulationReport> {
  requireShapes("simulate", options, SIMULATE, ["strategy", "scenario"]);
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
 * @throws RangeError for names that do not exist, TypeError for other options that cannot be; InterruptedError.
 */
export async function matrix(options: MatrixOptions = {}): Promise<Matrix> {
  requireShapes("matrix", options, MATRIX);
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
 * @throws RangeError for names that do not exist, TypeError for other options that cannot be, or a scenario without a PTU; InterruptedError.
 */
export async function advise(options: AdviceOptions): Promise<Advice> {
  requireShapes("advise", options, ADVISE, ["scenario"]);
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

/** @throws RangeError for a name that there is not: before anything shows how far it is. */
function requireNames(strategies: readonly unknown[], scenarios: readonly unknown[]): void {
  const isObject = (given: unknown) => typeof given === "object" && given !== null;
  for (const name of strategies) if (!isObject(name)) strategyByName(String(name));
  for (const name of scenarios) if (!isObject(name)) scenarioByName(String(name));
}
