/**
 * What a lab sends: single requests, runs on a schedule, measurements; each within the budget, on the lab's time.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import {
  callable,
  fieldsOf,
  listOf,
  numberAboveZero,
  numberFrom,
  object,
  oneOfThese,
  type Shapes,
  text,
  wholeFrom,
} from "../../core/options.ts";
import { Random } from "../../core/random.ts";
import type { RoutingBackend } from "../../policies/mod.ts";
import {
  evenArrivals,
  type Fetch,
  measureLatency,
  type Measurement,
  type MeasureOptions,
  poissonArrivals,
  type RequestRecord,
  runClosedLoop,
  runOpenLoop,
  runSequence,
  SAMPLES,
  send,
  type SendOptions,
  type Target,
  WARM_UP,
} from "../../workload/mod.ts";
import type { LabConfig } from "../config/config.ts";
import type { EmbeddedWorld } from "../embedded/world.ts";
import { interruptSignal, orInterrupted, wasInterrupted } from "../interruption.ts";
import type { RequestBudget } from "../target/budget.ts";
import type { Faults } from "../target/faults.ts";
import type { Service } from "../target/service.ts";
import type { Showable } from "../show/display.ts";
import { type Incident, playIncidents } from "./incidents.ts";
import { type LabRunOptions, requireOptions, RUN_OPTIONS } from "./run_options.ts";
import { tracedRequest } from "./traced_request.ts";
import { timeOf, type WatchedOptions, watchedRun } from "./watched_run.ts";

export interface SequenceOptions extends LabRunOptions {
  /** Between a reply and the next request, in the lab's milliseconds; default 0. */
  readonly delayMs?: number;
}

export interface ClosedLoopOptions extends LabRunOptions {
  /** Callers that each wait for their reply. */
  readonly workers: number;
}

export interface OpenLoopOptions extends LabRunOptions {
  readonly perSecond: number;
  readonly arrivals?: "poisson" | "even";
  /** Runs of the same schedule get the same arrivals; default: the run's label. */
  readonly schedule?: string;
  /** Faults that are switched on and off while the run goes on. */
  readonly incidents?: readonly Incident[];
}

const { payload, timeoutMs, signal } = RUN_OPTIONS;

const SEND: Shapes<SendOptions> = {
  payload,
  index: wholeFrom(0),
  runStart: numberFrom(0),
  due: numberFrom(0),
  timeoutMs,
  signal,
  onHeaders: callable,
};
const SEQUENCE: Shapes<SequenceOptions> = { ...RUN_OPTIONS, delayMs: numberFrom(0) };
const CLOSED_LOOP: Shapes<ClosedLoopOptions> = { ...RUN_OPTIONS, workers: wholeFrom(1) };
const OPEN_LOOP: Shapes<OpenLoopOptions> = {
  ...RUN_OPTIONS,
  perSecond: numberAboveZero,
  arrivals: oneOfThese("poisson", "even"),
  schedule: text,
  incidents: listOf(fieldsOf<Incident>({
    backend: text,
    fault: object,
    fromMs: numberFrom(0),
    untilMs: numberFrom(0),
  })),
};
const MEASURE: Shapes<MeasureOptions> = {
  samples: wholeFrom(1),
  warmUp: wholeFrom(0),
  payload,
  timeoutMs,
  signal,
};

export interface TrafficParts extends Service {
  readonly part: string;
  readonly config: LabConfig;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly gateway: Target;
  readonly budget: RequestBudget;
  readonly resultsFolder: string;
  /** In front of the names of the lab's backend entities. */
  readonly entityPrefix?: string;
  /** null on Azure. */
  readonly world: EmbeddedWorld | null;
}

type Run = (target: Target, options: WatchedOptions) => Promise<RequestRecord[]>;

/** A lab's requests; the methods are those of {@link Lab}. */
export class Traffic {
  readonly #parts: TrafficParts;
  readonly #random: Random;

  constructor(parts: TrafficParts) {
    this.#parts = parts;
    this.#random = new Random(`${parts.config.seed}/${parts.part}`);
  }

  async send(options: SendOptions): Promise<RequestRecord> {
    requireOptions("lab.send", options, SEND);
    this.#parts.budget.spend(1, "lab.send");
    const signal = interruptSignal(options.signal);
    return await this.#whole(send(this.#parts.gateway, { ...options, signal }), signal);
  }

  sequence(label: string, options: SequenceOptions): Promise<RequestRecord[]> {
    requireOptions("lab.sequence", options, SEQUENCE, ["count"]);
    return this.#run(label, options, (target, run) => runSequence(target, { ...options, ...run }));
  }

  closedLoop(label: string, options: ClosedLoopOptions): Promise<RequestRecord[]> {
    requireOptions("lab.closedLoop", options, CLOSED_LOOP, ["count", "workers"]);
    return this.#run(
      label,
      options,
      (target, run) => runClosedLoop(target, { ...options, ...run }),
    );
  }

  openLoop(label: string, options: OpenLoopOptions): Promise<RequestRecord[]> {
    requireOptions("lab.openLoop", options, OPEN_LOOP, ["count", "perSecond"]);
    const { count, perSecond, schedule = label, incidents = [] } = options;
    const arrivals = options.arrivals === "even"
      ? evenArrivals(count, perSecond)
      : poissonArrivals(count, perSecond, this.#random.fork(schedule));
    return this.#run(label, options, async (target, run) => {
      for (const { backend } of incidents) await this.#parts.faults.prepare(backend);
      const [records] = await Promise.all([
        runOpenLoop(target, { ...options, ...run, arrivals }),
        playIncidents(this.#parts, incidents, run.signal),
      ]);
      return records;
    });
  }

  async measure(
    { id, endpoint, apiKey, deployment }: RoutingBackend,
    fetch: Fetch,
    options: MeasureOptions,
  ): Promise<Measurement> {
    requireOptions("lab.measure", options, MEASURE);
    const { samples = SAMPLES, warmUp = WARM_UP } = options;
    const { budget, clock, config: { responsesApiVersion: apiVersion } } = this.#parts;
    budget.spend(samples + warmUp, `measuring ${id}`);
    const signal = interruptSignal(options.signal);
    const key = apiKey?.reveal() ?? null;
    const measured = { endpoint, apiKey: key, deployment, apiVersion, clock, fetch };
    return await this.#whole(measureLatency(measured, { ...options, signal }), signal);
  }

  /** One request with its story; tiers that trace none get it without. */
  async traced(
    payload?: Readonly<Record<string, unknown>>,
  ): Promise<{ record: RequestRecord; shown: Showable }> {
    const { apim, api, gateway, budget, clock } = this.#parts;
    if (apim.sku.endsWith("V2")) {
      const text = `Services of the ${apim.sku} tier trace no requests: it was sent without.`;
      return { record: await this.send({ payload }), shown: { text } };
    }
    budget.spend(1, "lab.traceTree");
    const signal = interruptSignal();
    const { unit } = timeOf(clock);
    const request = tracedRequest({ apim, apiId: api.id, gateway, payload, unit, signal });
    return await orInterrupted(this.#inTime(request), signal);
  }

  /** On the embedded target the clock moves as far as `work` takes. */
  #inTime<T>(work: Promise<T>): Promise<T> {
    return this.#parts.world?.clock.until(work) ?? work;
  }

  /** What `work` gives, in the lab's time. @throws InterruptedError where it was cut short */
  async #whole<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
    const result = await this.#inTime(work);
    if (wasInterrupted(signal)) throw signal.reason;
    return result;
  }

  #run(label: string, options: LabRunOptions, run: Run): Promise<RequestRecord[]> {
    const { config: { pace }, gateway, budget, ...parts } = this.#parts;
    budget.spend(options.count, label);
    return watchedRun({ ...parts, pace }, label, { target: gateway, ...options }, run);
  }
}
