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
import { isMarked, isTagged, marked, markOf, requireOurs } from "./ownership.ts";
import { covers, lacks } from "./same.ts";
import { read, write } from "./repeat.ts";

const PREFIX_CURE =
  "Set WORKSHOP_PREFIX in .env to one of your own, remove it, or give the backends other ids (BACKEND_A_ID, …).";

/** Members of a backend that are taken away again where a strategy has none. */
const OPTIONAL_MEMBERS = ["credentials", "circuitBreaker", "pool", "proxy"];

/** Stores a key as a secret named value. @throws ApimError `not-ours` when there is a foreign one. */
export async function ensureNamedValue(
  apim: Apim,
  { name, value }: NamedValueEntity,
  signal?: AbortSignal,
): Promise<void> {
  const { client, resourceGroup, serviceName } = apim;
  const existing = await read(
    `read named value ${name}`,
    () =>
      orNull(() =>
        client.namedValue.get(resourceGroup, serviceName, name, { abortSignal: signal })
      ),
    { signal },
  );
  requireOurs(
    `Named value "${name}"`,
    existing && { ours: isTagged(existing.tags, apim.owner) },
    PREFIX_CURE,
  );
  if (existing?.secret && await holds(apim, name, value, signal)) return;
  await write(
    `store named value ${name}`,
    () =>
      client.namedValue.beginCreateOrUpdateAndWait(resourceGroup, serviceName, name, {
        displayName: name,
        value: value.reveal(),
        secret: true,
        tags: [markOf(apim.owner)],
      }, { abortSignal: signal, updateIntervalInMs: apim.pollMs }),
    { signal },
  );
}

/** Whether that is its value already. Who may not read it puts it again. */
async function holds(
  { client, resourceGroup, serviceName }: Apim,
  name: string,
  value: NamedValueEntity["value"],
  abortSignal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    const found = await client.namedValue.listValue(resourceGroup, serviceName, name, {
      abortSignal,
    });
    return found.value === value.reveal();
  } catch {
    abortSignal?.throwIfAborted();
    return false;
  }
}

/** Creates or replaces a backend, circuit breaker included. @throws ApimError `not-ours` */
export async function ensureBackend(
  apim: Apim,
  backend: BackendEntity,
  signal?: AbortSignal,
): Promise<void> {
  await putBackend(apim, backend.name, {
    description: marked(backend.description, apim.owner),
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
    description: marked(pool.description, apim.owner),
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
  const existing = await read(
    `read backend ${name}`,
    () =>
      orNull(() => client.backend.get(resourceGroup, serviceName, name, { abortSignal: signal })),
    { signal },
  );
  requireOurs(
    `Backend "${name}"`,
    existing && { ours: isMarked(existing.description, apim.owner) },
    PREFIX_CURE,
  );
  if (existing && covers(existing, contract) && lacks(existing, contract, OPTIONAL_MEMBERS)) return;
  await write(
    `create backend ${name}`,
    () =>
      client.backend.createOrUpdate(resourceGroup, serviceName, name, contract, {
        abortSignal: signal,
      }),
    { signal },
  );
}
