/**
 * Putting what a test describes onto the gateway, by the management plane that Azure's clients use.
 * @module
 */
import type { Diagnostic } from "../core/diagnostic.ts";
import { compileDocument, type Gateway } from "../gateway/mod.ts";
import type { Cast } from "./backends.ts";
import type { TestGatewayOptions } from "./gateway_options.ts";
import { InvalidPolicyError } from "./invalid_policy.ts";

/** Methods that the API serves. Not OPTIONS: a preflight request is for the operation that it asks about. */
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

const API = "apis/test";

/** The newest that pools' members need: earlier ones drop session affinity and failure responses. */
const API_VERSION = "2025-09-01-preview";

/** Gives the warnings. @throws InvalidPolicyError; TypeError with what the management plane says */
export async function publish(
  { management }: Gateway,
  options: TestGatewayOptions,
  { played, entities }: Cast,
): Promise<readonly Diagnostic[]> {
  const warnings = compile(options, entities.map(({ id }) => id.toLowerCase()));
  const put = async (path: string, properties: object, described: string) => {
    const url = `https://arm.test${management.serviceId}/${path}?api-version=${API_VERSION}`;
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ properties });
    const response = await management.handle(new Request(url, { method: "PUT", headers, body }));
    if (!response.ok) throw new TypeError(`${described} is refused: ${await refusal(response)}`);
  };
  const { namedValues = {}, fragments = {}, subscriptions = {} } = options;
  for (const [name, value] of Object.entries(namedValues)) {
    const properties = typeof value === "string" ? { value } : value;
    await put(`namedValues/${name}`, { displayName: name, ...properties }, `namedValues.${name}`);
  }
  for (const { id, properties } of entities) {
    await put(`backends/${id}`, properties, `backends.${id}`);
  }
  for (const [id, value] of Object.entries(fragments)) {
    await put(`policyFragments/${id}`, { value, format: "rawxml" }, `fragments.${id}`);
  }
  const subscriptionRequired = Object.keys(subscriptions).length > 0;
  const serviceUrl = played[0]?.url ?? "https://service.test";
  const protocols = ["https"];
  const api = { displayName: "Test", path: options.path ?? "", protocols, serviceUrl };
  await put(API, { ...api, subscriptionRequired }, "path");
  for (const method of METHODS) {
    const operation = { displayName: method, method, urlTemplate: "/*" };
    await put(`${API}/operations/${method}`, operation, method);
  }
  for (const [name, primaryKey] of Object.entries(subscriptions)) {
    const properties = { displayName: name, scope: "/apis/test", state: "active", primaryKey };
    await put(`subscriptions/${name}`, properties, `subscriptions.${name}`);
  }
  if (options.globalPolicy !== undefined) {
    await put("policies/policy", { value: options.globalPolicy, format: "rawxml" }, "globalPolicy");
  }
  await put(`${API}/policies/policy`, { value: options.policy, format: "rawxml" }, "policy");
  return warnings;
}

/** What the management plane says, with its details. */
async function refusal(response: Response): Promise<string> {
  const { error } = await response.json() as {
    error: { message: string; details?: readonly { message: string }[] };
  };
  const details = error.details?.map(({ message }) => message) ?? [];
  return details.length > 0 ? details.join(" ") : error.message;
}

/** Compiles every document; gives the warnings. @throws InvalidPolicyError */
function compile(
  { policy, globalPolicy, fragments = {}, namedValues = {} }: TestGatewayOptions,
  backendIds: readonly string[],
): readonly Diagnostic[] {
  const known = {
    format: "rawxml",
    namedValues: new Map(
      Object.entries(namedValues).map((
        [name, value],
      ) => [name, typeof value === "string" ? value : value.value]),
    ),
    fragments: new Map(
      Object.entries(fragments).map(([id, text]) => [id, { text, format: "rawxml" as const }]),
    ),
    backendIds: new Set(backendIds),
    loggerIds: null,
  } as const;
  const documents = [
    ...Object.entries(fragments).map(([id, text]) => ({
      name: `fragments.${id}`,
      text,
      kind: "fragment",
      scope: "api",
    } as const)),
    { name: "globalPolicy", text: globalPolicy, kind: "policies", scope: "global" } as const,
    { name: "policy", text: policy, kind: "policies", scope: "api" } as const,
  ];
  return documents.flatMap(({ name, text, kind, scope }) => {
    if (text === undefined) return [];
    const { diagnostics } = compileDocument(text, { ...known, kind, scope });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (errors.length > 0) throw new InvalidPolicyError(name, text, errors);
    return diagnostics;
  });
}
