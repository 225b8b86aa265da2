/**
 * What one gateway instance remembers of its backends: a breaker for each backend entity (shared by
 * all pools that hold it) and the turn of each pool. Instances share nothing, as in Azure.
 * @module
 */
import type { Fidelity } from "../contracts/fidelity.ts";
import {
  admits,
  type BreakerState,
  CLOSED,
  type Outcome,
  record,
  settle,
} from "./circuit_breaker.ts";
import { freshPool, pick, planPool, type PoolPlan, type PoolState } from "./pool.ts";
import type { BackendConfiguration } from "../contracts/backend.ts";

export type SingleBackend = Extract<BackendConfiguration, { type: "Single" }>;
export type PoolBackend = Extract<BackendConfiguration, { type: "Pool" }>;

/** A breaker that opened or closed. */
export interface BreakerChange {
  readonly kind: "opened" | "closed";
  readonly backendId: string;
  readonly ruleName: string;
  /** Milliseconds since the epoch: when it happened, which for "closed" lies before the call that noticed. */
  readonly at: number;
  /** For "opened": when calls resume. */
  readonly until: number | null;
  readonly reason: string;
}

/** One backend's breaker, for people to look at. */
export interface BreakerSnapshot {
  readonly backendId: string;
  readonly state: "closed" | "open";
  /** Failures that count at the moment; 0 while open. */
  readonly recentFailures: number;
  /** Milliseconds until calls resume; 0 when closed. */
  readonly resumesInMs: number;
  readonly reason: string | null;
}

/** A pool's answer: the member to call, or how long until one is available again. */
export type PoolPick =
  | { readonly backend: SingleBackend }
  | { readonly backend: null; readonly soonestResetMs: number | null };

interface PoolEntry {
  readonly configuration: PoolBackend;
  readonly plan: PoolPlan;
  state: PoolState;
}

export class BackendStates {
  readonly #breakers = new Map<string, { rule: string; state: BreakerState }>();
  readonly #pools = new Map<string, PoolEntry>();

  constructor(
    readonly fidelity: Fidelity,
    readonly onChange: (change: BreakerChange) => void = () => {},
  ) {}

  /** Whether the backend may be called at `now`. */
  available(backend: SingleBackend, now: number): boolean {
    return backend.circuitBreaker === null || admits(this.#settled(backend, now), now);
  }

  /** Milliseconds until the backend's breaker closes; 0 when it is closed. */
  resumesInMs(backend: SingleBackend, now: number): number {
    const state = this.#settled(backend, now);
    return state.kind === "open" ? state.until - now : 0;
  }

  /** The pool's next member; `preferred` is the member of the caller's session. */
  pick(
    pool: PoolBackend,
    backends: ReadonlyMap<string, BackendConfiguration>,
    now: number,
    preferred: string | null = null,
  ): PoolPick {
    const entry = this.#pool(pool);
    const available = (id: string) => {
      const member = backends.get(id);
      return member?.type === "Single" && this.available(member, now);
    };
    const { backendId, state } = pick(entry.plan, entry.state, available, this.fidelity, preferred);
    entry.state = state;
    if (backendId !== null) return { backend: backends.get(backendId) as SingleBackend };
    let soonest: number | null = null;
    for (const { backendId } of pool.members) {
      const member = backends.get(backendId);
      if (member?.type !== "Single") continue;
      soonest = Math.min(soonest ?? Infinity, this.resumesInMs(member, now));
    }
    return { backend: null, soonestResetMs: soonest };
  }

  /** Tells the backend's breaker how a call ended. */
  record(backend: SingleBackend, outcome: Outcome, now: number): void {
    const rule = backend.circuitBreaker;
    if (rule === null) return;
    const before = this.#settled(backend, now);
    const after = record(rule, before, outcome, now, this.fidelity);
    if (after === before) return;
    this.#breakers.set(backend.id.toLowerCase(), { rule: rule.name, state: after });
    if (after.kind === "open") {
      this.onChange({
        kind: "opened",
        backendId: backend.id,
        ruleName: rule.name,
        at: now,
        until: after.until,
        reason: after.reason,
      });
    }
  }

  /** The breakers of those of `backends` that have a rule, in their order. */
  snapshot(backends: Iterable<BackendConfiguration>, now: number): BreakerSnapshot[] {
    const snapshots: BreakerSnapshot[] = [];
    for (const backend of backends) {
      if (backend.type !== "Single" || backend.circuitBreaker === null) continue;
      const state = this.#settled(backend, now);
      const since = now - backend.circuitBreaker.intervalMs;
      snapshots.push({
        backendId: backend.id,
        state: state.kind,
        recentFailures: state.kind === "open"
          ? 0
          : state.slices.reduce((sum, { at, failures }) => at > since ? sum + failures : sum, 0),
        resumesInMs: state.kind === "open" ? state.until - now : 0,
        reason: state.kind === "open" ? state.reason : null,
      });
    }
    return snapshots;
  }

  /** Forgets all breakers and turns. */
  reset(): void {
    this.#breakers.clear();
    this.#pools.clear();
  }

  #settled(backend: SingleBackend, now: number): BreakerState {
    const entry = this.#breakers.get(backend.id.toLowerCase());
    if (entry === undefined || backend.circuitBreaker === null) return CLOSED;
    const { state } = entry;
    const settled = settle(state, now);
    if (settled === state) return state;
    entry.state = settled;
    this.onChange({
      kind: "closed",
      backendId: backend.id,
      ruleName: entry.rule,
      at: state.kind === "open" ? state.until : now,
      until: null,
      reason: "the trip duration has passed",
    });
    return settled;
  }

  #pool(configuration: PoolBackend): PoolEntry {
    const key = configuration.id.toLowerCase();
    let entry = this.#pools.get(key);
    if (entry === undefined || !sameMembers(entry.configuration, configuration)) {
      const plan = planPool(configuration.members, this.fidelity);
      this.#pools.set(key, entry = { configuration, plan, state: freshPool(plan) });
    }
    return entry;
  }
}

function sameMembers(a: PoolBackend, b: PoolBackend): boolean {
  return a === b || a.members.length === b.members.length && a.members.every((member, i) => {
        const other = b.members[i];
        return member.backendId === other.backendId && member.weight === other.weight &&
          member.priority === other.priority;
      });
}
