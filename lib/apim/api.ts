/**
 * The lab's API and its operations.
 * @module
 */
import type { Apim } from "./client.ts";
import { ANY_VERSION, orNull } from "./entity.ts";
import { attempt } from "./errors.ts";
import { isMarked, marked, requireOurs } from "./ownership.ts";

/** An API of the lab. */
export interface ApiSettings {
  readonly id: string;
  /** Path suffix, without slashes at its ends. */
  readonly path: string;
  readonly displayName?: string;
}

/** One operation. */
export interface OperationSettings {
  readonly id: string;
  readonly displayName: string;
  readonly method: "GET" | "POST";
  readonly urlTemplate: string;
}

/** The operation that answers with the revision of the policy that the gateway serves; no backend is called. */
export const REVISION_OPERATION: OperationSettings = {
  id: "policy-revision",
  displayName: "Policy revision",
  method: "GET",
  urlTemplate: "/policy-revision",
};

/** The original's operation. */
const RESPONSES_OPERATION: OperationSettings = {
  id: "responses",
  displayName: "Responses",
  method: "POST",
  urlTemplate: "/responses",
};

const CHAT = "/deployments/{deployment-id}/chat/completions";

/** Responses and chat completions, under the paths that `OpenAI` and `AzureOpenAI` clients call. */
export const OPERATIONS: readonly OperationSettings[] = [
  RESPONSES_OPERATION,
  post("openai-responses", "Responses (AzureOpenAI endpoint)", "/openai/responses"),
  post("chat-completions", "Chat completions", "/chat/completions"),
  post("deployment-chat-completions", "Chat completions of a deployment", CHAT),
  post("openai-chat-completions", "Chat completions (AzureOpenAI endpoint)", `/openai${CHAT}`),
  REVISION_OPERATION,
];

/** Returns with the variable that a strategy's document sets to its revision. */
const REVISION_POLICY = `<policies>
  <inbound>
    <base />
    <return-response>
      <set-status code="204" reason="No Content" />
      <set-header name="x-policy-revision" exists-action="override">
        <value>@(context.Variables.GetValueOrDefault("policyRevision", ""))</value>
      </set-header>
    </return-response>
  </inbound>
  <backend>
    <base />
  </backend>
  <outbound>
    <base />
  </outbound>
  <on-error>
    <base />
  </on-error>
</policies>
`;

/**
 * Creates the API and its operations, or brings them up to date. It needs a subscription key: an open API in
 * front of a paid model would be anybody's.
 * @throws ApimError `not-ours` when an API of that id is there that the lab did not make.
 */
export async function ensureApi(
  apim: Apim,
  api: ApiSettings,
  options: { signal?: AbortSignal } = {},
): Promise<{ created: boolean }> {
  const { client, resourceGroup, serviceName } = apim;
  const abortSignal = options.signal;
  const existing = await attempt(
    `read API ${api.id}`,
    () => orNull(() => client.api.get(resourceGroup, serviceName, api.id, { abortSignal })),
  );
  requireOurs(
    `API "${api.id}"`,
    existing && { ours: isMarked(existing.description) },
    "Set APIM_API_ID and APIM_API_PATH in .env to names of your own.",
  );
  await attempt(
    `create API ${api.id}`,
    () =>
      client.api.beginCreateOrUpdateAndWait(resourceGroup, serviceName, api.id, {
        displayName: api.displayName ?? "Multi-Region Router",
        description: marked("Routing between model deployments."),
        path: api.path,
        protocols: apim.gatewayUrl.startsWith("http:") ? ["http", "https"] : ["https"],
        subscriptionRequired: true,
      }, { abortSignal, updateIntervalInMs: apim.pollMs }),
  );
  await Promise.all(
    OPERATIONS.map((operation) => ensureOperation(apim, api.id, operation, options)),
  );
  await attempt(
    `put the policy of operation ${REVISION_OPERATION.id}`,
    () =>
      client.apiOperationPolicy.createOrUpdate(
        resourceGroup,
        serviceName,
        api.id,
        REVISION_OPERATION.id,
        "policy",
        { format: "rawxml", value: REVISION_POLICY },
        { abortSignal },
      ),
  );
  return { created: existing === null };
}

/** Creates one operation, or brings it up to date. */
async function ensureOperation(
  apim: Apim,
  apiId: string,
  operation: OperationSettings,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const { client, resourceGroup, serviceName } = apim;
  const { id, displayName, method, urlTemplate } = operation;
  const templateParameters = [...urlTemplate.matchAll(/\{([^}]+)\}/g)]
    .map(([, name]) => ({ name, type: "string", required: true }));
  await attempt(`create operation ${id} of API ${apiId}`, () =>
    client.apiOperation.createOrUpdate(
      resourceGroup,
      serviceName,
      apiId,
      id,
      { displayName, method, urlTemplate, templateParameters },
      { abortSignal: options.signal },
    ));
}

/** Removes the API with all that hangs on it. */
export async function deleteApi(apim: Apim, apiId: string, signal?: AbortSignal): Promise<void> {
  const { client, resourceGroup, serviceName } = apim;
  await client.api.beginDeleteAndWait(resourceGroup, serviceName, apiId, ANY_VERSION, {
    deleteRevisions: true,
    abortSignal: signal,
    updateIntervalInMs: apim.pollMs,
  });
}

function post(id: string, displayName: string, urlTemplate: string): OperationSettings {
  return { id, displayName, method: "POST", urlTemplate };
}
