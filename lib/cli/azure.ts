/**
 * `deno task azure up|verify|down|clean`: what the workshop stands on in Azure, made, checked and removed.
 * @module
 */
import { table } from "../core/table.ts";
import { UserError } from "../core/user_error.ts";
import { clean } from "./azure/clean.ts";
import { down } from "./azure/down.ts";
import { up } from "./azure/up.ts";
import { type Command, UsageError } from "./azure/usage.ts";
import { verifyCommand } from "./azure/verify.ts";
import { runCommand } from "./command.ts";
import { endingSignal } from "./signals.ts";

const USAGE = `Usage: deno task azure COMMAND [options]

  up      deploys API Management and Azure OpenAI in several regions, and writes .env
  verify  checks what .env names: sign-in, tier, rights, gateway, deployments, roles, one call a backend
  down    removes what up made, and nothing else
  clean   removes what notebooks and probes left in the service of .env, and nothing else

deno task azure COMMAND --help says more.

Example: deno task azure up --email you@example.com --regions eastus2,swedencentral
Exit codes: 0 done, 1 it failed or a check did, 2 wrong usage, 130 interrupted.`;

const COMMANDS: Readonly<Record<string, Command>> = table({
  up,
  verify: verifyCommand,
  down,
  clean,
});

async function main([name, ...args]: readonly string[], signal: AbortSignal): Promise<number> {
  if (name === undefined || name === "--help" || name === "-h") {
    console.log(USAGE);
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS[name];
  if (command === undefined) {
    const instead = name === "workshop"
      ? ": the notebooks run with deno task workshop --target azure"
      : "";
    throw new UsageError(`there is no command "${name}"${instead}`);
  }
  return await command(args, signal);
}

if (import.meta.main) {
  const signal = endingSignal(
    new UserError("interrupted. What was begun goes on in Azure: run the command again."),
  );
  await runCommand("azure", async (args) => {
    try {
      return await main(args, signal);
    } catch (error) {
      throw signal.aborted ? signal.reason : error; // whatever a client made of it
    }
  }, { signal });
}
