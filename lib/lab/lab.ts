/**
 * The lab: one object through which a notebook deploys policies, sends traffic and checks its claims, the same
 * on the embedded APIM and on Azure.
 * @module
 */
import {
  type Apim,
  type ApiSettings,
  applyPolicy,
  cleanUp,
  connect,
  debugToken,
  deployStrategy,
  ensureApi,
  ensureBackend,
  ensureNamedValue,
  ensureSubscription,
  type PolicyDocument,
  readTrace,
  traceTree,
} from "../apim/mod.ts";
import { type Clock, SystemClock } from "../core/clock.ts";
import { Random } from "../core/random.ts";
import type { Secret } from "../core/secret.ts";
import { UserError } from "../core/user_error.ts";
import {
  baseline,
  type PolicyOptions,
  type RoutingBackend,
  type StrategyPolicy,
} from "../policies/mod.ts";
import type { Exhibit } from "../policies/exhibits/mod.ts";
import {
  evenArrivals,
  measureLatency,
  type Measurement,
  type MeasureOptions,
  poissonArrivals,
  type RequestRecord,
  runClosedLoop,
  runOpenLoop,
  runSequence,
  send,
  type SendOptions,
  type Target,
} from "../workload/mod.ts";
import { ResultsFile, type Summary } from "../analysis/mod.ts";
import { Claims, type Outcome } from "./claims.ts";
import { type LabConfig, tooFewBackends } from "./config.ts";
import { show, type Showable } from "./display.ts";
import type { Embedded } from "./embedded.ts";
import { Faults } from "./faults.ts";
import { type Incident, playIncidents } from "./incidents.ts";
import { InterruptedError, Interruption } from "./interruption.ts";
import { Progress } from "./progress.ts";
import { RunLog } from "./run_log.ts";
import { runSummary } from "./run_summary.ts";

/** How long a policy may take to reach a live gateway: "normally less than 10 seconds". */
const PROPAGATION_MS = 15_000;

/** What every run of a notebook takes. */
export interface LabRunOptions {
  readonly count: number;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Where to: the gateway (default), or a backend directly. */
  readonly target?: Target;
  /** The caller's patience in the lab's milliseconds; default 60,000. */
  readonly timeoutMs?: number;
  /** Stops the run; what was measured is kept. */
  readonly signal?: AbortSignal;
}

/** What a lab is made of; {@link openLab} puts it together. */
export interface LabParts extends Service {
  readonly part: string;
  readonly config: LabConfig;
  readonly backends: readonly RoutingBackend[];
  readonly clock: Clock;
  readonly embedded: Embedded | null;
  readonly resultsFolder: string;
}

/** A notebook's hold on the service, the regions and the clock. */
export class Lab {
  readonly part: string;
  readonly config: LabConfig;
  /** The configured backends, in the order of their letters. */
  readonly backends: readonly RoutingBackend[];
  readonly apim: Apim;
  readonly clock: Clock;
  readonly faults: Faults;
  /** The gateway's URL of the Responses operation, with the lab's key. */
  readonly gateway: Target;
  /** Where results and records go. */
  readonly resultsFolder: string;
  readonly #api: ApiSettings;
  readonly #key: Secret;
  readonly #embedded: Embedded | null;
  readonly #claims = new Claims();
  readonly #random: Random;
  #closed = false;

  constructor(parts: LabParts) {
    const { apim, api, key, clock, embedded } = parts;
    this.part = parts.part;
    this.config = parts.config;
    this.backends = parts.backends;
    this.apim = apim;
    this.clock = clock;
    this.resultsFolder = parts.resultsFolder;
    this.faults = new Faults(embedded?.endpoints ?? []);
    this.gateway = {
      url: `${apim.gatewayUrl}/${api.path}/responses`,
      headers: { "Ocp-Apim-Subscription-Key": key.reveal() },
      clock,
    };
    this.#api = api;
    this.#key = key;
    this.#embedded = embedded;
    this.#random = new Random(`${parts.config.seed}/${parts.part}`);
  }

  get target(): "embedded" | "azure" {
    return this.config.target;
  }

  /** For charts and tables: whether their times are simulated. */
  get time(): { readonly simulated: boolean; readonly unit: string } {
    const simulated = this.clock.speed !== 1;
    return { simulated, unit: simulated ? "simulated ms" : "ms" };
  }

  /** What the configuration says to every policy builder. */
  get options(): PolicyOptions {
    return { apiVersion: this.config.responsesApiVersion, auth: this.config.backendAuth };
  }

  /** What to set before strategies can route, or null when there are backends enough. */
  get tooFewBackends(): string | null {
    return tooFewBackends(this.config);
  }

  /** Puts the strategy's entities and its policy, waits until the gateway serves it, and says so unless `quiet`. */
  async deploy(
    strategy: StrategyPolicy,
    { quiet = false, signal }: { readonly quiet?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    this.#mustBeOpen();
    const served = await deployStrategy(this.apim, strategy, {
      api: this.#api,
      key: this.#key,
      clock: new SystemClock(),
      signal,
    });
    if (quiet) return;
    await show(
      `**${strategy.name}** is served (revision \`${strategy.revision}\`, after ${
        Math.round(served.waitedMs)
      } ms).`,
    );
  }

  /**
   * Puts a policy document as it is, without any entity. It carries no revision to wait for: the embedded gateway
   * serves it at once, Azure gets the ten seconds that its documentation gives.
   */
  async putPolicy(document: Omit<PolicyDocument, "apiId">, signal?: AbortSignal): Promise<void> {
    await applyPolicy(this.apim, { ...document, apiId: this.#api.id }, { signal });
    if (this.target === "azure") await this.clock.sleep(PROPAGATION_MS, signal);
  }

  /** Puts one of the original's policies, keys in its text and all; removed with the next policy. */
  putExhibit({ xml, format, shown }: Exhibit, signal?: AbortSignal): Promise<void> {
    return this.putPolicy({ xml: xml.reveal(), format, shown }, signal);
  }

  /** A backend called without the gateway, on the API that the traffic uses. */
  direct(backend: RoutingBackend): Target {
    return {
      url: `${backend.endpoint}/openai/responses?api-version=${this.config.responsesApiVersion}`,
      headers: { "api-key": backend.apiKey?.reveal() ?? "" },
      model: backend.deployment,
      clock: this.clock,
    };
  }

  /** One request through the gateway. */
  send(options: SendOptions = {}): Promise<RequestRecord> {
    return send(this.gateway, options);
  }

  /** One after the other, `delayMs` between reply and next request. */
  sequence(
    label: string,
    options: LabRunOptions & { readonly delayMs?: number },
  ): Promise<RequestRecord[]> {
    return this.#run(label, options, (target, run) => runSequence(target, { ...options, ...run }));
  }

  /** `workers` callers that each wait for their reply. */
  closedLoop(
    label: string,
    options: LabRunOptions & { readonly workers: number },
  ): Promise<RequestRecord[]> {
    return this.#run(
      label,
      options,
      (target, run) => runClosedLoop(target, { ...options, ...run }),
    );
  }

  /** Arrivals at a rate, whether or not earlier ones were answered; Poisson unless told otherwise. */
  openLoop(
    label: string,
    options: LabRunOptions & {
      readonly perSecond: number;
      readonly arrivals?: "poisson" | "even";
      /** Runs of the same schedule get the same arrivals; default: the run's label. */
      readonly schedule?: string;
      /** Faults that are switched on and off while the run goes on; none on Azure. */
      readonly incidents?: readonly Incident[];
    },
  ): Promise<RequestRecord[]> {
    const { count, perSecond, schedule = label } = options;
    const arrivals = options.arrivals === "even"
      ? evenArrivals(count, perSecond)
      : poissonArrivals(count, perSecond, this.#random.fork(schedule));
    return this.#run(label, options, async (target, run) => {
      const [records] = await Promise.all([
        runOpenLoop(target, { ...options, ...run, arrivals }),
        playIncidents(this, options.incidents ?? [], run.signal),
      ]);
      return records;
    });
  }

  /** Shows a run in a few lines, and gives its figures. */
  async summary(label: string, records: readonly RequestRecord[]): Promise<Summary> {
    const { summary, shown } = runSummary(label, records, this.time.unit);
    await show(shown);
    return summary;
  }

  /** The results file of this notebook, in the original's format; whole after each run added to it. */
  results(): Promise<ResultsFile> {
    return ResultsFile.create(this.resultsFolder, {
      now: new SystemClock().now(),
      apimService: this.apim.serviceName,
      target: this.target,
      backends: this.backends,
      seed: this.config.seed,
    });
  }

  /** Measures one backend with `AzureOpenAI`: warm-up dropped, the API that the traffic uses. */
  measure(backend: RoutingBackend, options: MeasureOptions = {}): Promise<Measurement> {
    return measureLatency({
      endpoint: backend.endpoint,
      apiKey: backend.apiKey?.reveal() ?? "",
      deployment: backend.deployment,
      apiVersion: this.config.responsesApiVersion,
      clock: this.clock,
    }, options);
  }

  /** Lets `ms` of the lab's time pass. */
  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal);
  }

  /** Sends one request with tracing on, and gives what the gateway did with it as a tree. */
  async traceTree(
    payload?: Readonly<Record<string, unknown>>,
  ): Promise<{ record: RequestRecord; shown: Showable }> {
    const token = await debugToken(this.apim, this.#api.id);
    let traceId: string | null = null;
    const record = await send({
      ...this.gateway,
      headers: { ...this.gateway.headers, "Apim-Debug-Authorization": token.reveal() },
    }, { payload, onHeaders: (headers) => traceId = headers.get("Apim-Trace-Id") });
    if (traceId === null) {
      throw new Error("the gateway traced nothing: its reply has no Apim-Trace-Id");
    }
    return { record, shown: { text: traceTree(await readTrace(this.apim, traceId)) } };
  }

  /** Makes sure that API, operations and backends are there; nothing changes where nothing is missing. */
  async prepare(): Promise<void> {
    await ensureApi(this.apim, this.#api);
    for (const backend of this.backends) {
      const { namedValues, backends } = baseline(backend, this.options);
      for (const value of namedValues) await ensureNamedValue(this.apim, value);
      for (const entity of backends) await ensureBackend(this.apim, entity);
    }
  }

  /**
   * Checks a claim on what was measured, and shows it.
   * @param options.onlyOn the target on which it can be decided at all; undecided on the other.
   */
  claim(
    statement: string,
    outcome: boolean | Outcome,
    measured: string,
    { onlyOn = this.target }: { readonly onlyOn?: Lab["target"] } = {},
  ): Promise<void> {
    const decided = onlyOn === this.target;
    return this.#claims.check(statement, decided ? outcome : "undecided", measured);
  }

  /**
   * Ends the notebook: frees what it holds and verifies its claims. On Azure what the lab made stays for the
   * next notebook, unless `cleanUp` is asked for.
   * @throws ClaimError when a claim failed.
   */
  async close(options: { readonly cleanUp?: boolean } = {}): Promise<void> {
    if (options.cleanUp) {
      const { removed } = await cleanUp(this.apim);
      await show(`Removed: ${removed.length === 0 ? "nothing" : removed.join(", ")}.`);
    }
    this.#embedded?.close();
    this.#closed = this.#embedded !== null;
    await this.#claims.verify();
  }

  /** @throws UserError once the embedded APIM was ended. */
  #mustBeOpen(): void {
    if (!this.#closed) return;
    throw new UserError("This lab is closed: run the notebook's set-up cell again.");
  }

  /**
   * Runs with progress in the cell and every record on disk as it comes.
   * @throws InterruptedError when the cell was interrupted: claims on half a run would mislead.
   */
  async #run(
    label: string,
    { count, target = this.gateway, signal }: LabRunOptions,
    run: (
      target: Target,
      options: { onRecord: (record: RequestRecord) => void; signal: AbortSignal },
    ) => Promise<RequestRecord[]>,
  ): Promise<RequestRecord[]> {
    this.#mustBeOpen();
    using interruption = new Interruption();
    const either = AbortSignal.any([interruption.signal, ...(signal ? [signal] : [])]);
    const log = await RunLog.open(this.resultsFolder, this.part, label);
    const progress = new Progress(label, count);
    const onRecord = (record: RequestRecord) => {
      log.write(record);
      progress.record(record);
    };
    try {
      const records = await progress.during(run(target, { onRecord, signal: either }));
      if (log.problem !== null) await show(`⚠️ ${log.problem}`);
      if (interruption.signal.aborted) {
        throw new InterruptedError(
          `Interrupted: ${records.length} of ${count} requests were sent, and are in ${log.path}. ` +
            "Run the cell again for the whole run.",
        );
      }
      return records;
    } finally {
      log.close();
    }
  }
}

/** The service, found, with the lab's API and key. */
export interface Service {
  readonly apim: Apim;
  readonly api: ApiSettings;
  readonly key: Secret;
}

/** Finds the service and makes sure that the lab's API, its operations and a key are there. */
export async function prepareService(
  config: LabConfig,
  embedded: Embedded | null,
): Promise<Service> {
  const { subscriptionId, resourceGroup, serviceName, apiId, apiPath, subscriptionKey } =
    config.apim;
  const apim = await connect({
    subscriptionId,
    resourceGroup,
    serviceName,
    endpoint: embedded?.managementUrl,
    gatewayUrl: embedded?.gatewayUrl,
  });
  const api = { id: apiId, path: apiPath };
  await ensureApi(apim, api);
  const key = subscriptionKey ?? (await ensureSubscription(apim, apiId)).key;
  return { apim, api, key };
}
