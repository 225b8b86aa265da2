/**
 * The resource group that holds what the workshop stands on, and the client that manages it.
 * @module
 */
import type { ResourceManagementClient } from "@azure/arm-resources";
import { armAccess, type ArmCaller, type Cloud, isLocal } from "../apim/mod.ts";
import { TAGS } from "../templates/mod.ts";
import { tried } from "./failures.ts";

export interface AzureGroup extends ArmCaller {
  readonly client: ResourceManagementClient;
  readonly cloud: Cloud;
  readonly subscriptionId: string;
  readonly name: string;
  /** How often something that takes long is asked after, in milliseconds. */
  readonly pollMs: number;
}

/** Signs in; asks for nothing yet. @throws UserError when the cloud is unknown */
export async function openGroup(
  { subscriptionId, name }: Pick<AzureGroup, "subscriptionId" | "name">,
): Promise<AzureGroup> {
  const [{ ResourceManagementClient }, access] = await Promise.all([
    import("@azure/arm-resources"),
    armAccess(),
  ]);
  const client = access.prepare(
    new ResourceManagementClient(access.credential, subscriptionId, access.options),
  );
  const { cloud } = access;
  const pollMs = isLocal(cloud) ? 20 : 5_000;
  return { client, cloud, managementUrl: cloud.managementUrl, subscriptionId, name, pollMs };
}

/** Whether the group is there, and whether the workshop made it. @throws ApimError */
export async function groupState(
  { client, name, subscriptionId }: AzureGroup,
  signal?: AbortSignal,
): Promise<"missing" | "ours" | "others"> {
  const action = `look for resource group ${name} in subscription ${subscriptionId}`;
  return await tried(action, async () => {
    for await (const group of client.resourceGroups.list({ abortSignal: signal })) {
      if (group.name?.toLowerCase() === name.toLowerCase()) {
        return isOurs(group.tags) ? "ours" : "others";
      }
    }
    return "missing";
  });
}

/** Whether something carries the workshop's tag. */
export function isOurs(tags: Readonly<Record<string, string>> | undefined): boolean {
  return tags?.createdBy === TAGS.createdBy;
}
