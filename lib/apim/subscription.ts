/**
 * The key that callers of the lab's API use.
 * @module
 */
import { Secret } from "../core/secret.ts";
import type { Apim } from "./client.ts";
import { orNull } from "./entity.ts";
import { ApimError } from "./errors.ts";
import { isNamed, LAB_MARK, markOf, requireOurs } from "./ownership.ts";
import { covers } from "./same.ts";
import { read, write } from "./repeat.ts";

/** The lab's own subscription for an API; its key opens that API and nothing else. */
export async function ensureSubscription(
  apim: Apim,
  apiId: string,
  options: { signal?: AbortSignal } = {},
): Promise<{ id: string; key: Secret }> {
  const { client, resourceGroup, serviceName } = apim;
  const abortSignal = options.signal;
  const id = `${LAB_MARK}-${apiId}`;
  const existing = await read(
    `read subscription ${id}`,
    () => orNull(() => client.subscription.get(resourceGroup, serviceName, id, { abortSignal })),
    options,
  );
  requireOurs(
    `Subscription "${id}"`,
    existing && { ours: isNamed(existing.displayName, apim.owner) },
    "Remove it, or set APIM_SUBSCRIPTION_KEY in .env.",
  );
  const wanted = {
    scope: `${apim.id}/apis/${apiId}`,
    displayName: `${markOf(apim.owner)} ${apiId}`,
    state: "active",
    allowTracing: true,
  } as const;
  if (!covers(existing, wanted)) {
    await write(
      `create subscription ${id}`,
      () =>
        client.subscription.createOrUpdate(resourceGroup, serviceName, id, wanted, { abortSignal }),
      options,
    );
  }
  const { primaryKey } = await read(
    `read the key of subscription ${id}`,
    () => client.subscription.listSecrets(resourceGroup, serviceName, id, { abortSignal }),
    options,
  );
  if (!primaryKey) {
    throw new ApimError(
      "failed",
      `The service gave no primary key for subscription ${id}.`,
      "Set APIM_SUBSCRIPTION_KEY in .env to a key that may call the API.",
    );
  }
  return { id, key: new Secret(primaryKey) };
}
