/**
 * Removing all that the lab made, and nothing else.
 * @module
 */
import { deleteApi } from "./api.ts";
import type { Apim } from "./client.ts";
import { ANY_VERSION } from "./entity.ts";
import { explain, statusOf } from "./errors.ts";
import { isMarked, isNamed, isTagged } from "./ownership.ts";
import { read, write } from "./repeat.ts";

/** What became of the lab's resources. */
export interface CleanUpReport {
  /** `api multi-region-router`, in the order of removal. */
  readonly removed: readonly string[];
  /** What could not be removed, and why. */
  readonly left: readonly { readonly what: string; readonly why: string }[];
}

interface Removal {
  readonly what: string;
  readonly remove: () => Promise<unknown>;
}

/**
 * Removes subscriptions, APIs, products, pools, backends, named values and fragments that carry the lab's mark, in the order in which
 * they refer to each other. One that cannot be removed is reported and does not stop the others.
 * @param options.owners whose; default: `apim.owner`'s alone
 * @throws ApimError when what is there cannot be listed.
 */
export async function cleanUp(
  apim: Apim,
  options: { readonly signal?: AbortSignal; readonly owners?: readonly string[] | "everybody" } =
    {},
): Promise<CleanUpReport> {
  const removed: string[] = [];
  const left: { what: string; why: string }[] = [];
  const { owners = [apim.owner], signal } = options;
  const found = await read("list what the lab made", async () => {
    if (owners === "everybody") return await findOurs(apim, undefined, signal);
    const lists = [];
    for (const owner of new Set(owners)) lists.push(await findOurs(apim, owner, signal));
    return lists.flat();
  }, { signal });
  for (const { what, remove } of found) {
    try {
      await write(`remove ${what}`, remove, options);
      removed.push(what);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (statusOf(error) === 404) continue;
      const explained = explain(`remove ${what}`, error);
      left.push({ what, why: explained instanceof Error ? explained.message : String(explained) });
    }
  }
  return { removed, left };
}

async function findOurs(
  apim: Apim,
  owner: string | undefined,
  abortSignal: AbortSignal | undefined,
): Promise<Removal[]> {
  const { client, resourceGroup: group, serviceName: service } = apim;
  const options = { abortSignal };
  const found: Removal[] = [];
  const add = (kind: string, name: string, remove: Removal["remove"]) =>
    found.push({ what: `${kind} ${name}`, remove });

  for await (const { name, displayName } of client.subscription.list(group, service, options)) {
    if (name && isNamed(displayName, owner)) {
      add(
        "subscription",
        name,
        () => client.subscription.delete(group, service, name, ANY_VERSION, options),
      );
    }
  }
  for await (const { name, description } of client.api.listByService(group, service, options)) {
    if (name && isMarked(description, owner)) {
      add("api", name, () => deleteApi(apim, name, abortSignal));
    }
  }
  for await (
    const { name, description } of client.product.listByService(group, service, options)
  ) {
    if (name && isMarked(description, owner)) {
      add("product", name, () => client.product.delete(group, service, name, ANY_VERSION, options));
    }
  }
  const backends: { name: string; pool: boolean }[] = [];
  for await (const backend of client.backend.listByService(group, service, options)) {
    if (backend.name && isMarked(backend.description, owner)) {
      backends.push({ name: backend.name, pool: backend.typePropertiesType === "Pool" });
    }
  }
  for (const { name, pool } of backends.sort((a, b) => Number(b.pool) - Number(a.pool))) {
    add(
      pool ? "pool" : "backend",
      name,
      () => client.backend.delete(group, service, name, ANY_VERSION, options),
    );
  }
  for await (const { name, tags } of client.namedValue.listByService(group, service, options)) {
    if (name && isTagged(tags, owner)) {
      add(
        "named value",
        name,
        () => client.namedValue.delete(group, service, name, ANY_VERSION, options),
      );
    }
  }
  for await (
    const { name, description } of client.policyFragment.listByService(group, service, options)
  ) {
    if (name && isMarked(description, owner)) {
      add(
        "fragment",
        name,
        () => client.policyFragment.delete(group, service, name, ANY_VERSION, options),
      );
    }
  }
  return found;
}
