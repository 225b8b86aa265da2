/**
 * What can go wrong with a region, scripted on a timeline or switched on and off.
 * @module
 */

/** One kind of trouble. `share` (0 to 1, default 1) is the part of requests it hits. */
export type Fault =
  & {
    readonly share?: number;
    /** Only this deployment; default all. */
    readonly deployment?: string;
  }
  & (
    /** Connections are reset before any response. */
    | { readonly kind: "outage" }
    /** The request is taken and never answered. */
    | { readonly kind: "hang" }
    /** An error status (default 500) after a moment. */
    | { readonly kind: "error"; readonly status?: number }
    /** 429 whatever the load; `retryAfterSeconds` goes into the headers, none when absent. */
    | { readonly kind: "throttle"; readonly retryAfterSeconds?: number }
    /** Everything takes `factor` times as long. */
    | { readonly kind: "slow"; readonly factor: number }
    /** The reply breaks off after `tokens` tokens. */
    | { readonly kind: "cut"; readonly tokens: number }
  );

/** A fault with its time: milliseconds since the region's start. */
export interface ScriptedFault {
  readonly fromMs: number;
  /** default: for ever */
  readonly untilMs?: number;
  readonly fault: Fault;
}

/** The faults of one region: a script that is fixed and switches that change. */
export class FaultPanel {
  readonly #startMs: number;
  readonly #script: readonly ScriptedFault[];
  #switched: readonly Fault[] = [];

  constructor(options: { startMs: number; script?: readonly ScriptedFault[] }) {
    this.#startMs = options.startMs;
    this.#script = options.script ?? [];
  }

  /** What is switched on by hand. */
  get switched(): readonly Fault[] {
    return this.#switched;
  }

  /** Replaces what is switched on; an empty list switches all off. The script goes on. */
  switch(faults: readonly Fault[]): void {
    this.#switched = faults;
  }

  /** The faults that hit a request to `deployment` at `now`. `chance` draws from [0, 1). */
  hitting(deployment: string, now: number, chance: () => number): readonly Fault[] {
    if (this.#script.length === 0 && this.#switched.length === 0) return NONE;
    const hits: Fault[] = [];
    const consider = (fault: Fault) => {
      if (fault.deployment !== undefined && fault.deployment !== deployment) return;
      if (fault.share === undefined || chance() < fault.share) hits.push(fault);
    };
    const elapsed = now - this.#startMs;
    for (const { fromMs, untilMs, fault } of this.#script) {
      if (elapsed >= fromMs && elapsed < (untilMs ?? Infinity)) consider(fault);
    }
    this.#switched.forEach(consider);
    return hits;
  }
}

const NONE: readonly Fault[] = [];
