/**
 * Who may call the models: Azure OpenAI accounts of the subscription, and roles on them.
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/how-to/role-based-access-control
 * @see https://learn.microsoft.com/rest/api/authorization/role-assignments
 * @module
 */
import { type ArmCaller, type ArmReply, callArm, saidBy } from "./arm.ts";

const ACCOUNTS_API_VERSION = "2024-10-01";
const SERVICE_API_VERSION = "2024-05-01";
const ROLES_API_VERSION = "2022-04-01";

/** "Cognitive Services OpenAI User" and "… Contributor", "Cognitive Services User" and "… Contributor". */
const MODEL_ROLES = [
  "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd",
  "a001fd3d-188f-4b5d-821b-7da978bf7442",
  "a97b65f3-24c7-4388-baec-2e87135dc908",
];

/** The role that is asked for. */
export const MODEL_ROLE = "Cognitive Services OpenAI User";

export interface ModelAccount {
  readonly id: string;
  readonly name: string;
  readonly location: string;
}

/** Whether somebody has one of the roles on an account. */
export type ModelRole =
  | {
    readonly kind: "assigned";
    /** Milliseconds since the epoch; null where Azure does not say. */
    readonly since: number | null;
  }
  | { readonly kind: "missing" }
  | { readonly kind: "unknown"; readonly why: string };

/** The account that an endpoint is of; null: none of the subscription's that can be seen. */
export async function modelAccount(
  caller: ArmCaller,
  subscriptionId: string,
  endpoint: string,
  signal?: AbortSignal,
): Promise<{ readonly account: ModelAccount | null; readonly why: string }> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/accounts`;
  const apiVersion = ACCOUNTS_API_VERSION;
  const reply = await callArm(caller, { method: "GET", path, apiVersion, signal });
  const accounts = listOf<ModelAccount & { properties?: { endpoint?: string } }>(reply);
  const account = accounts.find(({ properties }) => sameHost(properties?.endpoint, endpoint));
  return { account: account ?? null, why: reply.status === 200 ? "" : saidBy(reply) };
}

/** The object id of a service's own identity; null where it has none. */
export async function identityOf(
  apim: ArmCaller & { readonly id: string },
  signal?: AbortSignal,
): Promise<string | null> {
  const call = { method: "GET", path: apim.id, apiVersion: SERVICE_API_VERSION, signal } as const;
  const { body } = await callArm(apim, call);
  return (body as { identity?: { principalId?: string } } | null)?.identity?.principalId ?? null;
}

/** Whether the principal may call the account's models, by itself or by a group. */
export async function modelRole(
  caller: ArmCaller,
  account: Pick<ModelAccount, "id">,
  principalId: string,
  signal?: AbortSignal,
): Promise<ModelRole> {
  const filter = encodeURIComponent(`assignedTo('${principalId}')`);
  const reply = await callArm(caller, {
    method: "GET",
    path: `${account.id}/providers/Microsoft.Authorization/roleAssignments?$filter=${filter}`,
    apiVersion: ROLES_API_VERSION,
    signal,
  });
  if (reply.status !== 200) return { kind: "unknown", why: saidBy(reply) };
  const assigned = listOf<{ properties?: { roleDefinitionId?: string; createdOn?: string } }>(reply)
    .filter(({ properties }) =>
      MODEL_ROLES.some((role) => properties?.roleDefinitionId?.toLowerCase().endsWith(role))
    );
  if (assigned.length === 0) return { kind: "missing" };
  const times = assigned.map(({ properties }) => Date.parse(properties?.createdOn ?? ""))
    .filter((time) => !Number.isNaN(time));
  return { kind: "assigned", since: times.length === 0 ? null : Math.min(...times) };
}

function listOf<T>({ body }: ArmReply): readonly T[] {
  return (body as { value?: T[] } | null)?.value ?? [];
}

function sameHost(a: string | undefined, b: string): boolean {
  return a !== undefined && URL.canParse(a) && new URL(a).host === new URL(b).host;
}
