/**
 * What is wrong with the configuration, all of it at once.
 * @module
 */
import { UserError } from "../../core/user_error.ts";

/** One setting that cannot be used as it is. */
export interface ConfigProblem {
  /** The environment variable, or the file. */
  readonly variable: string;
  /** What was found, without secrets: `"abc"`, `not set`. */
  readonly found: string;
  /** What was expected. */
  readonly expected: string;
  /** What to do. */
  readonly cure: string;
}

/** One line: the variable, what it holds, what it must hold, what to do. */
export function formatProblem({ variable, found, expected, cure }: ConfigProblem): string {
  return `${variable} is ${found}; expected ${expected}. ${cure}`;
}

/** Thrown once, with every problem of the configuration in its message. */
export class ConfigError extends UserError {
  override name = "ConfigError";
  readonly code = "config-invalid";

  constructor(readonly problems: readonly ConfigProblem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(
      `The configuration has ${count}:\n` +
        problems.map((problem) => `  - ${formatProblem(problem)}`).join("\n"),
    );
  }
}
