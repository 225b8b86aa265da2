/**
 * How long a deployment takes: time to first token, then a time for each further token.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/latency
 * @module
 */
import type { ModelFacts } from "./catalogue.ts";

/** A deployment's speed when it is idle, and what load does to it. All milliseconds. */
export interface LatencyProfile {
  /** Network both ways, from the gateway's region. */
  readonly networkMs: number;
  /** From arrival to the first token of an empty prompt. */
  readonly firstTokenMs: number;
  readonly perPromptTokenMs: number;
  readonly perOutputTokenMs: number;
  /** Spread: sigma of the log-normal factor (0: none). */
  readonly sigma: number;
  /** Slowdown at full load: 1 doubles the time. It grows with the cube of the load. */
  readonly loadGrowth: number;
}

/**
 * The usual profile. PTU tokens come somewhat faster than the published 99% target; nothing numeric
 * is published for pay-as-you-go, for prompts or for load: those numbers are assumptions.
 */
export function usualLatency(facts: ModelFacts, type: "PTU" | "PAYG"): LatencyProfile {
  const targetMs = 1000 / facts.targetTokensPerSecond;
  return type === "PTU"
    ? {
      networkMs: 20,
      firstTokenMs: 180,
      perPromptTokenMs: 0.05,
      perOutputTokenMs: targetMs * 0.75,
      sigma: 0.15,
      loadGrowth: 0.6,
    }
    : {
      networkMs: 60,
      firstTokenMs: 320,
      perPromptTokenMs: 0.08,
      perOutputTokenMs: targetMs * 1.1,
      sigma: 0.35,
      loadGrowth: 0.3,
    };
}

/** The factor that chance and load put on the model's own times. `noise` is a standard normal variate. */
export function latencyFactor(profile: LatencyProfile, load: number, noise: number): number {
  const u = Math.min(1.5, load);
  return Math.exp(profile.sigma * noise) * (1 + profile.loadGrowth * u * u * u);
}

/**
 * Recent load as a share of capacity: an exponentially fading sum of units over some seconds.
 * It stands for how busy the machines are, so that latency follows demand without jumps.
 */
export class LoadMeter {
  readonly #capacityPerMs: number;
  readonly #fadeMs: number;
  #sum = 0;
  #at = -Infinity;

  constructor(capacityPerSecond: number, fadeSeconds = 20) {
    this.#capacityPerMs = capacityPerSecond / 1000;
    this.#fadeMs = fadeSeconds * 1000;
  }

  /** 1 when as much came in lately as the deployment carries. */
  load(now: number): number {
    this.#fade(now);
    return this.#sum / (this.#fadeMs * this.#capacityPerMs);
  }

  add(units: number, now: number): void {
    this.#fade(now);
    this.#sum += units;
  }

  #fade(now: number): void {
    if (now > this.#at) {
      this.#sum *= Math.exp(-(now - this.#at) / this.#fadeMs);
      this.#at = now;
    }
  }
}
