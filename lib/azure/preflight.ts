/**
 * What would make a deployment fail after minutes, found in seconds: missing rights, models, quota, a taken name.
 * @module
 */
import { callArm } from "../apim/mod.ts";
import type { FoundationRegion } from "../templates/mod.ts";
import { type ArmErrorBody, deploymentFailure } from "./failures.ts";
import type { AzureGroup } from "./group.ts";
import { missingRights } from "./rights.ts";
import type { FoundationSettings } from "./foundation.ts";

const MODELS_API_VERSION = "2024-10-01";

/** What a deployment of everything does. */
const ACTIONS = [
  "Microsoft.Resources/subscriptions/resourceGroups/write",
  "Microsoft.Resources/deployments/write",
  "Microsoft.ApiManagement/service/write",
  "Microsoft.CognitiveServices/accounts/write",
  "Microsoft.CognitiveServices/accounts/deployments/write",
  "Microsoft.Authorization/roleAssignments/write",
];

interface RegionalModel {
  readonly kind?: string;
  readonly model?: {
    readonly name?: string;
    readonly version?: string;
    readonly skus?: readonly { readonly name?: string; readonly usageName?: string }[];
  };
}

interface Usage {
  readonly name?: { readonly value?: string };
  readonly currentValue?: number;
  readonly limit?: number;
}

/**
 * Looks before anything is made.
 * @param options.scope where rights are needed: the group where it is there, else the subscription
 * @throws UserError with everything that was found
 */
export async function preflight(
  group: AzureGroup,
  settings: FoundationSettings,
  options: { readonly scope: string; readonly signal?: AbortSignal },
): Promise<void> {
  const { scope, signal } = options;
  const missing = await missingRights(group, scope, ACTIONS, signal);
  const errors: ArmErrorBody[] = typeof missing === "string" || missing.length === 0 ? [] : [{
    code: "AuthorizationFailed",
    message: `you may not ${missing.join(", ")} on ${scope}`,
  }];
  const perRegion = Map.groupBy(settings.regions, ({ location }) => location);
  for (const [location, regions] of perRegion) {
    errors.push(...await regionProblems(group, settings, { location, regions, signal }));
  }
  if (settings.serviceName !== null) {
    errors.push(...await nameProblems(group, settings.serviceName));
  }
  if (errors.length > 0) throw deploymentFailure("deploy it; nothing was made", errors);
}

/** What a region lacks. What cannot be read is left to the deployment to find. */
async function regionProblems(
  group: AzureGroup,
  { model }: FoundationSettings,
  { location, regions, signal }: {
    readonly location: string;
    readonly regions: readonly FoundationRegion[];
    readonly signal?: AbortSignal;
  },
): Promise<ArmErrorBody[]> {
  const list = async <T>(what: string): Promise<readonly T[] | null> => {
    const path = `/subscriptions/${group.subscriptionId}/providers/Microsoft.CognitiveServices` +
      `/locations/${location}/${what}`;
    const reply = await callArm(group, {
      method: "GET",
      path,
      apiVersion: MODELS_API_VERSION,
      signal,
    });
    return reply.status === 200 ? (reply.body as { value?: T[] }).value ?? [] : null;
  };
  const models = await list<RegionalModel>("models");
  if (models === null) return [];
  const offered = models.filter(({ kind }) => kind === "OpenAI").map(({ model }) => model)
    .find((one) => one?.name === model.name && one.version === model.version);
  if (offered === undefined) {
    return [{
      code: "DeploymentModelNotSupported",
      message: `${location} has no ${model.name} of version ${model.version}`,
    }];
  }
  const usages = await list<Usage>("usages");
  return regions.flatMap(({ sku, capacity }) => {
    const offer = offered.skus?.find(({ name }) => name === sku);
    if (offer === undefined) {
      const skus = offered.skus?.map(({ name }) => name).join(", ") || "none";
      return [{
        code: "SkuNotSupported",
        message: `${location} has ${model.name} not as ${sku}, but as ${skus}`,
      }];
    }
    const usage = usages?.find(({ name }) => name?.value === offer.usageName);
    if (usage?.limit === undefined) return [];
    const left = usage.limit - (usage.currentValue ?? 0);
    return capacity <= left ? [] : [{
      code: "InsufficientQuota",
      message: `${location} has ${left} left of ${usage.limit} in ${offer.usageName}, and ` +
        `${capacity} are asked for`,
    }];
  });
}

async function nameProblems(group: AzureGroup, name: string): Promise<ArmErrorBody[]> {
  const path =
    `/subscriptions/${group.subscriptionId}/providers/Microsoft.ApiManagement/checkNameAvailability`;
  const { status, body } = await callArm(group, { method: "POST", path, body: { name } });
  const { nameAvailable, message } = (body ?? {}) as { nameAvailable?: boolean; message?: string };
  if (status !== 200 || nameAvailable !== false) return [];
  return [{ code: "ServiceNameNotAvailable", message: message || `"${name}" is taken` }];
}
