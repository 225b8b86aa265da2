/**
 * `deno task azure down`.
 * @module
 */
import {
  deploymentRuns,
  endDeployment,
  openGroup,
  planDown,
  removeAll,
  withoutBlock,
} from "../../azure/mod.ts";
import { SystemClock } from "../../core/clock.ts";
import { exportSignIn } from "../../lab/config/config.ts";
import { confirm, DEFAULT_GROUP, readOptions, subscriptionOf } from "./usage.ts";

const USAGE = `Usage: deno task azure down [options]

Removes what up made (it carries the tag createdBy=routing-workshop), and nothing else: the group, too, if up made it
and nothing of others is in it. Says what Azure keeps, and for how long.

  --subscription ID      default AZURE_SUBSCRIPTION_ID
  --resource-group NAME  default ${DEFAULT_GROUP}
  --purge                keeps nothing back, so that the names are free and PTUs are no longer billed
  --yes                  do not ask

Example: deno task azure down --purge`;

export async function down(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args, {
    subscription: { type: "string" },
    "resource-group": { type: "string", default: DEFAULT_GROUP },
    purge: { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  await exportSignIn();
  const subscriptionId = await subscriptionOf(options.subscription);
  const group = await openGroup({ subscriptionId, name: options["resource-group"] });
  let plan = await planDown(group, signal);
  if (plan === null) {
    console.log(`There is no resource group ${group.name} in subscription ${subscriptionId}.`);
    return 0;
  }
  if (plan.others.length > 0) {
    console.log(`Not of the workshop, and left as it is:\n${list(plan.others)}`);
  }
  const clock = new SystemClock();
  const runs = await deploymentRuns(group, signal);
  if (runs) {
    console.log(
      "The deployment is under way: it is canceled first, and what it makes until then goes, too.",
    );
  }
  if (plan.ours.length > 0) {
    console.log(`To be removed:\n${list(plan.ours.map(({ type, name }) => `${type} ${name}`))}`);
  }
  if (plan.ours.length > 0 || runs) {
    if (!confirm("Remove it?", options.yes)) return 1;
  }
  if (runs) {
    await endDeployment(group, { clock, signal });
    plan = await planDown(group, signal) ?? plan;
  }
  const report = await removeAll(group, plan, {
    clock,
    purge: options.purge,
    signal,
    say: (line) => console.log(line),
  });
  console.log(`Removed: ${report.removed.length === 0 ? "nothing" : `\n${list(report.removed)}`}`);
  if (report.kept.length > 0) {
    console.log(
      "Azure keeps these, and their names with them (a deployment of PTUs is billed until then):\n" +
        list(report.kept.map(({ what, time, purge }) => `${what}: ${time}\n    ${purge}`)),
    );
  }
  if (report.left.length > 0) {
    console.error(
      `Not removed:\n${list(report.left.map(({ what, why }) => `${what}: ${why}`))}\n` +
        "What is still being made or changed goes in some minutes: run deno task azure down again.",
    );
    return 1;
  }
  await clearEnv();
  return 0;
}

/** Takes what `up` wrote out of `.env`; the rest stays. */
async function clearEnv(): Promise<void> {
  const text = await Deno.readTextFile(".env").catch(() => null);
  if (text === null) return;
  const rest = withoutBlock(text);
  if (rest !== text) await Deno.writeTextFile(".env", rest);
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join("\n");
}
