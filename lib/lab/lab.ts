/**
 * The lab: one object through which a notebook deploys policies, sends traffic and checks its claims, the same
 * on the embedded APIM and on Azure.
 * @module
 */
import { table } from "../core/table.ts";
import {
  type Apim,
  type ApiSettings,
  applyPolicy,
  cleanUp,
  ensureEntities,
  type PolicyDocument,
  putStrategy,
  type Served,
  strategyServed,
} from "../apim/mod.ts";
import { type Clock, SystemClock } from "../core/clock.ts";
import { Random } from "../core/random.ts";
import type { Secret } from "../core/secret.ts";
import { UserError } from "../core/user_error.ts";
import {
  baseline,
  entityName,
  type PolicyOptions,
  type RoutingBackend,
  type StrategyPolicy,
} from "../policies/mod.ts";
import { type Exhibit, storedForm } from "../policies/exhibits/mod.ts";
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
} from "../workload/mod.ts";
import { ResultsFile, type Summary } from "../analysis/mod.ts";
import { Claims, type Outcome } from "./claims.ts";
import { RequestBudget } from "./target/budget.ts";
import { type LabConfig, tooFewBackends } from "./config/config.ts";
import { show, type Showable } from "./show/display.ts";
import { onTheWire, type WireTargets } from "./embedded/wire.ts";
import type { EmbeddedWorld } from "./embedded/world.ts";
import { expectedCost } from "./expected.ts";
import { Faults, type Regions } from "./target/faults.ts";
import { cheatSheet, helpOn } from "./show/help.ts";
import { type Incident, playIncidents } from "./runs/incidents.ts";
import { interruptSignal, orInterrupted, wasInterrupted } from "./interruption.ts";
import { MockFaults } from "./target/mock_faults.ts";
import { withModelToken } from "./target/model_token.ts";
import { checkReach } from "./target/reach.ts";
import {
  type LabRunOptions,
  requireBackend,
  requireOptions,
  RUN_OPTIONS,
} from "./runs/run_options.ts";
import { escapeMarkdown } from "./show/markdown.ts";
import { exerciseOf, type Mark, mark } from "./exercises/mod.ts";
import { runSummary } from "./show/run_summary.ts";
import { requirePolicy } from "./target/require_policy.ts";
import { timeOf, type TimeUnit, type WatchedOptions, watchedRun } from "./runs/watched_run.ts";
import type { Service } from "./target/service.ts";
import { tracedRequest } from "./runs/traced_request.ts";

/** How long a policy may take to reach a live gateway: "normally less than 10 seconds". */
const PROPAGATION_MS = 15_000;

/**
 * What passes on the embedded target while a policy reaches the gateway: buckets drain and breakers close, so that no
 * run starts with the load of the one before. Assumption: about what it takes in Azure, to look at the result included.
 */
const EMBEDDED_DEPLOY_MS = 60_000;

/** A policy document for the lab's API. */
type LabDocument = Omit<PolicyDocument, "apiId">;

/** What a lab is made of; {@link openLab} puts it together. */
export interface LabParts extends Service {
  readonly part: string;
  readonly config: LabConfig;
  readonly backends: readonly RoutingBackend[];
  readonly clock: Clock;
  /** null on Azure. */
  readonly world: EmbeddedWorld | null;
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
  /** The gateway's URL of the Responses operation, with the lab's key. Any HTTP client may call it. */
  readonly gateway: Target;
  /** What requests may still be sent; no limit on the embedded target. */
  readonly budget: RequestBudget;
  /** How the lab's own requests travel: on the embedded target in process, which knows the regions by their names. */
  readonly fetch: Fetch;
  /** Where results and records go. */
  readonly resultsFolder: string;
  readonly #api: ApiSettings;
  readonly #key: Secret;
  readonly #world: EmbeddedWorld | null;
  readonly #claims = new Claims();
  readonly #random: Random;
  /** What plays faults on Azure; null on the embedded target. */
  readonly #mock: MockFaults | null;
  /** Backends that are reached by way of the mock, and what was put last. */
  #viaMock: ReadonlySet<string> = new Set();
  #current: { readonly strategy: StrategyPolicy } | { readonly document: LabDocument } | null =
    null;
  /** Whether the gateway serves the baseline, and the lab put nothing else since. */
  #atBaseline = false;
  /** Why nothing works any more; null while it does. */
  #closed: string | null = null;

  constructor(parts: LabParts) {
    const { apim, api, key, clock, world } = parts;
    this.part = parts.part;
    this.config = parts.config;
    this.backends = parts.backends;
    this.apim = apim;
    this.clock = clock;
    this.resultsFolder = parts.resultsFolder;
    this.#mock = world ? null : new MockFaults({
      apim,
      backends: parts.backends,
      clock,
      fetch: globalThis.fetch,
    });
    this.faults = new Faults(world ?? this.#playedFaults(this.#mock!));
    this.budget = new RequestBudget(world ? null : parts.config.maxRequests);
    this.fetch = world?.fetch ?? globalThis.fetch;
    this.gateway = {
      url: `${world?.socketUrl ?? apim.gatewayUrl}/${api.path}/responses`,
      headers: { "Ocp-Apim-Subscription-Key": key.reveal() },
      clock,
      fetch: this.#mock?.fetch ?? this.fetch,
    };
    this.#api = api;
    this.#key = key;
    this.#world = world;
    this.#random = new Random(`${parts.config.seed}/${parts.part}`);
  }

  get target(): "embedded" | "azure" {
    return this.config.target;
  }

  /** For charts and tables: whether their times are simulated. */
  get time(): TimeUnit {
    return timeOf(this.clock);
  }

  /** What the configuration says to every policy builder. */
  get options(): PolicyOptions {
    const { responsesApiVersion: apiVersion, backendAuth: auth } = this.config;
    const { owner, access: { cloud } } = this.apim;
    return {
      apiVersion,
      auth,
      ...(owner !== "" && { entityPrefix: `${owner}-` }),
      ...(auth === "managed-identity" && { tokenResource: cloud.modelsAudience }),
    };
  }

  /** What to set before strategies can route, or null when there are backends enough. */
  get tooFewBackends(): string | null {
    return tooFewBackends(this.config);
  }

  /**
   * Puts the strategy's entities and its policy, waits until the gateway serves it, and says so unless `quiet`. On the
   * embedded target a minute of the lab's time passes: buckets drain and breakers close.
   * @throws UserError for what is no policy; ApimError, PolicyRejectedError; InterruptedError
   */
  async deploy(
    strategy: StrategyPolicy,
    { quiet = false, signal }: { readonly quiet?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    this.#mustBeOpen();
    requirePolicy(strategy);
    const ended = interruptSignal(signal);
    this.#atBaseline = false;
    this.#viaMock = new Set(this.#mock?.faults.keys());
    const served = await this.#put(strategy, ended);
    await this.#world?.rest(EMBEDDED_DEPLOY_MS, ended);
    if (quiet) return;
    const after = this.#world ? "" : `, after ${Math.round(served.waitedMs)} ms`;
    await show(`**${strategy.name}** is served (revision \`${strategy.revision}\`${after}).`);
  }

  /**
   * Puts a policy document as it is, without any entity. It carries no revision to wait for: the embedded gateway
   * serves it at once (and a minute of the lab's time passes), Azure gets the ten seconds that its documentation gives.
   * @throws PolicyRejectedError with each finding's line and column; ApimError, InterruptedError
   */
  async putPolicy(document: LabDocument, signal?: AbortSignal): Promise<void> {
    this.#mustBeOpen();
    if (typeof document?.xml !== "string") {
      throw new UserError(
        "lab.putPolicy takes a document: lab.putPolicy({ xml: `<policies>...</policies>` }).",
      );
    }
    const ended = interruptSignal(signal);
    this.#viaMock = new Set(this.#mock?.faults.keys());
    await this.#putDocument(document, ended);
  }

  async #putDocument(document: LabDocument, ended: AbortSignal): Promise<void> {
    this.#atBaseline = false;
    this.#current = { document };
    const xml = this.#mock?.inText(document.xml, this.#viaMock) ?? document.xml;
    await this.#timeless(
      applyPolicy(this.apim, { ...document, xml, apiId: this.#api.id }, { signal: ended }),
      ended,
    );
    await (this.#world?.rest(EMBEDDED_DEPLOY_MS, ended) ?? this.clock.sleep(PROPAGATION_MS, ended));
  }

  /**
   * Puts one of the original's policies. It had the keys in its text; what is stored names the secret named values
   * that hold them. It serves until the next policy does, at the latest until the lab is closed.
   */
  putExhibit(exhibit: Exhibit, signal?: AbortSignal): Promise<void> {
    return this.putPolicy(storedForm(exhibit, this.backends, this.options), signal);
  }

  /** The name of a backend's entity on the service, for a policy of one's own. */
  entityOf(backend: RoutingBackend): string {
    return entityName(backend, this.options);
  }

  /** What a policy of one's own needs to sign in to the backends: nothing where their entities hold keys. */
  get signIn(): string {
    const { auth, tokenResource } = this.options;
    return auth === "managed-identity"
      ? `\n    <authentication-managed-identity resource="${tokenResource}" />`
      : "";
  }

  /** A backend called without the gateway, on the API that the traffic uses. */
  direct(backend: RoutingBackend): Target {
    this.#mustBeOneOfItsBackends("lab.direct", backend);
    const { apiKey } = backend;
    return {
      url: `${backend.endpoint}/openai/responses?api-version=${this.config.responsesApiVersion}`,
      headers: apiKey === null ? {} : { "api-key": apiKey.reveal() },
      model: backend.deployment,
      clock: this.clock,
      fetch: this.#directly(backend),
    };
  }

  #directly({ apiKey }: RoutingBackend): Fetch {
    return apiKey === null ? withModelToken(this.apim, this.fetch) : this.fetch;
  }

  /** One request through the gateway. */
  async send(options: SendOptions = {}): Promise<RequestRecord> {
    this.#mustBeOpen();
    requireOptions("lab.send", options, SEND_OPTIONS);
    this.budget.spend(1, "lab.send");
    const signal = interruptSignal(options.signal);
    const record = await this.#inTime(send(this.gateway, { ...options, signal }));
    if (wasInterrupted(signal)) throw signal.reason;
    return record;
  }

  /** One after the other, `delayMs` between reply and next request. */
  sequence(
    label: string,
    options: LabRunOptions & { readonly delayMs?: number },
  ): Promise<RequestRecord[]> {
    requireOptions("lab.sequence", options, [...RUN_OPTIONS, "delayMs"]);
    return this.#run(label, options, (target, run) => runSequence(target, { ...options, ...run }));
  }

  /** `workers` callers that each wait for their reply. */
  closedLoop(
    label: string,
    options: LabRunOptions & { readonly workers: number },
  ): Promise<RequestRecord[]> {
    requireOptions("lab.closedLoop", options, [...RUN_OPTIONS, "workers"], ["workers"]);
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
    requireOptions("lab.openLoop", options, [...RUN_OPTIONS, ...OPEN_LOOP_OPTIONS], ["perSecond"]);
    const { count, perSecond, schedule = label } = options;
    const arrivals = options.arrivals === "even"
      ? evenArrivals(count, perSecond)
      : poissonArrivals(count, perSecond, this.#random.fork(schedule));
    return this.#run(label, options, async (target, run) => {
      for (const { backend } of options.incidents ?? []) await this.#reachByMock(backend);
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
      notebook: this.part,
      target: this.target,
      backends: this.backends,
      seed: this.config.seed,
    });
  }

  /** Measures one backend with `AzureOpenAI`: warm-up dropped, the API that the traffic uses. */
  async measure(backend: RoutingBackend, options: MeasureOptions = {}): Promise<Measurement> {
    this.#mustBeOpen();
    this.#mustBeOneOfItsBackends("lab.measure", backend);
    requireOptions("lab.measure", options, ["samples", "warmUp", "payload", "timeoutMs", "signal"]);
    const { samples = SAMPLES, warmUp = WARM_UP } = options;
    this.budget.spend(samples + warmUp, `measuring ${backend.id}`);
    const signal = interruptSignal(options.signal);
    const measurement = await this.#inTime(measureLatency({
      endpoint: backend.endpoint,
      apiKey: backend.apiKey?.reveal() ?? null,
      deployment: backend.deployment,
      apiVersion: this.config.responsesApiVersion,
      clock: this.clock,
      fetch: this.#directly(backend),
    }, { ...options, signal }));
    if (wasInterrupted(signal)) throw signal.reason;
    return measurement;
  }

  /**
   * Does `body` with targets on real sockets and a real clock: what is measured there is this machine's. On the
   * embedded target a gateway of its own and one region that answers at once, in a process thread of their own, are
   * started for it and ended after it; on Azure the targets are the
   * first backend, and the gateway with that backend's baseline.
   */
  async onTheWire<T>(body: (targets: WireTargets) => Promise<T>): Promise<T> {
    this.#mustBeOpen();
    if (this.#world) return await onTheWire(this.config, body);
    await this.serveBaseline();
    return await body({ direct: this.direct(this.backends[0]), gateway: this.gateway });
  }

  /** Lets `ms` of the lab's time pass. @throws UserError for what is no span of time */
  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    this.#mustBeOpen();
    if (!Number.isFinite(ms) || ms < 0) {
      throw new UserError(
        `lab.wait takes milliseconds, as in lab.wait(30_000): it is ${JSON.stringify(ms) ?? ms}.`,
      );
    }
    await this.#inTime(this.clock.sleep(ms, interruptSignal(signal)));
  }

  /**
   * A fresh start without opening the lab again: faults are off, breakers, buckets, counters and caches are as on the
   * first day; policies stay. On Azure there is nothing to reset.
   */
  async reset(): Promise<void> {
    this.#mustBeOpen();
    const faults = [...this.faults.on.keys()];
    await this.#world?.reset();
    const off = faults.length === 0 ? "no fault was on" : `faults of ${faults.join(", ")} are off`;
    await show(
      this.#world
        ? `Reset: ${off}; breakers, buckets, counters and caches start anew. Policies stay.`
        : "Nothing to reset on Azure: no fault can be switched on there, and the rest is the service's.",
    );
  }

  /** Before anything is sent: how much will be. */
  async sayWhatItCosts(): Promise<void> {
    const [{ deployment }] = this.backends;
    const expected = expectedCost(this.part, deployment, this.config.maxRequests);
    if (expected !== null) await show(`**This notebook sends** ${expected}.`);
  }

  /** On Azure: whether each backend answers. @returns what is worth knowing @throws UserError that says what to do */
  async checkReach(): Promise<string[]> {
    if (this.#world) return [];
    this.budget.spend(this.backends.length + 1, "looking whether each backend answers");
    return await checkReach({
      backends: this.backends,
      direct: (backend) => this.direct(backend),
      gateway: this.gateway,
      signal: interruptSignal(),
    });
  }

  /** Sends one request with tracing on, and gives its story: what the gateway did with it, attempt by attempt. */
  async traceTree(
    payload?: Readonly<Record<string, unknown>>,
  ): Promise<{ record: RequestRecord; shown: Showable }> {
    this.#mustBeOpen();
    if (this.apim.sku.endsWith("V2")) {
      const text = `Services of the ${this.apim.sku} tier trace no requests: it was sent without.`;
      return { record: await this.send({ payload }), shown: { text } };
    }
    this.budget.spend(1, "lab.traceTree");
    const signal = interruptSignal();
    const { apim, gateway } = this;
    const request = { apim, apiId: this.#api.id, gateway, payload, unit: this.time.unit, signal };
    return await orInterrupted(this.#inTime(tracedRequest(request)), signal);
  }

  /**
   * Shows a cheat sheet, or what the documentation says of a name: `await lab.help("openLoop")`.
   * @param name an export of the library or a member of the lab.
   */
  async help(name?: string): Promise<void> {
    const members = [...Object.getOwnPropertyNames(Lab.prototype), ...Object.keys(this)];
    await show(name === undefined ? cheatSheet() : await helpOn(name, members));
  }

  /**
   * Shows where the gateway's console is: requests, traces, breakers and policies, live in a browser.
   * @returns its address; null on Azure, which has a portal of its own
   */
  async console(): Promise<string | null> {
    const url = this.#world?.consoleUrl ?? null;
    await show(
      url === null
        ? "The console looks into the embedded APIM. For a service on Azure use the portal: its APIs have a trace, and its backends their breakers' events."
        : `The console of this lab's gateway: [${url}](${url}). It shows what is sent while it is open.`,
    );
    return url;
  }

  /** Deploys the first backend's baseline, so that the gateway has something to serve, and nothing of an exhibit. */
  async serveBaseline(): Promise<void> {
    if (!this.#atBaseline) this.#viaMock = new Set();
    if (!this.#atBaseline) await this.#put(baseline(this.backends[0], this.options));
    this.#atBaseline = true;
  }

  /** Makes sure that API, operations and backends are there; nothing changes where nothing is missing. */
  prepare(): Promise<void> {
    const signal = interruptSignal();
    const all = this.backends.map((backend) => baseline(backend, this.options));
    return this.#timeless(ensureEntities(this.apim, this.#api, all, signal), signal);
  }

  /**
   * Checks a claim on what was measured, and shows it.
   * @param options.onlyOn the target on which it can be decided at all; undecided on the other.
   * @param options.why why only there
   */
  claim(
    statement: string,
    outcome: boolean | Outcome,
    measured: string,
    { onlyOn = this.target, why = "it takes simulated regions" }: {
      readonly onlyOn?: Lab["target"];
      readonly why?: string;
    } = {},
  ): Promise<void> {
    if (onlyOn === this.target) return this.#claims.check(statement, outcome, measured);
    const reason = `decided on the ${onlyOn === "azure" ? "live" : onlyOn} APIM only: ${why}`;
    return this.#claims.check(statement, "undecided", `${measured} (${reason})`);
  }

  /**
   * Says whether an exercise's answer is right. Where there is none yet, it says what is wanted. In a notebook of
   * solutions it is a claim.
   * @param number of the exercise in this notebook, from 1
   * @throws UserError for an exercise that there is not
   */
  async exercise(number: number, answer?: unknown): Promise<void> {
    const { mark: given, says } = mark(exerciseOf(this.part, number), answer, this);
    if (this.part.startsWith("solutions")) {
      const outcome = given === "right" ? "holds" : given === "undecided" ? given : "fails";
      return await this.#claims.check(`The answer to exercise ${number} is right`, outcome, says);
    }
    const text = `${EXERCISE_MARKS[given]} Exercise ${number}, ${given}: ${says}`;
    await show({ markdown: escapeMarkdown(text), text });
  }

  /**
   * Ends the notebook: frees what it holds and verifies its claims. On Azure what the lab made stays for the
   * next notebook, unless `cleanUp` is asked for.
   * @throws ClaimError when a claim failed.
   */
  async close(options: { readonly cleanUp?: boolean } = {}): Promise<void> {
    if (options.cleanUp) {
      const { removed, left } = await cleanUp(this.apim);
      await show(`Removed: ${removed.length === 0 ? "nothing" : removed.join(", ")}.`);
      for (const { what, why } of left) await show(`⚠️ Not removed: ${what}. ${why}`);
    } else if (this.#world === null) await this.serveBaseline();
    if (this.#world === null) await show(`**Sent:** ${this.budget.sent} requests to models.`);
    await this.end("This lab is closed: run the notebook's set-up cell again.");
    await this.#claims.verify();
  }

  /**
   * Frees what the lab holds, without a look at its claims. On Azure it holds nothing.
   * @param why what to say to whoever uses it all the same.
   */
  async end(why: string): Promise<void> {
    if (this.#world === null || this.#closed !== null) return;
    this.#closed = why;
    await this.#world.close();
  }

  /** Whether the embedded APIM was ended. */
  get closed(): boolean {
    return this.#closed !== null;
  }

  /** @throws UserError once the embedded APIM was ended. */
  #mustBeOpen(): void {
    if (this.#closed !== null) throw new UserError(this.#closed);
  }

  /** Puts entities and policy, and waits until the gateway serves it. */
  async #put(strategy: StrategyPolicy, signal = interruptSignal()): Promise<Served> {
    const options = {
      api: this.#api,
      key: this.#key,
      clock: this.#world ? new SystemClock() : this.clock,
      fetch: this.fetch,
      signal,
    };
    this.#current = { strategy };
    const policy = this.#mock?.before(strategy, this.#viaMock) ?? strategy;
    await this.#timeless(putStrategy(this.apim, policy, options), signal);
    return await orInterrupted(strategyServed(this.apim, policy, options), signal);
  }

  /** On Azure faults are played by a mock, to which the backend's requests have to go first. */
  #playedFaults(mock: MockFaults): Regions {
    return {
      faults: mock.faults,
      stats: () => mock.stats(),
      switchFaults: async (id, faults) => {
        mock.switchFaults(id, faults);
        if (faults.length > 0) await this.#reachByMock(id);
      },
    };
  }

  async #reachByMock(id: string): Promise<void> {
    if (this.#mock === null || this.#viaMock.has(id)) return;
    const signal = interruptSignal();
    await this.#mock.ensure(signal);
    this.#viaMock = new Set([...this.#viaMock, id]);
    if (this.#current === null) return;
    if ("strategy" in this.#current) await this.#put(this.#current.strategy, signal);
    else await this.#putDocument(this.#current.document, signal);
  }

  #mustBeOneOfItsBackends(call: string, given: unknown): void {
    requireBackend(call, given, this.backends.map(({ id }) => id));
  }

  /** Management takes real time; on the embedded target the lab's time stands still meanwhile. */
  #timeless<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
    return orInterrupted(this.#world?.clock.hold(work) ?? work, signal);
  }

  /** On the embedded target the clock moves as far as `work` takes. */
  #inTime<T>(work: Promise<T>): Promise<T> {
    return this.#world?.clock.until(work) ?? work;
  }

  #run(
    label: string,
    options: LabRunOptions,
    run: (target: Target, options: WatchedOptions) => Promise<RequestRecord[]>,
  ): Promise<RequestRecord[]> {
    this.#mustBeOpen();
    this.budget.spend(options.count, label);
    const { part, resultsFolder, clock, config: { pace }, options: { entityPrefix } } = this;
    const world = this.#world;
    const watched = { part, resultsFolder, clock, world, pace, entityPrefix };
    return watchedRun(watched, label, { target: this.gateway, ...options }, run);
  }
}

const EXERCISE_MARKS: Readonly<Record<Mark, string>> = table({
  right: "🎓",
  "not yet": "🔁",
  unanswered: "✏️",
  undecided: "✏️",
});

const SEND_OPTIONS = ["payload", "index", "runStart", "due", "timeoutMs", "signal", "onHeaders"];
const OPEN_LOOP_OPTIONS = ["perSecond", "arrivals", "schedule", "incidents"];
