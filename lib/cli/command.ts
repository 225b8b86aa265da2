/**
 * What all commands share: their exit codes, and how they say what is wrong.
 *
 * | code | means                                                                                      |
 * | ---- | ------------------------------------------------------------------------------------------ |
 * | 0    | done; nothing was found wrong                                                               |
 * | 1    | it was understood and failed, or found something wrong: a claim, a policy, a file's content |
 * | 2    | wrong usage: an option, its value, a name that there is not                                 |
 * | 130  | interrupted; what was made so far is kept                                                   |
 * @module
 */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { UserError } from "../core/user_error.ts";

/** What shells give for a process that a signal ended: 128 + SIGINT. */
export const INTERRUPTED = 130;

/** The command line cannot be obeyed. */
export class UsageError extends UserError {
  override name = "UsageError";
}

/** The options' values, of a command that takes nothing else. @throws TypeError of `parseArgs`, which names the option */
export function readOptions<T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  return parseArgs({ args: [...args], options }).values;
}

/** 2 for wrong usage, `parseArgs`'s own errors among it; else 1. */
export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError || isParseError(error) ? 2 : 1;
}

/**
 * Runs a command and ends the process with its exit code. What a user can mend is said in a line, without a stack;
 * after wrong usage a second one says where the usage stands.
 * @param options.known further errors that are the user's to mend.
 * @param options.signal of {@link endingSignal}: an error after it was aborted counts as the interruption, which its
 * reason describes.
 */
export async function runCommand(
  name: string,
  main: (args: readonly string[]) => Promise<number>,
  { known = [], signal }: {
    readonly known?: readonly (abstract new (...args: never[]) => Error)[];
    readonly signal?: AbortSignal;
  } = {},
): Promise<never> {
  try {
    Deno.exit(await main(Deno.args));
  } catch (error) {
    if (signal?.aborted) {
      const { reason } = signal;
      console.error(`${name}: ${reason instanceof UserError ? reason.message : "interrupted"}`);
      Deno.exit(INTERRUPTED);
    }
    const said = error instanceof UserError || isParseError(error) ||
      known.some((kind) => error instanceof kind);
    console.error(said ? `${name}: ${(error as Error).message}` : error);
    const code = exitCodeOf(error);
    if (code === 2) console.error(`deno task ${name} --help says what there is.`);
    Deno.exit(code);
  }
}

function isParseError(error: unknown): error is TypeError {
  return error instanceof TypeError && "code" in error &&
    String(error.code).startsWith("ERR_PARSE_ARGS");
}
