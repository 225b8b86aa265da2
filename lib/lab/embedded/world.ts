/**
 * The embedded APIM and its simulated regions, in this process and on one virtual clock.
 *
 * In process, because only then can the clock know that nothing can go on but by time passing: what a run reports
 * then depends on the seed alone, and a run takes as long as its computing does. Sockets stay open beside it, for
 * the SDK, for `fetch` in a cell and for other programs: they lead to the same gateway, and a request that comes
 * by one moves the same clock as far as its answer takes.
 * @module
 */
import { oneOf } from "../../core/one_of.ts";
import { OnDemandClock } from "../../core/on_demand_clock.ts";
import { Random } from "../../core/random.ts";
import { SystemClock } from "../../core/clock.ts";
import { createConsole } from "../../console/mod.ts";
import { UserError } from "../../core/user_error.ts";
import {
  type Gateway,
  HttpTransport,
  type RunningGateway,
  serveGateway,
  TelemetryRecorder,
} from "../../gateway/mod.ts";
import {
  exactTokens,
  type Fault,
  faultProblems,
  type RegionConfiguration,
  type RegionStats,
  regionStats,
} from "../../models/mod.ts";
import { START_MS } from "../../simulation/mod.ts";
import { inKernel } from "../show/display.ts";
import { GatewayDoor } from "./gateway_door.ts";
import { type RegionCall, RegionNetwork } from "./region_network.ts";
import { type RegionEndpoint, SimulatedRegions } from "./simulated_regions.ts";

const DAY_MS = 24 * 3600 * 1000;

export interface WorldOptions {
  readonly regions: readonly RegionConfiguration[];
  readonly service: {
    readonly subscriptionId: string;
    readonly resourceGroup: string;
    readonly name: string;
    /** Display name, as in "East US". */
    readonly location: string;
  };
  readonly seed: string;
}

/** One region as it is at a moment. */
export interface RegionMoment {
  readonly backend: string;
  /** How full the PTU's bucket, or the used share of a quota's minute: 1 is full. */
  readonly level: number;
  /** The circuit breaker of the backend entity; null where it has none. */
  readonly breaker: "closed" | "open" | null;
  /** What is switched on: `["error"]`. */
  readonly faults: readonly Fault["kind"][];
}

export class EmbeddedWorld {
  readonly clock: OnDemandClock;
  readonly gateway: Gateway;
  readonly endpoints: readonly RegionEndpoint[];
  /** `https://NAME.azure-api.net`: what the service calls itself. In process only. */
  readonly gatewayUrl: string;
  /** `http://127.0.0.1:PORT`: the same for whoever comes by a socket. */
  readonly socketUrl: string;
  /** ARM's base URL on 127.0.0.1. */
  readonly managementUrl: string;
  /** The console's page. */
  readonly consoleUrl: string;
  readonly #served: RunningGateway;
  readonly #door: GatewayDoor;
  readonly #network: RegionNetwork;
  readonly #regions: SimulatedRegions;
  readonly #random: Random;
  readonly #listeners = new Set<(call: RegionCall) => void>();

  private constructor(parts: {
    clock: OnDemandClock;
    random: Random;
    regions: SimulatedRegions;
    network: RegionNetwork;
    served: RunningGateway;
    door: GatewayDoor;
  }) {
    const { clock, random, regions, network, served, door } = parts;
    this.clock = clock;
    this.#random = random;
    this.#regions = regions;
    this.#network = network;
    this.#served = served;
    this.#door = door;
    this.gateway = served.gateway;
    this.endpoints = regions.endpoints;
    this.gatewayUrl = served.gateway.service.gatewayUrl;
    this.socketUrl = served.gatewayUrl;
    this.managementUrl = served.managementUrl;
    this.consoleUrl = `${served.managementUrl}/console/`;
    network.onCall = (call) => {
      for (const listener of this.#listeners) listener(call);
    };
  }

  static async open(
    { regions: configurations, service, seed }: WorldOptions,
  ): Promise<EmbeddedWorld> {
    const clock = new OnDemandClock(START_MS);
    const random = new Random(seed);
    const countTokens = await exactTokens(); // now, since loading it later would leave the clock's sight
    const regions = new SimulatedRegions(configurations, { clock, random, countTokens });
    const elsewhere = new HttpTransport(new SystemClock());
    const network = new RegionNetwork(regions, clock, elsewhere);
    let door: GatewayDoor | null = null;
    const looking = createConsole({
      clock,
      simulated: true,
      during: (work) => clock.until(work),
      regions: {
        keys: regions.endpoints.map(({ apiKey }) => apiKey),
        stats: () => world.stats(),
        faults: () => regions.all.map(({ id, faults }) => ({ id, faults: faults.switched })),
        switchFaults: (id, faults) => world.switchFaults(id, faults),
      },
    });
    const served = await serveGateway({
      ports: { clock, random, transport: network, telemetry: new TelemetryRecorder() },
      service: { ...service, gatewayUrl: `https://${service.name}.azure-api.net` },
      handle: (_gateway, request, caller) => door!.handle(request, caller ?? null),
      beside: looking.beside,
    });
    if (!inKernel()) served.unref(); // a script that forgets to close its lab ends all the same
    const { gatewayUrl } = served.gateway.service;
    door = new GatewayDoor(served.gateway, clock, gatewayUrl, looking.handle);
    const world = new EmbeddedWorld({ clock, random, regions, network, served, door });
    return world;
  }

  /** `fetch` for the gateway, whatever the URL's host, and for the regions by their names. */
  readonly fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { origin } = new URL(request.url);
    return origin === this.gatewayUrl || origin === this.socketUrl
      ? this.#door.fetch(request)
      : this.clock.until(this.#network.fetch(request));
  };

  /** Tells `listener` of each call from the gateway to a region from now on; the returned function ends that. */
  onCall(listener: (call: RegionCall) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Replaces what is switched on in a region; [] switches all off. @throws RangeError for what is no backend or no fault */
  switchFaults(id: string, faults: readonly Fault[]): void {
    const ids = this.#regions.all.map((region) => region.id);
    oneOf("backend", id, ids);
    const problems = faultProblems(faults);
    if (problems.length > 0) throw new UserError(problems.join("; "));
    this.#regions.all.find((region) => region.id === id)!.faults.switch(faults);
  }

  /** What is switched on, by backend; none that is well. */
  get faults(): ReadonlyMap<string, readonly Fault[]> {
    return new Map(
      this.#regions.all.flatMap(({ id, faults: { switched } }) =>
        switched.length > 0 ? [[id, switched]] : []
      ),
    );
  }

  /** What each region counted since its start, or since the last reset. */
  stats(): RegionStats[] {
    return this.#regions.all.map((region) => regionStats(region, this.clock.now()));
  }

  /** @param entityPrefix in front of the names of the backends' entities */
  moment(entityPrefix = ""): RegionMoment[] {
    const now = this.clock.now();
    const breakers = this.gateway.state().breakers;
    return this.#regions.all.map(({ id, deployments, faults }) => {
      const [first] = deployments.values();
      return {
        backend: id,
        level: first.utilization(now),
        breaker: breakers.find(({ backendId }) => backendId === `${entityPrefix}${id}`)?.state ??
          null,
        faults: faults.switched.map(({ kind }) => kind),
      };
    });
  }

  /**
   * The next day begins, with regions as new, breakers, pool turns and counters forgotten, what was cached expired and
   * chance starting anew: the same run gives the same records. Policies and entities stay.
   */
  async reset(): Promise<void> {
    this.#regions.renew();
    this.gateway.reset();
    await this.rest(DAY_MS - this.clock.now() % DAY_MS);
    this.#random.restart();
  }

  /** Lets time pass. */
  rest(ms: number, signal?: AbortSignal): Promise<void> {
    return this.clock.until(this.clock.sleep(ms, signal));
  }

  /** Frees the sockets. */
  async close(): Promise<void> {
    this.#network.elsewhere.close();
    await this.#served.close();
  }
}
