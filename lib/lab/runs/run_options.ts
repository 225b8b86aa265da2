/**
 * What a run may be told, and the answer to what it may not.
 * @module
 */
import { nearest } from "../../core/one_of.ts";
import {
  abortSignal,
  inspected,
  numberAboveZero,
  object,
  optionProblems,
  shape,
  type Shapes,
  wholeFrom,
} from "../../core/options.ts";
import { UserError } from "../../core/user_error.ts";
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

/** The shapes of {@link LabRunOptions}. */
export const RUN_OPTIONS: Shapes<LabRunOptions> = {
  count: wholeFrom(1),
  payload: object,
  target: shape(
    "lab.gateway or lab.direct(backend)",
    (value) => typeof value === "object" && value !== null && "url" in value,
  ),
  timeoutMs: numberAboveZero,
  signal: abortSignal,
};

/**
 * Looks at options that TypeScript may not have seen: a kernel does not check types.
 * @param call the call they were given to: `lab.openLoop`.
 * @param needed those that must be there.
 * @throws UserError naming every unknown option, with the one that was meant, and every impossible value.
 */
export function requireOptions<T>(
  call: string,
  options: unknown,
  shapes: Shapes<T>,
  needed: readonly (keyof T & string)[] = [],
): void {
  if (typeof options !== "object" || options === null) {
    throw new UserError(
      `${call} takes its options as an object: it was given ${inspected(options)}.`,
    );
  }
  const problems = optionProblems(options, shapes, needed);
  if (problems.length === 0) return;
  throw new UserError(
    problems.length === 1
      ? `${call}: ${problems[0]}.`
      : `${call}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
  );
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
      inspected(given)
    }.`,
  );
}
