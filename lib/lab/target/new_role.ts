/**
 * Whether a role on a model was assigned lately: Azure then refuses calls for some minutes.
 * @module
 */
import {
  type Apim,
  identityOf,
  type ModelAccount,
  modelAccount,
  modelRole,
  whoAmI,
} from "../../apim/mod.ts";
import type { RoutingBackend } from "../../policies/mod.ts";

/** An assignment that does not count after this is not new any more. */
const NEW_MS = 30 * 60_000;

/**
 * For a lab's backends. What cannot be read is taken for no.
 * @param now milliseconds since the epoch
 */
export function newRoles(
  apim: Apim,
  subscriptionId: string,
  now: () => number,
): (backend: RoutingBackend, who: "gateway" | "caller") => Promise<boolean> {
  const accounts = new Map<string, Promise<ModelAccount | null>>();
  const accountOf = ({ id, endpoint }: RoutingBackend) => {
    const found = accounts.get(id) ??
      modelAccount(apim, subscriptionId, endpoint).then(({ account }) => account);
    accounts.set(id, found);
    return found;
  };
  return async (backend, who) => {
    try {
      const account = await accountOf(backend);
      const principalId = who === "gateway"
        ? await identityOf(apim)
        : (await whoAmI(apim.access)).objectId;
      if (account === null || principalId === null) return false;
      const role = await modelRole(apim, account, principalId);
      return role.kind === "assigned" && role.since !== null && now() - role.since < NEW_MS;
    } catch {
      return false;
    }
  };
}
