/**
 * What a run may be told, and the answer to what it may not.
 * @module
 */
import { UserError } from "../../core/user_error.ts";
import { nearest, unknownName } from "../../core/one_of.ts";
import type { Target } from "../../workload/mod.ts";

/** What every run of a notebook takes. */
export interface LabRunOptions {
  /** Requests. */
  readonly count: number;
  readonly payload?: Readonly<Record<string, unknown>>;
  /** Where to: the gateway (default), or a backend directly. */
  readonly target?: Target;
  /** The caller's patience in the lab's milliseconds; default 60,000. */
  readonly timeoutMs?: number;
  /** Stops the run; what was measured is kept. */
  readonly signal?: AbortSignal;
}

/** The names of {@link LabRunOptions}. */
export const RUN_OPTIONS = ["count", "payload", "target", "timeoutMs", "signal"] as const;

/** Options that are numbers above zero, and those that may be zero. */
const POSITIVE = ["perSecond", "timeoutMs"];
const WHOLE = ["count", "workers"];
const NOT_NEGATIVE = ["delayMs"];

/**
 * Looks at options that TypeScript may not have seen: a kernel does not check types.
 * @param call the call they were given to: `lab.openLoop`.
 * @param needed those that must be there; where `count` is allowed, it is needed.
 * @throws UserError naming every unknown option, with the one that was meant, and every impossible value.
 */
export function requireOptions(
  call: string,
  options: object,
  names: readonly string[],
  needed: readonly string[] = [],
): void {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name)) problems.push(unknownName("option", name, names));
    else if (value !== undefined) {
      const fault = valueFault(name, value);
      if (fault !== null) problems.push(`${name} must be ${fault}: it is ${shown(value)}`);
    }
  }
  const required = names.includes("count") ? ["count", ...needed] : needed;
  for (const name of required) {
    const value = (options as Record<string, unknown>)[name];
    if (value === undefined) problems.push(`${name} is missing: ${valueFault(name, null)}`);
  }
  if (problems.length === 0) return;
  throw new UserError(
    problems.length === 1
      ? `${call}: ${problems[0]}.`
      : `${call}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
  );
}

/** What the value should have been; null when it is right. */
function valueFault(name: string, value: unknown): string | null {
  const number = typeof value === "number" && Number.isFinite(value) ? value : NaN;
  if (WHOLE.includes(name)) {
    return Number.isInteger(number) && number >= 1 ? null : "a whole number from 1";
  }
  if (POSITIVE.includes(name)) return number > 0 ? null : "a number above 0";
  if (NOT_NEGATIVE.includes(name)) return number >= 0 ? null : "a number from 0";
  if (name === "arrivals") {
    return value === "poisson" || value === "even" ? null : '"poisson" or "even"';
  }
  if (name === "target") {
    return typeof value === "object" && value !== null && "url" in value
      ? null
      : "lab.gateway or lab.direct(backend)";
  }
  return null;
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

/**
 * @param ids of the lab's backends.
 * @throws UserError for what is no backend, as the id of one: what to write instead.
 */
export function requireBackend(call: string, given: unknown, ids: readonly string[]): void {
  if (typeof given === "object" && given !== null && "endpoint" in given) return;
  const at = typeof given === "string" ? ids.indexOf(nearest(given, ids) ?? "") : -1;
  throw new UserError(
    `${call} takes a backend, as in ${call}(lab.backends[${Math.max(0, at)}]): it was given ${
      shown(given)
    }.`,
  );
}
