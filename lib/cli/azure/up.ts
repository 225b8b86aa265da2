/**
 * `deno task azure up`.
 * @module
 */
import { armAccess } from "../../apim/mod.ts";
import {
  creationTime,
  deployFoundation,
  dollars,
  envBlock,
  type Foundation,
  type FoundationSettings,
  hourlyCost,
  openGroup,
  whoAmI,
  withBlock,
} from "../../azure/mod.ts";
import { SystemClock } from "../../core/clock.ts";
import { UserError } from "../../core/user_error.ts";
import { exportSignIn } from "../../lab/config/config.ts";
import {
  DEFAULT_MODEL,
  DEFAULT_REGIONS,
  DEPLOYMENT_SKUS,
  type FoundationRegion,
  TIERS,
} from "../../templates/mod.ts";
import { confirm, DEFAULT_GROUP, readOptions, subscriptionOf, UsageError } from "./usage.ts";

const USAGE = `Usage: deno task azure up --email ADDRESS [options]

Deploys infra/azuredeploy.json: API Management, an Azure OpenAI account with a deployment in each region, and the
roles to call them; then writes .env. Says what it costs by the hour and asks before it begins.

  --email ADDRESS        where API Management sends its notifications
  --subscription ID      default AZURE_SUBSCRIPTION_ID
  --resource-group NAME  default ${DEFAULT_GROUP}; made if it is not there
  --location REGION      of API Management; default the first of --regions
  --service-name NAME    of API Management; default made up
  --tier TIER            ${TIERS.join(", ")}; default ${TIERS[0]}
  --regions LIST         REGION[:SKU[:CAPACITY]],...; SKU and CAPACITY default to --sku and --capacity
                         default ${DEFAULT_REGIONS.map(({ location }) => location).join(",")}
  --sku SKU              ${DEPLOYMENT_SKUS.join(", ")}
                         default ${DEPLOYMENT_SKUS[0]}
  --capacity N           thousands of tokens a minute, or PTUs; default ${
  DEFAULT_REGIONS[0].capacity
}
  --model NAME@VERSION   default ${DEFAULT_MODEL.name}@${DEFAULT_MODEL.version}
  --diagnostics          with Application Insights
  --yes                  do not ask

Example: deno task azure up --email you@example.com --regions eastus2:GlobalProvisionedManaged:15,swedencentral
Needs Contributor and Role Based Access Control Administrator, or Owner, on the subscription: see docs/azure.md.`;

export async function up(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args, {
    email: { type: "string" },
    subscription: { type: "string" },
    "resource-group": { type: "string", default: DEFAULT_GROUP },
    location: { type: "string" },
    "service-name": { type: "string" },
    tier: { type: "string", default: TIERS[0] },
    regions: { type: "string" },
    sku: { type: "string", default: DEPLOYMENT_SKUS[0] },
    capacity: { type: "string", default: String(DEFAULT_REGIONS[0].capacity) },
    model: { type: "string", default: `${DEFAULT_MODEL.name}@${DEFAULT_MODEL.version}` },
    diagnostics: { type: "boolean", default: false },
    yes: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  });
  if (options.help) {
    console.log(USAGE);
    return 0;
  }
  if (!options.email?.includes("@")) {
    throw new UsageError("--email is missing: API Management asks for an address to write to.");
  }
  const tier = oneOf("--tier", TIERS, options.tier);
  const regions = regionsOf(options.regions, options);
  const [name, version] = options.model.split("@");
  if (!name || !version) {
    throw new UsageError(`--model is NAME@VERSION: it is "${options.model}"`);
  }
  await exportSignIn();
  const subscriptionId = await subscriptionOf(options.subscription);
  const group = await openGroup({ subscriptionId, name: options["resource-group"] });
  const who = await whoAmI(await armAccess(group.cloud));
  const settings: FoundationSettings = {
    location: options.location ?? regions[0].location,
    tier,
    publisherEmail: options.email,
    regions,
    model: { name, version },
    serviceName: options["service-name"] ?? null,
    principal: who.objectId === null ? null : { id: who.objectId, type: who.type },
    diagnostics: options.diagnostics,
  };
  console.log(plan(settings, group.name, subscriptionId, who.name));
  if (!confirm("Begin?", options.yes)) return 1;
  const clock = new SystemClock();
  const start = clock.now();
  const foundation = await deployFoundation(group, settings, {
    clock,
    signal,
    say: (line) => console.log(`${elapsed(clock.now() - start)}  ${line}`),
  });
  await writeEnv(envBlock(group, settings, foundation));
  console.log(closing(foundation, settings));
  return 0;
}

function plan(
  { tier, regions, model, location }: FoundationSettings,
  group: string,
  subscriptionId: string,
  who: string,
): string {
  const { usd, parts } = hourlyCost(tier, regions);
  return [
    `As ${who}, in resource group ${group} of subscription ${subscriptionId}:`,
    `  API Management, ${tier}, in ${location}: takes ${creationTime(tier)}`,
    ...regions.map(({ location, sku, capacity }) =>
      `  ${model.name} ${model.version} in ${location}: ${sku}, ${capacity} ${
        sku.includes("Provisioned") ? "PTUs" : "thousand tokens a minute"
      }`
    ),
    `About ${dollars(usd)} an hour at list prices, used or not, and what requests cost:`,
    ...parts.map((part) => `  ${part}`),
    "It costs until deno task azure down.",
  ].join("\n");
}

function closing({ serviceName, gatewayUrl }: Foundation, { tier, regions }: FoundationSettings) {
  return [
    `${serviceName} is at ${gatewayUrl}; .env names it (no key is in it).`,
    "New roles take 5 to 10 minutes to take effect. Then: deno task azure verify",
    `About ${dollars(hourlyCost(tier, regions).usd)} an hour until deno task azure down.`,
  ].join("\n");
}

function regionsOf(
  list: string | undefined,
  { sku, capacity }: { readonly sku: string; readonly capacity: string },
): FoundationRegion[] {
  const entries = list?.split(",") ?? DEFAULT_REGIONS.map(({ location }) => location);
  if (entries.length > 26) throw new UsageError("--regions takes 26 regions at the most");
  return entries.map((entry) => {
    const [location, ownSku = sku, ownCapacity = capacity, ...rest] = entry.trim().split(":");
    if (!/^[a-z0-9]+$/.test(location) || rest.length > 0) {
      throw new UsageError(`--regions: "${entry}" is not REGION[:SKU[:CAPACITY]], as in eastus2`);
    }
    const amount = Number(ownCapacity);
    if (!Number.isInteger(amount) || amount < 1) {
      throw new UsageError(`--regions: the capacity of ${location} is "${ownCapacity}"`);
    }
    return { location, sku: oneOf("--sku", DEPLOYMENT_SKUS, ownSku), capacity: amount };
  });
}

function oneOf<C extends string>(option: string, known: readonly C[], found: string): C {
  const choice = known.find((one) => one.toLowerCase() === found.toLowerCase());
  if (choice !== undefined) return choice;
  throw new UsageError(`${option} is one of ${known.join(", ")}: it is "${found}"`);
}

async function writeEnv(block: string): Promise<void> {
  try {
    const text = await Deno.readTextFile(".env").catch(() => "");
    await Deno.writeTextFile(".env", withBlock(text, block));
  } catch (error) {
    throw new UserError(
      `All is deployed, and .env cannot be written (${
        (error as Error).message
      }). It would say:\n${block}`,
    );
  }
}

function elapsed(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, "0")}`;
}
