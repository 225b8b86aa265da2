/**
 * Deploying the foundation, with live progress.
 * @module
 */
import type { DeploymentOperation } from "@azure/arm-resources";
import { ApimError } from "../apim/mod.ts";
import type { Clock } from "../core/clock.ts";
import { UserError } from "../core/user_error.ts";
import { armTemplate, foundationTemplate, TAGS } from "../templates/mod.ts";
import { type ArmErrorBody, deploymentFailure, tried } from "./failures.ts";
import { type AzureGroup, groupState, isOurs } from "./group.ts";
import type { Foundation, FoundationSettings } from "./foundation.ts";
import { preflight } from "./preflight.ts";

/** The deployment's name in its group: doing it twice continues, or changes nothing. */
export const DEPLOYMENT = "routing-workshop";

/** The longest that a deployment is waited for; a classic tier can take more than an hour. */
const LIMIT_MS = 2 * 3_600_000;
/** Looks in a row that may find no network before the watching ends. */
const NETWORK_TRIES = 5;

export interface UpOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly say: (line: string) => void;
}

/** @throws UserError, ApimError: each says what to do */
export async function deployFoundation(
  group: AzureGroup,
  settings: FoundationSettings,
  options: UpOptions,
): Promise<Foundation> {
  const { client, name } = group;
  const { signal, say } = options;
  const state = await groupState(group, signal);
  if (state === "missing" || !await hasAccounts(group, signal)) { // what is there takes quota of its own
    const subscription = `/subscriptions/${group.subscriptionId}`;
    const scope = state === "missing" ? subscription : `${subscription}/resourceGroups/${name}`;
    await tried("look ahead", () => preflight(group, settings, { scope, signal }));
  }
  if (state === "missing") {
    await tried(
      `create resource group ${name}`,
      () =>
        client.resourceGroups.createOrUpdate(name, { location: settings.location, tags: TAGS }, {
          abortSignal: signal,
        }),
    );
    say(`made resource group ${name}`);
  }
  for (const namespace of ["Microsoft.ApiManagement", "Microsoft.CognitiveServices"]) {
    await register(group, namespace, options);
  }
  const properties = {
    mode: "Incremental" as const,
    template: armTemplate(foundationTemplate()),
    parameters: parametersOf(settings),
  };
  await tried(
    `start the deployment ${DEPLOYMENT}`,
    () =>
      client.deployments.beginCreateOrUpdate(name, DEPLOYMENT, { properties }, {
        abortSignal: signal,
        updateIntervalInMs: group.pollMs,
      }),
  ).catch((error) => {
    throw withDetails(error) ?? error;
  });
  return await watch(group, options);
}

/** Whether an earlier run got as far as the models. */
async function hasAccounts({ client, name }: AzureGroup, signal?: AbortSignal): Promise<boolean> {
  return await tried(`list what is in resource group ${name}`, async () => {
    const filter = "resourceType eq 'Microsoft.CognitiveServices/accounts'";
    const list = client.resources.listByResourceGroup(name, { filter, abortSignal: signal });
    for await (const { tags } of list) if (isOurs(tags)) return true;
    return false;
  });
}

/** Says what ends, until all has. @throws UserError when the deployment failed or takes too long */
async function watch(group: AzureGroup, options: UpOptions): Promise<Foundation> {
  const { clock, signal, say } = options;
  const start = clock.now();
  const told = new Set<string>();
  let failures = 0;
  for (;;) {
    let look: Look;
    try {
      look = await lookAt(group, signal);
      failures = 0;
    } catch (error) {
      if (!isNetwork(error)) throw error;
      if (++failures > NETWORK_TRIES) throw droppedOut(error);
      say("no connection to Azure; trying again");
      await clock.sleep(group.pollMs * failures, signal);
      continue;
    }
    for (const line of look.operations.map(ended)) {
      if (line === null || told.has(line)) continue;
      told.add(line);
      say(line);
    }
    if (look.state === "Succeeded") return outputsOf(look.outputs);
    if (look.state === "Failed" || look.state === "Canceled") {
      const errors = look.operations.flatMap(errorOf);
      throw deploymentFailure(
        "deploy it all (what succeeded stays; run it again, or deno task azure down)",
        errors.length > 0
          ? errors
          : [look.error ?? { code: look.state, message: "no reason given" }],
      );
    }
    if (clock.now() - start > LIMIT_MS) {
      throw new UserError(`The deployment is not done after two hours. ${GOES_ON}`);
    }
    await clock.sleep(group.pollMs, signal);
  }
}

interface Look {
  readonly operations: readonly DeploymentOperation[];
  readonly state: string | undefined;
  readonly outputs: unknown;
  readonly error: ArmErrorBody | undefined;
}

function lookAt({ client, name }: AzureGroup, signal: AbortSignal | undefined): Promise<Look> {
  return tried("follow the deployment", async () => {
    const list = client.deploymentOperations.list(name, DEPLOYMENT, { abortSignal: signal });
    const operations = await Array.fromAsync(list);
    const { properties } = await client.deployments.get(name, DEPLOYMENT, { abortSignal: signal });
    const { provisioningState: state, outputs, error } = properties ?? {};
    return { operations, state, outputs, error: error as ArmErrorBody | undefined };
  });
}

const GOES_ON = "It goes on in Azure: run the same command again to watch it end.";

function isNetwork(error: unknown): error is ApimError {
  return error instanceof ApimError && error.code === "network";
}

function droppedOut(error: ApimError): UserError {
  return new UserError(`${error.message}\nThe deployment has begun. ${GOES_ON}`);
}

async function register(
  { client, pollMs }: AzureGroup,
  namespace: string,
  { clock, signal, say }: UpOptions,
): Promise<void> {
  const state = async () =>
    (await tried(
      `ask whether ${namespace} is registered`,
      () => client.providers.get(namespace, { abortSignal: signal }),
    )).registrationState;
  if (await state() === "Registered") return;
  say(`registering ${namespace} in the subscription`);
  await tried(
    `register ${namespace}`,
    () => client.providers.register(namespace, { abortSignal: signal }),
  );
  const start = clock.now();
  while (await state() !== "Registered") {
    if (clock.now() - start > 10 * 60_000) {
      throw new UserError(
        `${namespace} is not registered after 10 minutes: az provider register --namespace ${namespace} --wait`,
      );
    }
    await clock.sleep(pollMs, signal);
  }
}

function parametersOf(settings: FoundationSettings) {
  const { location, tier, publisherEmail, regions, model, serviceName, principal, diagnostics } =
    settings;
  const values = {
    location,
    tier,
    publisherEmail,
    regions,
    modelName: model.name,
    modelVersion: model.version,
    diagnostics,
    ...(serviceName !== null && { serviceName }),
    ...(principal !== null && { principalId: principal.id, principalType: principal.type }),
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }]));
}

function ended({ properties }: DeploymentOperation): string | null {
  const { provisioningState, targetResource, duration } = properties ?? {};
  if (!targetResource?.resourceName) return null;
  if (provisioningState !== "Succeeded" && provisioningState !== "Failed") return null;
  const { resourceType, resourceName } = targetResource;
  const took = duration
    ? ` (${duration.replace(/^PT/, "").replace(/\.\d+S/, "S").toLowerCase()})`
    : "";
  return `${
    provisioningState === "Succeeded" ? "made" : "FAILED"
  } ${resourceType} ${resourceName}${took}`;
}

function errorOf({ properties }: DeploymentOperation): ArmErrorBody[] {
  const error = (properties?.statusMessage as { error?: ArmErrorBody } | undefined)?.error;
  return properties?.provisioningState === "Failed" && error ? [error] : [];
}

/** ARM refuses some deployments before they begin; the reasons are inside. */
function withDetails(error: unknown): UserError | null {
  const cause = error instanceof Error ? error.cause : null;
  const details = (cause as { details?: { error?: ArmErrorBody } } | null)?.details;
  const body = details?.error ?? details as ArmErrorBody | undefined;
  return body?.code ? deploymentFailure("deploy it", [body]) : null;
}

function outputsOf(outputs: unknown): Foundation {
  const read = outputs as Record<string, { value: unknown }> | undefined;
  const { serviceName, gatewayUrl, backends } = read ?? {};
  if (!serviceName || !gatewayUrl || !backends) {
    throw new UserError("The deployment gave no outputs: run deno task azure up again.");
  }
  return {
    serviceName: serviceName.value as string,
    gatewayUrl: gatewayUrl.value as string,
    backends: backends.value as Foundation["backends"],
  };
}
