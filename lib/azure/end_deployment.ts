/**
 * A deployment that is still under way: it goes on in Azure when `up` is killed, and would make what `down` has
 * removed already.
 * @module
 */
import { statusOf } from "../apim/mod.ts";
import type { Clock } from "../core/clock.ts";
import { UserError } from "../core/user_error.ts";
import { tried } from "./failures.ts";
import type { AzureGroup } from "./group.ts";
import { DEPLOYMENT } from "./up.ts";

/** What has begun is finished before a deployment is canceled: a service of a classic tier takes an hour. */
const LIMIT_MS = 10 * 60_000;

/** Whether the group's deployment is under way. @throws ApimError */
export async function deploymentRuns(
  { client, name }: AzureGroup,
  signal?: AbortSignal,
): Promise<boolean> {
  return await tried("look for a deployment under way", async () => {
    try {
      const { properties } = await client.deployments.get(name, DEPLOYMENT, {
        abortSignal: signal,
      });
      return !/^(Succeeded|Failed|Canceled)$/.test(properties?.provisioningState ?? "Succeeded");
    } catch (error) {
      if (statusOf(error) === 404) return false;
      throw error;
    }
  });
}

/** Cancels it, and waits until it has ended. @throws ApimError, UserError when it does not end in ten minutes */
export async function endDeployment(
  group: AzureGroup,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<void> {
  const { client, name } = group;
  await tried(
    `cancel the deployment ${DEPLOYMENT}`,
    () => client.deployments.cancel(name, DEPLOYMENT, { abortSignal: signal }),
  );
  const start = clock.now();
  while (await deploymentRuns(group, signal)) {
    if (clock.now() - start > LIMIT_MS) {
      throw new UserError(
        "The deployment was canceled and still finishes what it has begun: nothing was removed. Run deno task azure " +
          "down again in some minutes.",
      );
    }
    await clock.sleep(group.pollMs, signal);
  }
}
