/**
 * The lab: one object through which a notebook deploys policies, sends traffic and checks its claims, the same
 * on the embedded APIM and on Azure.
 * @module
 */
import { type Apim, cleanUp } from "../apim/mod.ts";
import { type Clock, SystemClock } from "../core/clock.ts";
import { maskedWhenShown } from "../core/secret.ts";
import { abortSignal, flag, oneOfThese, text } from "../core/options.ts";
import { UserError } from "../core/user_error.ts";
import {
  entityName,
  type PolicyOptions,
  type RoutingBackend,
  type StrategyPolicy,
} from "../policies/mod.ts";
import { edited, type Exhibit, storedForm, withoutKeys } from "../policies/exhibits/mod.ts";
import type {
  Fetch,
  Measurement,
  MeasureOptions,
  RequestRecord,
  SendOptions,
  Target,
} from "../workload/mod.ts";
import { ResultsFile, type Summary } from "../analysis/mod.ts";
import { Claims, type Outcome } from "./claims.ts";
import { type LabConfig, tooFewBackends } from "./config/config.ts";
import { onTheWire, type WireTargets } from "./embedded/wire.ts";
import type { EmbeddedWorld } from "./embedded/world.ts";
import { exerciseOf, mark, outcomeOf, shownMark } from "./exercises/mod.ts";
import { interruptSignal } from "./interruption.ts";
import { requireBackend, requireOptions } from "./runs/run_options.ts";
import {
  type ClosedLoopOptions,
  type OpenLoopOptions,
  type SequenceOptions,
  Traffic,
} from "./runs/traffic.ts";
import { timeOf, type TimeUnit } from "./runs/watched_run.ts";
import { show, type Showable } from "./show/display.ts";
import { cheatSheet, helpOn } from "./show/help.ts";
import { runSummary } from "./show/run_summary.ts";
import { RequestBudget } from "./target/budget.ts";
import { Deployments, type LabDocument } from "./target/deployments.ts";
import { Faults } from "./target/faults.ts";
import { withModelToken } from "./target/model_token.ts";
import { requireDocument, requirePolicy } from "./target/require_policy.ts";
import type { Service } from "./target/service.ts";

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
  readonly #world: EmbeddedWorld | null;
  readonly #deployments: Deployments;
  readonly #traffic: Traffic;
  readonly #claims = new Claims();
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
    this.fetch = world?.fetch ?? globalThis.fetch;
    const { options, fetch } = this;
    this.#deployments = new Deployments({ ...parts, options, fetch });
    this.faults = new Faults(this.#deployments.regions);
    this.budget = new RequestBudget(world ? null : parts.config.maxRequests);
    this.gateway = {
      url: `${world?.socketUrl ?? apim.gatewayUrl}/${api.path}/responses`,
      headers: maskedWhenShown({ "Ocp-Apim-Subscription-Key": key.reveal() }),
      clock,
      fetch: this.#deployments.fetch,
    };
    const { faults, budget, gateway } = this;
    const { entityPrefix } = options;
    this.#traffic = new Traffic({ ...parts, entityPrefix, faults, budget, gateway });
    this.#world = world;
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
    options: { readonly quiet?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    this.#mustBeOpen();
    requirePolicy(strategy);
    requireOptions("lab.deploy", options, { quiet: flag, signal: abortSignal });
    const { quiet = false, signal } = options;
    const served = await this.#deployments.deploy(strategy, interruptSignal(signal));
    if (quiet) return;
    const after = this.#world ? "" : `, after ${Math.round(served.waitedMs)} ms`;
    await show(`**${strategy.name}** is served (revision \`${strategy.revision}\`${after}).`);
  }

  /**
   * Puts a policy document as it is, without any entity. It carries no revision to wait for: the embedded gateway
   * serves it at once (and a minute of the lab's time passes), Azure gets the ten seconds that its documentation gives.
   * In the place of a backend's key the secret named value is stored that holds it.
   * @throws PolicyRejectedError with each finding's line and column; ApimError, InterruptedError
   */
  async putPolicy(document: LabDocument, signal?: AbortSignal): Promise<void> {
    this.#mustBeOpen();
    requireDocument(document);
    const xml = withoutKeys(document.xml, this.backends, this.options);
    await this.#deployments.putPolicy({ ...document, xml }, interruptSignal(signal));
  }

  /**
   * Puts one of the original's policies. It had the keys in its text; what is stored names the secret named values
   * that hold them. It serves until the next policy does, at the latest until the lab is closed.
   * @param options.edit changes its text before it is put: repairs it, say
   */
  putExhibit(
    exhibit: Exhibit,
    { edit = (xml) => xml, signal }: {
      readonly edit?: (xml: string) => string;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<void> {
    const mine = edited(exhibit, edit);
    return this.putPolicy(storedForm(mine, this.backends, this.options), signal);
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
      headers: apiKey === null ? {} : maskedWhenShown({ "api-key": apiKey.reveal() }),
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
    return await this.#traffic.send(options);
  }

  /** One after the other, `delayMs` between reply and next request. */
  async sequence(label: string, options: SequenceOptions): Promise<RequestRecord[]> {
    this.#mustBeOpen();
    return await this.#traffic.sequence(label, options);
  }

  /** `workers` callers that each wait for their reply. */
  async closedLoop(label: string, options: ClosedLoopOptions): Promise<RequestRecord[]> {
    this.#mustBeOpen();
    return await this.#traffic.closedLoop(label, options);
  }

  /** Arrivals at a rate, whether or not earlier ones were answered; Poisson unless told otherwise. */
  async openLoop(label: string, options: OpenLoopOptions): Promise<RequestRecord[]> {
    this.#mustBeOpen();
    return await this.#traffic.openLoop(label, options);
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
    return await this.#traffic.measure(backend, this.#directly(backend), options);
  }

  /**
   * Does `body` with targets on real sockets and a real clock: what is measured there is this machine's. On the
   * embedded target a gateway of its own and one region that answers at once are started for it, in a thread of their
   * own, and ended after it; on Azure the targets are the first backend, and the gateway with that backend's baseline.
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
    const ended = interruptSignal(signal);
    await (this.#world?.rest(ms, ended) ?? this.clock.sleep(ms, ended));
  }

  /**
   * A fresh start without opening the lab again: faults are off, breakers, buckets, counters and caches are as on the
   * first day; policies stay. On Azure only faults are the lab's to reset.
   */
  async reset(): Promise<void> {
    this.#mustBeOpen();
    const faults = [...this.faults.on.keys()];
    await (this.#world?.reset() ?? this.faults.clear());
    const off = faults.length === 0 ? "no fault was on" : `faults of ${faults.join(", ")} are off`;
    await show(
      this.#world
        ? `Reset: ${off}; breakers, buckets, counters and caches start anew. Policies stay.`
        : `Reset: ${off}. Breakers, counters and caches are the service's, on Azure: they stay as they are.`,
    );
  }

  /** Sends one request with tracing on, and gives its story: what the gateway did with it, attempt by attempt. */
  async traceTree(
    payload?: Readonly<Record<string, unknown>>,
  ): Promise<{ record: RequestRecord; shown: Showable }> {
    this.#mustBeOpen();
    return await this.#traffic.traced(payload);
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
    await this.#deployments.serveBaseline(interruptSignal());
  }

  /** Makes sure that API, operations and backends are there; nothing changes where nothing is missing. */
  prepare(): Promise<void> {
    return this.#deployments.prepare(interruptSignal());
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
    options: { readonly onlyOn?: Lab["target"]; readonly why?: string } = {},
  ): Promise<void> {
    requireOptions("lab.claim", options, { onlyOn: oneOfThese("embedded", "azure"), why: text });
    const { onlyOn = this.target, why = "it takes simulated regions" } = options;
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
    const marked = mark(exerciseOf(this.part, number), answer, this);
    if (!this.part.startsWith("solutions")) return await show(shownMark(number, marked));
    const statement = `The answer to exercise ${number} is right`;
    await this.#claims.check(statement, outcomeOf(marked), marked.says);
  }

  /**
   * Ends the notebook: frees what it holds and verifies its claims. On Azure what the lab made stays for the
   * next notebook, unless `cleanUp` is asked for.
   * @throws ClaimError when a claim failed.
   */
  async close(options: { readonly cleanUp?: boolean } = {}): Promise<void> {
    requireOptions("lab.close", options, { cleanUp: flag });
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

  #mustBeOneOfItsBackends(call: string, given: unknown): void {
    requireBackend(call, given, this.backends.map(({ id }) => id));
  }
}
