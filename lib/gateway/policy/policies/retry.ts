/** `<retry>`: runs its policies once, then again for as long as the condition holds and attempts are left. */
import { FAILURE } from "../../contracts/texts/failures.ts";
import { chain, isPromise, type MaybePromise } from "../../../core/maybe_promise.ts";
import { attribute, definePolicy, EVERY_SECTION, policyPage } from "../definition/definition.ts";
import { asPolicyError, defectOf } from "../engine/failure.ts";
import { errorReply } from "../engine/reply.ts";
import type { Scope, Section } from "../../contracts/context.ts";
import type { Flow, Run, Step } from "../../contracts/run.ts";
import { PolicyError } from "../../contracts/policy_error.ts";

const MAX_COUNT = 50;

export const retry = definePolicy({
  name: "retry",
  sections: EVERY_SECTION,
  documentation: policyPage("retry"),
  attributes: {
    condition: { type: "boolean", required: true, expressions: true },
    count: { type: "integer", required: true, expressions: true, min: 1, max: MAX_COUNT },
    interval: { type: "number", required: true, expressions: true, min: 0 },
    "max-interval": { type: "number", expressions: true, min: 0 },
    delta: { type: "number", expressions: true, min: 0 },
    "first-fast-retry": attribute.booleanValue,
  },
  children: { kind: "policies" },
  compile(node) {
    const holds = node.condition("condition");
    const count = node.number("count", 1);
    const interval = node.number("interval", 0);
    const delta = node.optionalNumber("delta");
    const maxInterval = node.optionalNumber("max-interval");
    const firstFast = node.boolean("first-fast-retry", false);
    const children = node.policies();
    return (run) => {
      const retries = Math.trunc(count(run));
      const waits: Waits = {
        interval: interval(run),
        delta: delta === null ? null : delta(run),
        maxInterval: maxInterval === null ? null : maxInterval(run),
        firstFast: firstFast(run),
      };
      const { section, scope, documentIndex } = run;
      return turn({ run, children, holds, retries, waits, section, scope, documentIndex }, 0);
    };
  },
});

/** Seconds. */
interface Waits {
  readonly interval: number;
  readonly delta: number | null;
  readonly maxInterval: number | null;
  readonly firstFast: boolean;
}

/** Milliseconds before the retry of that number, from 0 on. `random` is in [0, 1). */
export function waitBefore(
  retry: number,
  { interval, delta, maxInterval, firstFast }: Waits,
  options: { readonly keepsIndex: boolean; readonly random: () => number },
): number {
  if (firstFast && retry === 0) return 0;
  const n = firstFast && options.keepsIndex ? retry - 1 : retry;
  if (delta === null) return Math.min(interval, maxInterval ?? Infinity) * 1000;
  if (maxInterval === null) return (interval + n * delta) * 1000;
  const spread = delta * (0.8 + 0.4 * options.random());
  return Math.min(interval + (2 ** n - 1) * spread, maxInterval) * 1000;
}

interface Loop {
  readonly run: Run;
  readonly children: Step;
  readonly holds: (run: Run) => MaybePromise<boolean>;
  readonly retries: number;
  readonly waits: Waits;
  /** Where the policy stands: a child that fails inside `<base/>` leaves another place behind. */
  readonly section: Section;
  readonly scope: Scope;
  readonly documentIndex: number;
}

/** What an attempt came to: a flow, or the error that ended it. */
type Outcome = Flow | PolicyError;

/** One attempt and what follows from it; `used` counts the retries so far. */
function turn(loop: Loop, used: number): MaybePromise<Flow> {
  const { run } = loop;
  const failed = (thrown: unknown) => follow(loop, used, failureOf(loop, thrown));
  run.context.lastError = null;
  let flow: MaybePromise<Flow>;
  try {
    flow = loop.children(run);
  } catch (thrown) {
    return failed(thrown);
  }
  return isPromise(flow)
    ? flow.then((flow) => follow(loop, used, flow), failed)
    : follow(loop, used, flow);
}

function follow(loop: Loop, used: number, outcome: Outcome): MaybePromise<Flow> {
  if (outcome === "respond" || outcome === "outbound" || used >= loop.retries) {
    return conclude(outcome);
  }
  return chain(decide(loop, used, outcome), (again) => {
    if (!again) return conclude(outcome);
    const { run } = loop;
    const wait = waitMs(loop, used);
    run.trace?.add(run, "retry", `retry ${used + 1} after ${wait} ms`);
    return chain(wait > 0 ? pause(run, wait) : undefined, () => turn(loop, used + 1));
  });
}

async function pause({ ports, signal }: Run, ms: number): Promise<void> {
  try {
    await ports.clock.sleep(ms, signal ?? undefined);
  } catch {
    throw FAILURE.clientGone();
  }
}

/** Leaves the request where the policy stands, with the error that an attempt ended with. */
function failureOf({ run, section, scope, documentIndex }: Loop, thrown: unknown): PolicyError {
  run.section = section;
  run.scope = scope;
  run.documentIndex = documentIndex;
  const error = asPolicyError(thrown);
  if (defectOf(error) !== null) throw error;
  run.context.lastError = error.lastError(run);
  if (error.reply !== "as-it-stands") {
    const shown = run.fidelity.responseAfterTransportFailure === "status-500";
    run.context.response = shown ? errorReply(error.reply, run.context.requestId) : null;
  }
  return error;
}

function decide({ run, holds }: Loop, used: number, outcome: Outcome): MaybePromise<boolean> {
  if (run.trace === null) return holds(run);
  return chain(holds(run), (holding) => {
    const error = outcome instanceof PolicyError ? `, after error ${outcome.reason}` : "";
    run.trace?.add(run, "retry", `attempt ${used + 1}: condition is ${holding}${error}`);
    return holding;
  });
}

function conclude(outcome: Outcome): Flow {
  if (outcome instanceof PolicyError) throw outcome;
  return outcome;
}

function waitMs({ run, waits }: Loop, used: number): number {
  return waitBefore(used, waits, {
    keepsIndex: run.fidelity.retryFirstFastIndex === "keeps-index",
    random: () => run.ports.random.next(),
  });
}
