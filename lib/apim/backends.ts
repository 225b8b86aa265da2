/**
 * Backends, pools and the named values that hold their keys.
 * @module
 */
import type { BackendContract } from "@azure/arm-apimanagement";
import {
  type BackendEntity,
  backendProperties,
  type NamedValueEntity,
  type PoolEntity,
  poolServices,
} from "../policies/mod.ts";
import type { Apim } from "./client.ts";
import { orNull } from "./entity.ts";
import { attempt } from "./errors.ts";
import { isMarked, LAB_MARK, marked, requireOurs } from "./ownership.ts";

const PREFIX_CURE = "Remove it, or give the backends ids of your own (BACKEND_A_ID, … in .env).";

/** Stores a key as a secret named value. @throws ApimError `not-ours` when there is a foreign one. */
export async function ensureNamedValue(
  apim: Apim,
  { name, value }: NamedValueEntity,
  signal?: AbortSignal,
): Promise<void> {
  const { client, resourceGroup, serviceName } = apim;
  const existing = await attempt(
    `read named value ${name}`,
    () =>
      orNull(() =>
        client.namedValue.get(resourceGroup, serviceName, name, { abortSignal: signal })
      ),
  );
  requireOurs(
    `Named value "${name}"`,
    existing && { ours: existing.tags?.includes(LAB_MARK) ?? false },
    PREFIX_CURE,
  );
  await attempt(
    `store named value ${name}`,
    () =>
      client.namedValue.beginCreateOrUpdateAndWait(resourceGroup, serviceName, name, {
        displayName: name,
        value: value.reveal(),
        secret: true,
        tags: [LAB_MARK],
      }, { abortSignal: signal, updateIntervalInMs: apim.pollMs }),
  );
}

/** Creates or replaces a backend, circuit breaker included. @throws ApimError `not-ours` */
export async function ensureBackend(
  apim: Apim,
  backend: BackendEntity,
  signal?: AbortSignal,
): Promise<void> {
  await putBackend(apim, backend.name, {
    description: marked(backend.description),
    ...backendProperties(backend),
  }, signal);
}

/** Creates or replaces a pool; its members must be there. @throws ApimError `not-ours` */
export async function ensurePool(
  apim: Apim,
  pool: PoolEntity,
  signal?: AbortSignal,
): Promise<void> {
  await putBackend(apim, pool.name, {
    description: marked(pool.description),
    typePropertiesType: "Pool", // the SDK drops `type`, without a word
    pool: { services: poolServices(pool, apim.id) },
  }, signal);
}

async function putBackend(
  apim: Apim,
  name: string,
  contract: BackendContract,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { client, resourceGroup, serviceName } = apim;
  const existing = await attempt(
    `read backend ${name}`,
    () =>
      orNull(() => client.backend.get(resourceGroup, serviceName, name, { abortSignal: signal })),
  );
  requireOurs(
    `Backend "${name}"`,
    existing && { ours: isMarked(existing.description) },
    PREFIX_CURE,
  );
  await attempt(
    `create backend ${name}`,
    () =>
      client.backend.createOrUpdate(resourceGroup, serviceName, name, contract, {
        abortSignal: signal,
      }),
  );
}
