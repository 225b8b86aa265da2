/**
 * Steps one after the other, straight through as long as none waits.
 * @module
 */
import { isPromise, type MaybePromise } from "../../../core/maybe_promise.ts";
import { failureAt } from "./failure.ts";
import type { Flow, Run, Step } from "../../contracts/run.ts";
import type { Place } from "../../contracts/policy_error.ts";

/** A policy's step and where the policy stands. */
export interface PlacedStep {
  readonly step: Step;
  readonly place: Place;
  /** Whether it may lead to a cache-store, so that it runs for a cached response too. */
  readonly resumes: boolean;
}

/** What running a policy costs at least: those in retries within retries run often. */
const STEPS_PER_POLICY = 20;

/** Runs `policies` in order until one ends the pipeline or throws; errors get the place they come from. */
export function sequence(policies: readonly PlacedStep[]): Step {
  const steps = policies.map(({ step }) => step);
  const places = policies.map(({ place }) => place);
  const resumes = policies.map(({ resumes }) => resumes);
  const length = steps.length;
  if (length === 0) return () => "next";

  const from = (run: Run, start: number): MaybePromise<Flow> => {
    let i = start;
    try {
      for (; i < length; i++) {
        if (run.replaying && !resumes[i]) continue;
        if (run.trace !== null) run.trace.add(run, places[i].source, places[i].path);
        run.depth++;
        run.context.budget?.spend(STEPS_PER_POLICY);
        const flow = steps[i](run);
        if (isPromise(flow)) return later(run, i, flow);
        run.depth--;
        if (flow !== "next") return flow;
      }
      return "next";
    } catch (thrown) {
      run.depth--;
      throw failureAt(places[i], thrown);
    }
  };
  const later = (run: Run, index: number, waiting: Promise<Flow>): Promise<Flow> =>
    waiting.then(
      (flow) => {
        run.depth--;
        return flow === "next" ? from(run, index + 1) : flow;
      },
      (thrown) => {
        run.depth--;
        throw failureAt(places[index], thrown);
      },
    );
  return (run) => from(run, 0);
}
