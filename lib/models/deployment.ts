/**
 * One simulated model deployment: is a request admitted, how long does it take, what goes wrong.
 * It decides and never waits, so that the HTTP server and the simulation run the very same object.
 * @module
 */
import type { Random } from "../core/random.ts";
import { type ModelFacts, modelFacts } from "./catalogue.ts";
import type { DeploymentConfiguration, ServiceTier } from "./configuration.ts";
import type { Fault, FaultPanel } from "./fault.ts";
import { latencyFactor, type LatencyProfile, LoadMeter, usualLatency } from "./latency.ts";
import { PaygQuota, proportionalRpm, type QuotaState } from "./payg.ts";
import { type CacheRetention, type PromptBeginnings, PromptCache } from "./prompt_cache.ts";
import { PtuBucket, ptuCapacityPerSecond, ptuUnits } from "./ptu.ts";

/** What a deployment needs to know of a request. */
export interface ModelRequest {
  readonly promptTokens: number;
  /** The caller's limit on output; null when it gave none. */
  readonly maxTokens: number | null;
  /** What the model would say if nothing cut it short. */
  readonly completionTokens: number;
  /** Who shares the prompt's beginning (a conversation, a system prompt), and how much of it. */
  readonly cacheKey?: string;
  readonly sharedTokens?: number;
  /** The prompt itself as the cache sees it, in place of the two above. */
  readonly beginnings?: PromptBeginnings;
  /** default: in memory */
  readonly cacheRetention?: CacheRetention;
  /** Answers that are generated side by side; default 1. */
  readonly parallel?: number;
  /** What the caller asks for; default: what the deployment is set to. */
  readonly tier?: "auto" | ServiceTier;
  /** Standard normal variate for the latency; drawn by the deployment when absent. */
  readonly noise?: number;
}

/** The request is served; milliseconds count from its arrival. */
export interface Accepted {
  readonly kind: "accepted";
  readonly deployment: ModelDeployment;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  /** length: the caller's limit cut it short. */
  readonly finishReason: "stop" | "length";
  readonly ttftMs: number;
  readonly perTokenMs: number;
  /** Until the last token. */
  readonly totalMs: number;
  /** The stream breaks off after this many tokens; null: it does not. */
  readonly cutAfterTokens: number | null;
  /** What admission charged: PTU units or tokens. */
  readonly charged: number;
  /** How it is served and billed. */
  readonly tier: ServiceTier;
}

/** Why a request gets an error reply. */
export type RejectReason =
  | "ptu-full"
  | "token-rate"
  | "request-rate"
  | "throttled"
  | "server-error"
  | "prompt-too-long";

/** The request gets an error reply after `afterMs`. */
export interface Rejected {
  readonly kind: "rejected";
  readonly deployment: ModelDeployment;
  readonly status: number;
  readonly reason: RejectReason;
  /** null: the reply names no time. */
  readonly retryAfterMs: number | null;
  readonly afterMs: number;
}

/** No HTTP reply: the connection is reset, or nothing ever comes. */
export interface Broken {
  readonly kind: "reset" | "hang";
  readonly deployment: ModelDeployment;
  readonly afterMs: number;
}

export type Decision = Accepted | Rejected | Broken;

/** Counters since the start. Tokens are those of accepted requests, as generated. */
export interface DeploymentStats {
  accepted: number;
  /** 429s. */
  rejected: number;
  /** Faults: resets, hangs, 5xx, cut streams; and 400s. */
  failed: number;
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  /** PTU units of what was generated; tokens for pay-as-you-go. */
  units: number;
}

/** Assumed output where the caller gives no limit: documented only as "the service picks its own guess". */
const GUESSED_OUTPUT_TOKENS = { PTU: 256, PAYG: 16 } as const;

export class ModelDeployment {
  readonly name: string;
  readonly model: string;
  readonly facts: ModelFacts;
  readonly type: "PTU" | "PAYG";
  /** Where the service itself spills to; null: nowhere. */
  readonly spilloverDeployment: string | null;
  readonly latency: LatencyProfile;
  readonly stats: DeploymentStats = {
    accepted: 0,
    rejected: 0,
    failed: 0,
    promptTokens: 0,
    cachedTokens: 0,
    completionTokens: 0,
    units: 0,
  };
  /** Units (PTU) or tokens (PAYG) that it carries in a second. */
  readonly capacityPerSecond: number;
  readonly #bucket: PtuBucket | null;
  readonly #quota: PaygQuota | null;
  readonly #load: LoadMeter;
  readonly #cache: PromptCache;
  readonly #faults: FaultPanel;
  readonly #random: Random;
  readonly #servesPriority: boolean;
  readonly #chance = () => this.#random.next();

  /**
   * @param world.quota the quota it shares with others; its own when absent
   * @param world.servesPriority whether the kind of deployment has that tier in its region; default false
   */
  constructor(
    readonly configuration: DeploymentConfiguration,
    world: { random: Random; faults: FaultPanel; quota?: PaygQuota; servesPriority?: boolean },
  ) {
    const { name, model, type } = configuration;
    this.name = name;
    this.model = model;
    this.type = type;
    this.facts = modelFacts(model);
    this.spilloverDeployment = configuration.spilloverDeployment ?? null;
    this.latency = { ...usualLatency(this.facts, type), ...configuration.latency };
    this.#faults = world.faults;
    this.#servesPriority = world.servesPriority ?? false;
    this.#random = world.random;
    this.#cache = new PromptCache();
    if (configuration.type === "PTU") {
      this.capacityPerSecond = ptuCapacityPerSecond(this.facts, configuration.ptus);
      this.#bucket = new PtuBucket({
        capacityPerSecond: this.capacityPerSecond,
        depthSeconds: configuration.burstSeconds,
      });
      this.#quota = null;
    } else {
      this.#bucket = null;
      this.#quota = world.quota ?? quotaOf(this.facts, configuration);
      this.capacityPerSecond = this.#quota.tokensPerMinute / 60;
    }
    this.#load = new LoadMeter(this.capacityPerSecond);
  }

  /** Decides over a request that arrives at `now` (milliseconds since the epoch). */
  begin(request: ModelRequest, now: number): Decision {
    const hits = this.#faults.hitting(this.name, now, this.#chance);
    let slow = 1;
    let cutAfterTokens: number | null = null;
    for (const fault of hits) {
      if (fault.kind === "slow") slow *= fault.factor;
      else if (fault.kind === "cut") cutAfterTokens = fault.tokens;
      else return this.#fail(fault);
    }
    const tooLong = this.type === "PTU"
      ? this.facts.longestPtuPromptTokens
      : this.facts.contextWindowTokens;
    if (request.promptTokens > tooLong) {
      this.stats.failed++;
      return this.#reject(400, "prompt-too-long", null);
    }

    const cachedTokens = this.#cachedTokens(request, now);
    const limit = Math.min(request.maxTokens ?? Infinity, this.facts.longestOutputTokens);
    const completionTokens = Math.min(request.completionTokens, limit);
    const guessed = request.maxTokens ?? GUESSED_OUTPUT_TOKENS[this.type];
    const charged = this.#units(request.promptTokens, cachedTokens, guessed);
    const refusal = this.#admit(charged, now);
    if (refusal !== null) return refusal;

    const load = this.#load.load(now);
    this.#load.add(this.#units(request.promptTokens, cachedTokens, completionTokens), now);
    const { networkMs, firstTokenMs, perPromptTokenMs, perOutputTokenMs } = this.latency;
    const factor = slow *
      latencyFactor(this.latency, load, request.noise ?? this.#random.normal());
    const ttftMs = networkMs +
      factor * (firstTokenMs + perPromptTokenMs * (request.promptTokens - cachedTokens));
    const tier = this.#tier(request);
    const perTokenMs = factor * (tier === "priority" ? this.#priorityTokenMs : perOutputTokenMs);
    const rounds = Math.ceil(completionTokens / (request.parallel ?? 1));
    this.stats.accepted++;
    return {
      kind: "accepted",
      deployment: this,
      promptTokens: request.promptTokens,
      cachedTokens,
      completionTokens,
      finishReason: completionTokens < request.completionTokens ? "length" : "stop",
      ttftMs,
      perTokenMs,
      totalMs: ttftMs + perTokenMs * Math.max(0, rounds - 1),
      cutAfterTokens: cutAfterTokens !== null && cutAfterTokens < completionTokens
        ? cutAfterTokens
        : null,
      charged,
      tier,
    };
  }

  #cachedTokens(
    { beginnings, cacheRetention, cacheKey, sharedTokens, promptTokens }: ModelRequest,
    now: number,
  ): number {
    if (beginnings) return this.#cache.hitLongest(beginnings, now, cacheRetention);
    return cacheKey === undefined
      ? 0
      : this.#cache.hit(cacheKey, sharedTokens ?? promptTokens, now);
  }

  /**
   * Priority where the deployment's kind has it and the prompt is not long; nobody is refused for it.
   * @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/priority-processing
   */
  #tier({ tier = "auto", promptTokens }: ModelRequest): ServiceTier {
    const { configuration } = this;
    if (configuration.type !== "PAYG" || !this.#servesPriority) return "default";
    const asked = tier === "auto" ? configuration.serviceTier ?? "default" : tier;
    return promptTokens > this.facts.longestPtuPromptTokens ? "default" : asked;
  }

  /** Priority's targets are those of provisioned throughput, as far as both are published. */
  get #priorityTokenMs(): number {
    const { perOutputTokenMs } = usualLatency(this.facts, "PTU");
    return Math.min(perOutputTokenMs, this.latency.perOutputTokenMs);
  }

  /**
   * Tells that a request's generation ended at `now`, and corrects the bucket by what it really took.
   * @param completionTokens what was generated: fewer than planned when the caller went away.
   */
  finish(accepted: Accepted, now: number, completionTokens = accepted.completionTokens): void {
    const { promptTokens, cachedTokens, charged } = accepted;
    const units = this.#units(promptTokens, cachedTokens, completionTokens);
    this.#bucket?.correct(units - charged, now);
    const stats = this.stats;
    stats.promptTokens += promptTokens;
    stats.cachedTokens += cachedTokens;
    stats.completionTokens += completionTokens;
    stats.units += units;
    if (accepted.cutAfterTokens !== null) stats.failed++;
  }

  /** PTU: the bucket's level, 1 is full. PAYG: the used share of this minute's tokens. */
  utilization(now: number): number {
    return this.#bucket?.utilization(now) ?? this.#quota!.utilization(now);
  }

  /** What the rate-limit headers tell; null for PTU, which has no such limits. */
  quotaState(now: number): QuotaState | null {
    return this.#quota?.state(now) ?? null;
  }

  #units(prompt: number, cached: number, completion: number): number {
    return this.#bucket
      ? ptuUnits(this.facts, { prompt, cached, completion })
      : prompt + completion;
  }

  #admit(units: number, now: number): Rejected | null {
    if (this.#bucket) {
      const waitMs = this.#bucket.admit(units, now);
      if (waitMs === 0) return null;
      this.stats.rejected++;
      return this.#reject(429, "ptu-full", waitMs);
    }
    const waitMs = this.#quota!.admit(units, now);
    if (waitMs === 0) return null;
    this.stats.rejected++;
    const reason = this.#quota!.tokensExhausted(now) ? "token-rate" : "request-rate";
    return this.#reject(429, reason, waitMs);
  }

  #fail(fault: Exclude<Fault, { kind: "slow" | "cut" }>): Rejected | Broken {
    switch (fault.kind) {
      case "throttle":
        this.stats.rejected++;
        return this.#reject(
          429,
          "throttled",
          fault.retryAfterSeconds === undefined ? null : fault.retryAfterSeconds * 1000,
        );
      case "error":
        this.stats.failed++;
        return this.#reject(fault.status ?? 500, "server-error", null);
      case "outage":
        this.stats.failed++;
        return { kind: "reset", deployment: this, afterMs: this.latency.networkMs };
      case "hang":
        this.stats.failed++;
        return { kind: "hang", deployment: this, afterMs: Infinity };
    }
  }

  #reject(status: number, reason: RejectReason, retryAfterMs: number | null): Rejected {
    // A refusal costs the network and a few milliseconds at the service's front door: assumption.
    const afterMs = this.latency.networkMs + 5;
    return { kind: "rejected", deployment: this, status, reason, retryAfterMs, afterMs };
  }
}

/** The quota that a pay-as-you-go deployment's configuration asks for. */
export function quotaOf(
  facts: ModelFacts,
  configuration: Extract<DeploymentConfiguration, { type: "PAYG" }>,
): PaygQuota {
  const { tokensPerMinute, requestsPerMinute, rateSliceSeconds } = configuration;
  return new PaygQuota({
    tokensPerMinute,
    requestsPerMinute: requestsPerMinute ?? proportionalRpm(facts, tokensPerMinute),
    sliceMs: rateSliceSeconds === undefined ? undefined : rateSliceSeconds * 1000,
  });
}
