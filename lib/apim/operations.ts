/**
 * The operations of the lab's API.
 * @module
 */

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
export const REVISION_POLICY = `<policies>
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

/** An operation as ARM writes it; each hole of the URL template is a required parameter. */
export function operationProperties({ displayName, method, urlTemplate }: OperationSettings) {
  const templateParameters = [...urlTemplate.matchAll(/\{([^}]+)\}/g)]
    .map(([, name]) => ({ name, type: "string", required: true }));
  return { displayName, method, urlTemplate, templateParameters };
}

function post(id: string, displayName: string, urlTemplate: string): OperationSettings {
  return { id, displayName, method: "POST", urlTemplate };
}
