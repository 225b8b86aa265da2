/**
 * Removing what `up` made, and nothing else.
 * @module
 */
import { table } from "../core/table.ts";
import type { GenericResourceExpanded } from "@azure/arm-resources";
import { callArm, saidBy, settled } from "../apim/mod.ts";
import type { Clock } from "../core/clock.ts";
import { tried } from "./failures.ts";
import { type AzureGroup, groupState, isOurs } from "./group.ts";

/** How each type is removed: its api-version, and what must go before it. */
const API_VERSIONS: Readonly<Record<string, string>> = table({
  "microsoft.insights/components": "2020-02-02",
  "microsoft.operationalinsights/workspaces": "2023-09-01",
  "microsoft.cognitiveservices/accounts": "2024-10-01",
  "microsoft.apimanagement/service": "2024-05-01",
});
const WORKSPACE = "microsoft.operationalinsights/workspaces";
const ORDER = Object.keys(API_VERSIONS);

export interface Removable {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly location: string;
}

export interface DownPlan {
  /** Resources with the workshop's tag, in the order of their removal. */
  readonly ours: readonly Removable[];
  /** Others in the group: they stay, and the group with them. */
  readonly others: readonly string[];
  /** Whether the workshop made the group. */
  readonly groupIsOurs: boolean;
}

export interface Kept {
  readonly what: string;
  /** `48 hours` */
  readonly time: string;
  readonly purge: string;
}

export interface DownReport {
  readonly removed: readonly string[];
  readonly left: readonly { readonly what: string; readonly why: string }[];
  /** What Azure keeps, for how long, and what ends it. */
  readonly kept: readonly Kept[];
}

/** What is there; null when the group is not. @throws ApimError */
export async function planDown(group: AzureGroup, signal?: AbortSignal): Promise<DownPlan | null> {
  const state = await groupState(group, signal);
  if (state === "missing") return null;
  const all = await tried(`list what is in resource group ${group.name}`, () => {
    const list = group.client.resources.listByResourceGroup(group.name, { abortSignal: signal });
    return Array.fromAsync(list);
  });
  const ours = all.filter((resource) => isOurs(resource.tags) && rank(resource.type) !== -1)
    .toSorted((a, b) => rank(a.type) - rank(b.type)).map(removable);
  const ids = new Set(ours.map(({ id }) => id));
  const others = all.filter(({ id }) => !ids.has(id!)).map(({ type, name }) => `${type} ${name}`);
  return { ours, others, groupIsOurs: state === "ours" };
}

function rank(type: string | undefined): number {
  return ORDER.indexOf((type ?? "").toLowerCase());
}

function removable({ id, type, name, location }: GenericResourceExpanded): Removable {
  return { id: id!, type: type!, name: name!, location: location ?? "" };
}

/** Removes what the plan names; one that cannot be removed is reported and does not stop the others. */
export async function removeAll(
  group: AzureGroup,
  plan: DownPlan,
  options: {
    readonly clock: Clock;
    readonly purge: boolean;
    readonly signal?: AbortSignal;
    readonly say: (line: string) => void;
  },
): Promise<DownReport> {
  const { purge, say, signal } = options;
  const removed: string[] = [];
  const left: { what: string; why: string }[] = [];
  const kept: Kept[] = [];
  for (const resource of plan.ours) {
    const what = `${resource.type} ${resource.name}`;
    say(`removing ${what}`);
    const why = await removeOne(group, resource, options);
    if (why !== null) {
      left.push({ what, why });
      continue;
    }
    removed.push(what);
    const deleted = softDeleted(group, resource);
    if (deleted === null) continue;
    if (purge && deleted.path === null) continue; // was removed for good at once
    const refusal = purge && deleted.path !== null
      ? await remove(group, deleted.path, deleted.apiVersion, options)
      : null;
    if (purge && refusal === null) removed.push(`${what}, purged`);
    else kept.push({ what, time: deleted.time, purge: deleted.command });
  }
  signal?.throwIfAborted();
  if (plan.groupIsOurs && plan.others.length === 0 && left.length === 0) {
    await tried(
      `remove resource group ${group.name}`,
      () =>
        group.client.resourceGroups.beginDeleteAndWait(group.name, {
          abortSignal: signal,
          updateIntervalInMs: group.pollMs,
        }),
    );
    removed.push(`resource group ${group.name}`);
  }
  return { removed, left, kept };
}

/** Why it could not be removed; null when it was. An account's deployments go first. */
async function removeOne(
  group: AzureGroup,
  { id, type }: Removable,
  options: { readonly clock: Clock; readonly purge: boolean; readonly signal?: AbortSignal },
): Promise<string | null> {
  const apiVersion = API_VERSIONS[type.toLowerCase()];
  if (type.toLowerCase() === "microsoft.cognitiveservices/accounts") {
    const { body } = await callArm(group, {
      method: "GET",
      path: `${id}/deployments`,
      apiVersion,
      signal: options.signal,
    });
    for (const deployment of (body as { value?: { id: string }[] } | null)?.value ?? []) {
      const refusal = await remove(group, deployment.id, apiVersion, options);
      if (refusal !== null) return refusal;
    }
  }
  const forGood = options.purge && type.toLowerCase() === WORKSPACE;
  return await remove(group, forGood ? `${id}?force=true` : id, apiVersion, options);
}

async function remove(
  group: AzureGroup,
  path: string,
  apiVersion: string,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<string | null> {
  const started = await callArm(group, { method: "DELETE", path, apiVersion, signal });
  const reply = await settled(group, started, (ms) => clock.sleep(ms, signal), signal);
  return reply.status < 300 || reply.status === 404 ? null : saidBy(reply);
}

/** Where a deleted resource is kept, if its type is. */
function softDeleted(
  { subscriptionId, name: group }: AzureGroup,
  { type, name, location }: Removable,
): { path: string | null; apiVersion: string; time: string; command: string } | null {
  const region = location.toLowerCase().replaceAll(" ", "");
  const apiVersion = API_VERSIONS[type.toLowerCase()];
  switch (type.toLowerCase()) {
    case "microsoft.apimanagement/service":
      return {
        path:
          `/subscriptions/${subscriptionId}/providers/Microsoft.ApiManagement/locations/${region}` +
          `/deletedservices/${name}`,
        apiVersion,
        time: "48 hours",
        command: `az apim deletedservice purge --service-name ${name} --location ${region}`,
      };
    case "microsoft.cognitiveservices/accounts":
      return {
        path:
          `/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/locations/${region}` +
          `/resourceGroups/${group}/deletedAccounts/${name}`,
        apiVersion,
        time: "48 hours",
        command:
          `az cognitiveservices account purge --name ${name} --resource-group ${group} --location ${region}`,
      };
    case WORKSPACE:
      return {
        path: null,
        apiVersion,
        time: "14 days",
        command: "made again under its name it comes back with its data; down --purge leaves none",
      };
    default:
      return null;
  }
}
