/**
 * Faults of the regions, switched on and off from a cell.
 * @module
 */
import type { Fault, RegionStats } from "../../models/mod.ts";
import type { EmbeddedWorld } from "../embedded/world.ts";

/** What the switches need: simulated regions, or what plays faults on Azure. */
export interface Regions extends Pick<EmbeddedWorld, "faults" | "stats"> {
  switchFaults(id: string, faults: readonly Fault[]): void | Promise<void>;
  /** What has to be done before a fault can be switched on at once; nothing where it is left out. */
  prepare?(id: string): Promise<void>;
}

/** The switches. */
export class Faults {
  readonly #regions: Regions;

  constructor(regions: Regions) {
    this.#regions = regions;
  }

  /** What is switched on, by backend. */
  get on(): ReadonlyMap<string, readonly Fault[]> {
    return this.#regions.faults;
  }

  /** Makes sure that a fault of the backend's region can be switched on in the middle of a run. */
  async prepare(backendId: string): Promise<void> {
    await this.#regions.prepare?.(backendId);
  }

  /**
   * Replaces the faults of one backend's region until they are replaced again.
   * @throws RangeError for a backend that is not there; UserError for what is no fault, or none that Azure can play
   */
  async set(backendId: string, ...faults: Fault[]): Promise<void> {
    await this.#regions.switchFaults(backendId, faults);
  }

  /**
   * Does `body` while a backend's region has a fault, and ends it in every case: also when the cell fails or is
   * interrupted. What was switched on before is back afterwards.
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
    return this.#regions.stats();
  }
}
