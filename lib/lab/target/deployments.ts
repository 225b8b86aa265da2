/**
 * What the gateway serves for a lab: strategies, documents and baselines, put and waited for.
 * @module
 */
import {
  applyPolicy,
  ensureEntities,
  type PolicyDocument,
  putStrategy,
  type Served,
  strategyServed,
} from "../../apim/mod.ts";
import { type Clock, SystemClock } from "../../core/clock.ts";
import {
  baseline,
  type PolicyOptions,
  type RoutingBackend,
  type StrategyPolicy,
} from "../../policies/mod.ts";
import type { Fetch } from "../../workload/mod.ts";
import type { EmbeddedWorld } from "../embedded/world.ts";
import { interruptSignal, orInterrupted } from "../interruption.ts";
import type { Regions } from "./faults.ts";
import { MockFaults } from "./mock_faults.ts";
import type { Service } from "./service.ts";

/** How long a policy may take to reach a live gateway: "normally less than 10 seconds". */
const PROPAGATION_MS = 15_000;

/**
 * What passes on the embedded target while a policy reaches the gateway: buckets drain and breakers close, so that no
 * run starts with the load of the one before. Assumption: about what it takes in Azure, to look at the result included.
 */
const EMBEDDED_DEPLOY_MS = 60_000;

/** A policy document for the lab's API. */
export type LabDocument = Omit<PolicyDocument, "apiId">;

export interface DeploymentParts extends Service {
  readonly backends: readonly RoutingBackend[];
  readonly options: PolicyOptions;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** null on Azure. */
  readonly world: EmbeddedWorld | null;
}

/**
 * Puts policies on a lab's API. On Azure it also has the mock that plays faults, and puts what is served anew when a
 * backend's requests have to go by way of it.
 */
export class Deployments {
  /** What faults are switched on in. */
  readonly regions: Regions;
  /** For requests to the gateway: says which faults to play. */
  readonly fetch: Fetch;
  readonly #parts: DeploymentParts;
  readonly #mock: MockFaults | null;
  /** Backends that are reached by way of the mock, and what was put last. */
  #viaMock: ReadonlySet<string> = new Set();
  #current: { readonly strategy: StrategyPolicy } | { readonly document: LabDocument } | null =
    null;
  /** Whether the gateway serves the baseline, and nothing else was put since. */
  #atBaseline = false;

  constructor(parts: DeploymentParts) {
    this.#parts = parts;
    this.#mock = parts.world ? null : new MockFaults(parts);
    this.regions = parts.world ?? this.#played(this.#mock!);
    this.fetch = this.#mock?.fetch ?? parts.fetch;
  }

  /** Makes sure that API, operations and the backends' entities are there. */
  prepare(signal: AbortSignal): Promise<void> {
    const { apim, api, backends, options } = this.#parts;
    const all = backends.map((backend) => baseline(backend, options));
    return this.#timeless(ensureEntities(apim, api, all, signal), signal);
  }

  /** Serves a strategy; see {@link Lab.deploy}. */
  async deploy(strategy: StrategyPolicy, signal: AbortSignal): Promise<Served> {
    this.#newPolicy();
    const served = await this.#put(strategy, signal);
    await this.#parts.world?.rest(EMBEDDED_DEPLOY_MS, signal);
    return served;
  }

  /** Serves a document as it is; see {@link Lab.putPolicy}. */
  putPolicy(document: LabDocument, signal: AbortSignal): Promise<void> {
    this.#newPolicy();
    return this.#putDocument(document, signal);
  }

  /** Serves the first backend's baseline, by no mock; nothing is put where it is served already. */
  async serveBaseline(signal: AbortSignal): Promise<void> {
    if (this.#atBaseline) return;
    const { backends, options } = this.#parts;
    this.#viaMock = new Set();
    await this.#put(baseline(backends[0], options), signal);
    this.#atBaseline = true;
  }

  /** Only backends with a fault on go by way of the mock from here. */
  #newPolicy(): void {
    this.#atBaseline = false;
    this.#viaMock = new Set(this.#mock?.faults.keys());
  }

  /** Puts entities and policy, and waits until the gateway serves it. */
  async #put(strategy: StrategyPolicy, signal: AbortSignal): Promise<Served> {
    const { apim, api, key, world, fetch } = this.#parts;
    const clock = world ? new SystemClock() : this.#parts.clock;
    const options = { api, key, clock, fetch, signal };
    this.#current = { strategy };
    const policy = this.#mock?.before(strategy, this.#viaMock) ?? strategy;
    await this.#timeless(putStrategy(apim, policy, options), signal);
    return await orInterrupted(strategyServed(apim, policy, options), signal);
  }

  async #putDocument(document: LabDocument, signal: AbortSignal): Promise<void> {
    const { apim, api, clock, world } = this.#parts;
    this.#current = { document };
    const xml = this.#mock?.inText(document.xml, this.#viaMock) ?? document.xml;
    await this.#timeless(
      applyPolicy(apim, { ...document, xml, apiId: api.id }, { signal }),
      signal,
    );
    await (world?.rest(EMBEDDED_DEPLOY_MS, signal) ?? clock.sleep(PROPAGATION_MS, signal));
  }

  /** Faults that a mock plays, to which the backend's requests have to go first. */
  #played(mock: MockFaults): Regions {
    return {
      faults: mock.faults,
      stats: () => mock.stats(),
      switchFaults: async (id, faults) => {
        mock.switchFaults(id, faults);
        if (faults.length > 0) await this.#reachByMock(mock, id);
      },
      prepare: (id) => this.#reachByMock(mock, id),
    };
  }

  async #reachByMock(mock: MockFaults, id: string): Promise<void> {
    if (this.#viaMock.has(id)) return;
    const signal = interruptSignal();
    await mock.ensure(signal);
    this.#atBaseline = false; // the gateway's baseline goes by no mock
    this.#viaMock = new Set([...this.#viaMock, id]);
    if (this.#current === null) return;
    if ("strategy" in this.#current) await this.#put(this.#current.strategy, signal);
    else await this.#putDocument(this.#current.document, signal);
  }

  /** Management takes real time; on the embedded target the lab's time stands still meanwhile. */
  #timeless<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
    return orInterrupted(this.#parts.world?.clock.hold(work) ?? work, signal);
  }
}
