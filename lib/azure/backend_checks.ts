/**
 * Checks of the model deployments behind the gateway.
 * @module
 */
import {
  type Apim,
  type ArmAccess,
  type ArmReply,
  callArm,
  identityOf,
  MODEL_ROLE,
  type ModelAccount,
  modelAccount,
  modelRole,
  saidBy,
} from "../apim/mod.ts";
import type { AzureConfig } from "../lab/config/config.ts";
import type { RoutingBackend } from "../policies/mod.ts";
import { type Check, failed, ok, warning } from "./check.ts";

const API_VERSION = "2024-10-01";
const CALL_LIMIT_MS = 60_000;

/** The account, its deployment, what is left of the region's quota, and the gateway's right to call it. */
export async function checkBackend(
  apim: Apim,
  config: AzureConfig,
  backend: RoutingBackend,
  signal?: AbortSignal,
): Promise<Check[]> {
  const get = (path: string) =>
    callArm(apim, { method: "GET", path, apiVersion: API_VERSION, signal });
  const what = (part: string) => `${backend.id}: ${part}`;
  const { subscriptionId } = config.apim;
  const { account, why } = await modelAccount(apim, subscriptionId, backend.endpoint, signal);
  if (account === null) {
    return [warning(
      what("account"),
      `${backend.endpoint} is not among the accounts of subscription ${subscriptionId}` +
        (why === "" ? "" : `: ${why}`),
      "Fine when it is in another subscription; the call below tells.",
    )];
  }
  const deployment = await checkDeployment(get, account, backend, what("deployment"));
  return [
    deployment,
    await checkQuota(get, account, {
      subscriptionId,
      what: what("quota"),
      deploymentIsMissing: deployment.outcome === "failed",
    }),
    ...config.backendAuth === "managed-identity"
      ? [await checkGatewayMayCall(apim, account, what("gateway's role"), signal)]
      : [],
  ];
}

type Get = (path: string) => Promise<ArmReply>;

async function checkDeployment(
  get: Get,
  { id, location }: ModelAccount,
  backend: RoutingBackend,
  what: string,
): Promise<Check> {
  const { deployment, type } = backend;
  const reply = await get(`${id}/deployments/${encodeURIComponent(deployment)}`);
  if (reply.status === 404) {
    const there = listOf<{ name?: string }>(await get(`${id}/deployments`));
    const names = there.map(({ name }) => name).join(", ");
    return failed(
      what,
      `there is no deployment "${deployment}" in ${location}: the account has ${names || "none"}`,
      `Set ${
        variableOf(backend, "DEPLOYMENT")
      } in .env, or make it: az cognitiveservices account deployment create. ` +
        `Which models ${location} has: az cognitiveservices model list --location ${location}`,
    );
  }
  if (reply.status !== 200) return warning(what, `cannot be read: ${saidBy(reply)}`);
  const { sku, properties } = reply.body as {
    sku?: { name?: string; capacity?: number };
    properties?: { model?: { name?: string; version?: string }; provisioningState?: string };
  };
  const said = `${properties?.model?.name} ${properties?.model?.version} in ${location}, ` +
    `${sku?.name} ${sku?.capacity}`;
  const provisioned = sku?.name?.includes("Provisioned") ?? false;
  if (provisioned && type !== "PTU") {
    const cure = `Set ${variableOf(backend, "TYPE")}=PTU in .env.`;
    return warning(what, `${said}, and .env calls it ${type}`, cure);
  }
  if (!provisioned && type === "PTU") return ok(what, `${said}; it plays the PTU`);
  return ok(what, said);
}

/** Every limit of the region that nothing is left of. */
async function checkQuota(
  get: Get,
  { location }: ModelAccount,
  { subscriptionId, what, deploymentIsMissing }: {
    readonly subscriptionId: string;
    readonly what: string;
    readonly deploymentIsMissing: boolean;
  },
): Promise<Check> {
  const region = location.toLowerCase().replaceAll(" ", "");
  const reply = await get(
    `/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/locations/${region}/usages`,
  );
  if (reply.status !== 200) return warning(what, `cannot be read: ${saidBy(reply)}`);
  const usages = listOf<
    { name?: { value?: string }; currentValue?: number; limit?: number }
  >(reply).filter(({ name, limit }) => name?.value?.startsWith("OpenAI.") && (limit ?? 0) > 0);
  const full = usages.filter(({ currentValue, limit }) => currentValue! >= limit!)
    .map(({ name }) => name!.value);
  if (full.length === 0) return ok(what, `room left in all ${usages.length} limits of ${region}`);
  const said = `used up in ${region}: ${full.join(", ")}`;
  if (deploymentIsMissing) {
    return failed(
      what,
      `${said}; a new deployment of these is refused`,
      "Make it of another model or SKU, or in another region; or free some: az cognitiveservices usage list " +
        `--location ${region}. More: https://aka.ms/oai/quotaincrease`,
    );
  }
  return ok(what, `${said}; deployments that exist are not touched`);
}

async function checkGatewayMayCall(
  apim: Apim,
  account: ModelAccount,
  what: string,
  signal?: AbortSignal,
): Promise<Check> {
  const principalId = await identityOf(apim, signal);
  if (principalId === null) {
    return failed(
      what,
      "the service has no identity of its own",
      `Switch it on: az apim update --name ${apim.serviceName} --resource-group ${apim.resourceGroup} ` +
        "--enable-managed-identity true",
    );
  }
  const role = await modelRole(apim, account, principalId, signal);
  switch (role.kind) {
    case "unknown":
      return warning(what, `cannot be read: ${role.why}`);
    case "assigned":
      return ok(what, "assigned; a new assignment takes 5 to 10 minutes to take effect");
    case "missing":
      return failed(
        what,
        "the service's identity may not call the model",
        `az role assignment create --assignee-object-id ${principalId} --assignee-principal-type ` +
          `ServicePrincipal --role "${MODEL_ROLE}" --scope ${account.id}`,
      );
  }
}

/** One call of the Responses API, past the gateway: reach, key or role, deployment, region. */
export async function checkBackendCall(
  config: AzureConfig,
  backend: RoutingBackend,
  access: ArmAccess,
  signal?: AbortSignal,
): Promise<Check> {
  const what = `${backend.id}: call`;
  const { endpoint, deployment, apiKey } = backend;
  const url = `${endpoint}/openai/responses?api-version=${config.responsesApiVersion}`;
  const limit = AbortSignal.timeout(CALL_LIMIT_MS);
  let response: Response;
  let text: string;
  try {
    const sign: Record<string, string> = apiKey === null
      ? { authorization: `Bearer ${await modelToken(access)}` }
      : { "api-key": apiKey.reveal() };
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...sign },
      body: JSON.stringify({ model: deployment, input: "Say ok.", max_output_tokens: 16 }),
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    text = await response.text();
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return failed(
      what,
      `${endpoint} cannot be reached: ${why}`,
      "Check the endpoint in .env, the network and a proxy.",
    );
  }
  return judge(what, response.status, apiKey?.redact(text) ?? text, backend);
}

async function modelToken({ credential, cloud }: ArmAccess): Promise<string> {
  const token = await credential.getToken(`${cloud.modelsAudience}/.default`);
  return token?.token ?? "";
}

function judge(what: string, status: number, text: string, backend: RoutingBackend): Check {
  const said = `status ${status}: ${messageOf(text)}`;
  switch (status) {
    case 200:
      return ok(what, `answered, on the Responses API`);
    case 401:
    case 403:
      return failed(
        what,
        said,
        backend.apiKey === null
          ? 'Whoever runs the notebooks needs the role "Cognitive Services OpenAI User" on the account; a new ' +
            "assignment takes 5 to 10 minutes. A firewall of the account answers 403, too."
          : "The key is not this account's, or keys are switched off there: copy it from Keys and Endpoint, " +
            "or set BACKEND_AUTH=managed-identity.",
      );
    case 404:
      return /DeploymentNotFound/.test(text)
        ? failed(
          what,
          said,
          "Set the BACKEND_..._DEPLOYMENT of .env to a deployment of that account.",
        )
        : failed(
          what,
          said,
          `The Responses API is not to be had in ${backend.region}: choose another region for this backend.`,
        );
    case 400:
      return failed(
        what,
        said,
        "The model or RESPONSES_API_VERSION does not take such a call: compare both with the documentation.",
      );
    case 429:
      return warning(what, `${said}: it is there, and busy`);
    default:
      return warning(what, said, "Run deno task azure verify again in a minute.");
  }
}

function messageOf(text: string): string {
  try {
    const { error } = JSON.parse(text);
    return [error?.code, error?.message].filter((part) => typeof part === "string").join(" ")
      .slice(0, 300);
  } catch {
    return text.slice(0, 100);
  }
}

/** `BACKEND_A_TYPE` of backend-a; an id of one's own names no letter. */
function variableOf({ id }: RoutingBackend, name: string): string {
  return `BACKEND_${/^backend-([a-z])$/.exec(id)?.[1].toUpperCase() ?? "..."}_${name}`;
}

function listOf<T>({ body }: ArmReply): readonly T[] {
  return (body as { value?: T[] } | null)?.value ?? [];
}
