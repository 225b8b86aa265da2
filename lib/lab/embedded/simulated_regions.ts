/**
 * The simulated regions of a lab, by the names that Azure OpenAI resources have.
 * @module
 */
import type { Clock } from "../../core/clock.ts";
import type { Random } from "../../core/random.ts";
import {
  modelHandler,
  type PaygQuota,
  Region,
  type RegionConfiguration,
  type TokenCounter,
} from "../../models/mod.ts";
import { originOf } from "../../simulation/mod.ts";
import type { RegionHandler } from "./region_network.ts";

/** How a caller reaches one region. */
export interface RegionEndpoint {
  readonly id: string;
  /** `https://backend-a.openai.azure.com` */
  readonly endpoint: string;
  readonly apiKey: string;
}

interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly countTokens: TokenCounter;
}

export class SimulatedRegions {
  readonly endpoints: readonly RegionEndpoint[];
  #all: readonly Region[] = [];
  #handlers: ReadonlyMap<string, { id: string; handle: RegionHandler }> = new Map();

  constructor(
    readonly configurations: readonly RegionConfiguration[],
    readonly surroundings: Surroundings,
  ) {
    this.endpoints = configurations.map(({ id }) => ({
      id,
      endpoint: originOf(id),
      apiKey: surroundings.random.fork(`${id}/key`).uuid().replaceAll("-", ""),
    }));
    this.renew();
  }

  get all(): readonly Region[] {
    return this.#all;
  }

  get origins(): string[] {
    return this.endpoints.map(({ endpoint }) => endpoint);
  }

  /** The region at that origin. */
  at(origin: string): { readonly id: string; readonly handle: RegionHandler } | undefined {
    return this.#handlers.get(origin);
  }

  /** Regions as on their first day: buckets empty, no fault on, nothing counted, chance from its start. */
  renew(): void {
    const { clock, random, countTokens } = this.surroundings;
    const quotas = new Map<string, PaygQuota>();
    this.#all = this.configurations.map((configuration) =>
      new Region(configuration, { random, startMs: clock.now(), quotas })
    );
    this.#handlers = new Map(this.#all.map((region, i) => {
      const { id, endpoint, apiKey } = this.endpoints[i];
      const handle = modelHandler({
        region,
        clock,
        random: random.fork(`${id}/http`),
        apiKey,
        countTokens,
      });
      return [endpoint, { id, handle }];
    }));
  }
}
