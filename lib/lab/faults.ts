/**
 * Faults of the simulated regions, switched on and off from a cell.
 * @module
 */
import type { Fault, ModelEndpoint, RegionStats } from "../models/mod.ts";

/** The switches. On Azure there are none: `available` is false and every switch does nothing. */
export class Faults {
  readonly #endpoints: ReadonlyMap<string, string>;

  constructor(endpoints: readonly ModelEndpoint[]) {
    this.#endpoints = new Map(endpoints.map(({ id, endpoint }) => [id, endpoint]));
  }

  /** Whether there are simulated regions to break. */
  get available(): boolean {
    return this.#endpoints.size > 0;
  }

  /**
   * Replaces the faults of one backend's region.
   * @returns whether it was done: false on Azure.
   * @throws RangeError for a backend that is not there.
   */
  async set(backendId: string, ...faults: Fault[]): Promise<boolean> {
    if (!this.available) return false;
    const endpoint = this.#endpoints.get(backendId);
    if (endpoint === undefined) {
      throw new RangeError(
        `no backend "${backendId}": there are ${[...this.#endpoints.keys()].join(", ")}`,
      );
    }
    const response = await fetch(`${endpoint}/_faults`, {
      method: "PUT",
      body: JSON.stringify({ faults }),
    });
    const answer = await response.json();
    if (!response.ok) throw new RangeError(answer.problems.join("; "));
    return true;
  }

  /** Switches all faults off. */
  async clear(): Promise<void> {
    for (const backendId of this.#endpoints.keys()) await this.set(backendId);
  }

  /** What each region counted since its start; empty on Azure. */
  async stats(): Promise<RegionStats[]> {
    const endpoints = [...this.#endpoints.values()];
    return await Promise.all(
      endpoints.map(async (endpoint) => (await fetch(`${endpoint}/_stats`)).json()),
    );
  }
}
