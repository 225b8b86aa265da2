/**
 * What a console is told of the gateway that it looks into.
 * @module
 */
import type { Clock } from "../core/clock.ts";
import type { Fault, RegionStats } from "../models/mod.ts";

/** The simulated regions behind a gateway, as far as a console looks at them and switches their faults. */
export interface ConsoleRegions {
  readonly keys: readonly string[];
  stats(): readonly RegionStats[];
  faults(): readonly { readonly id: string; readonly faults: readonly Fault[] }[];
  /** @throws RangeError for an unknown id */
  switchFaults(id: string, faults: readonly Fault[]): void;
}

export interface ConsoleOptions {
  readonly clock: Clock;
  /** null: the gateway's backends are somebody else's. */
  readonly regions: ConsoleRegions | null;
  /** Whether times are a simulation's; the page says so. */
  readonly simulated?: boolean;
  /** Folder of results that the page may show; null (default): none. */
  readonly results?: string | null;
  /** Brings about what work of the console's own waits for: where time has to be moved. */
  readonly during?: <T>(work: Promise<T>) => Promise<T>;
}
