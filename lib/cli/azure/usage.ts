/**
 * What the azure commands share: reading options, asking before something costs or goes.
 * @module
 */
import { UserError } from "../../core/user_error.ts";
import { readEnvFile } from "../../lab/config/files.ts";

/** Runs with its arguments; gives the exit code. */
export type Command = (args: readonly string[], signal: AbortSignal) => Promise<number>;

export { readOptions, UsageError } from "../command.ts";

/** Asks for a yes where somebody can answer. @throws UserError where nobody can, naming `--yes` */
export function confirm(question: string, yes: boolean): boolean {
  if (yes) return true;
  if (!Deno.stdin.isTerminal()) {
    throw new UserError(`${question} Nobody is there to answer: say --yes to go on.`);
  }
  return globalThis.confirm(question);
}

/** A variable of `.env`, which wins, or of the environment. */
async function variable(name: string): Promise<string | undefined> {
  const file = await readEnvFile([Deno.cwd()]);
  return file[name] || Deno.env.get(name) || undefined;
}

/** The subscription of the option, of `.env`, or of the environment. @throws UserError when there is none */
export async function subscriptionOf(option: string | undefined): Promise<string> {
  const found = option ?? await variable("AZURE_SUBSCRIPTION_ID");
  const cure =
    "az account show --query id prints it; give it as --subscription or AZURE_SUBSCRIPTION_ID.";
  if (found === undefined) throw new UserError(`Which subscription? ${cure}`);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(found)) {
    throw new UserError(`The subscription "${found}" is no UUID. ${cure}`);
  }
  return found;
}

/** The group that `up` makes where none is named. */
export const DEFAULT_GROUP = "rg-routing-workshop";
