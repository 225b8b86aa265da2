/**
 * What the signed-in account may do at a scope.
 * @see https://learn.microsoft.com/rest/api/authorization/permissions
 * @module
 */
import { type ArmCaller, callArm, saidBy } from "../apim/mod.ts";

interface Permission {
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
}

/** Those of `actions` that are not allowed; a text where it could not be told. */
export async function missingRights(
  caller: ArmCaller,
  scope: string,
  actions: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[] | string> {
  const reply = await callArm(caller, {
    method: "GET",
    path: `${scope}/providers/Microsoft.Authorization/permissions`,
    apiVersion: "2022-04-01",
    signal,
  });
  if (reply.status !== 200) return saidBy(reply);
  const permissions = (reply.body as { value?: Permission[] }).value ?? [];
  return actions.filter((action) => !permissions.some((one) => allows(one, action)));
}

function allows({ actions = [], notActions = [] }: Permission, action: string): boolean {
  return actions.some((pattern) => matches(pattern, action)) &&
    !notActions.some((pattern) => matches(pattern, action));
}

function matches(pattern: string, action: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i").test(action);
}
