/**
 * Faults of the simulated regions, switched on and off from a cell.
 * @module
 */
import type { Fault, RegionStats } from "../../models/mod.ts";
import type { EmbeddedWorld } from "../embedded/world.ts";

/** What the switches need of the world. */
export interface Regions extends Pick<EmbeddedWorld, "faults" | "stats"> {
  switchFaults(id: string, faults: readonly Fault[]): void | Promise<void>;
}

/** The switches: of simulated regions, or of what plays faults on Azure. */
export class Faults {
  readonly #regions: Regions | null;

  /** @param regions null where none can be broken: then every switch does nothing. */
  constructor(regions: Regions | null) {
    this.#regions = regions;
  }

  /** Whether there is something to break. */
  get available(): boolean {
    return this.#regions !== null;
  }

  /** What is switched on, by backend. */
  get on(): ReadonlyMap<string, readonly Fault[]> {
    return this.#regions?.faults ?? new Map();
  }

  /**
   * Replaces the faults of one backend's region until they are replaced again.
   * @returns whether it was done: false on Azure.
   * @throws RangeError for a backend that is not there, or what is no fault.
   */
  async set(backendId: string, ...faults: Fault[]): Promise<boolean> {
    await this.#regions?.switchFaults(backendId, faults);
    return this.available;
  }

  /**
   * Does `body` while a backend's region has a fault, and ends it in every case: also when the cell fails or is
   * interrupted. What was switched on before is back afterwards. On Azure it only does `body`.
   */
  async during<T>(
    backendId: string,
    fault: Fault | readonly Fault[],
    body: () => Promise<T>,
  ): Promise<T> {
    const before = this.on.get(backendId) ?? [];
    await this.set(backendId, ...[fault].flat());
    try {
      return await body();
    } finally {
      await this.set(backendId, ...before);
    }
  }

  /** Switches all faults off. */
  async clear(): Promise<void> {
    for (const backendId of this.on.keys()) await this.set(backendId);
  }

  /** What each region counted since its start; empty on Azure. */
  async stats(): Promise<RegionStats[]> {
    return this.#regions?.stats() ?? [];
  }
}
