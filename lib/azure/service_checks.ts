/**
 * Checks of the API Management service.
 * @module
 */
import type { Apim } from "../apim/mod.ts";
import { type Check, failed, ok, warning } from "./check.ts";
import { missingRights } from "./rights.ts";

/** What the workshop does on the service. */
const ACTIONS = [
  "Microsoft.ApiManagement/service/read",
  "Microsoft.ApiManagement/service/apis/write",
  "Microsoft.ApiManagement/service/apis/delete",
  "Microsoft.ApiManagement/service/backends/write",
  "Microsoft.ApiManagement/service/namedValues/write",
  "Microsoft.ApiManagement/service/subscriptions/write",
  "Microsoft.ApiManagement/service/subscriptions/listSecrets/action",
];

const REACH_LIMIT_MS = 15_000;

/** Consumption has no circuit breakers, and no cache that two strategies keep their state in. */
export function checkTier({ sku }: Apim): Check {
  if (sku === "Consumption") {
    return failed(
      "tier",
      "Consumption has no circuit breakers and no built-in cache",
      "Use a service of another tier: deno task azure up makes one (BasicV2 takes some minutes).",
    );
  }
  if (sku.endsWith("V2")) {
    return warning("tier", `${sku}: no request tracing and no quota-by-key; everything else works`);
  }
  return ok("tier", sku);
}

/** Whether the signed-in account may do what the workshop does. */
export async function checkRights(apim: Apim, signal?: AbortSignal): Promise<Check> {
  const missing = await missingRights(apim, apim.id, ACTIONS, signal);
  if (typeof missing === "string") {
    return warning("rights", `cannot be read: ${missing}`, "The first write will tell.");
  }
  if (missing.length === 0) return ok("rights", "read, write and remove on the service");
  return failed(
    "rights",
    `${missing.join(", ")} not allowed`,
    'Have the role "API Management Service Contributor" assigned: az role assignment create --assignee YOU ' +
      `--role "API Management Service Contributor" --scope ${apim.id}`,
  );
}

/** Whether the gateway answers its health probe. */
export async function checkGateway({ gatewayUrl }: Apim, signal?: AbortSignal): Promise<Check> {
  const url = `${gatewayUrl}/status-0123456789abcdef`;
  const limit = AbortSignal.timeout(REACH_LIMIT_MS);
  try {
    const response = await fetch(url, {
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    await response.body?.cancel();
    if (response.status === 200) return ok("gateway", gatewayUrl);
    return warning("gateway", `${url} answers ${response.status}: it is reached`);
  } catch (error) {
    signal?.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    return failed(
      "gateway",
      `${gatewayUrl} cannot be reached: ${why}`,
      "Check the network and a proxy; a service inside a virtual network is reached from there only.",
    );
  }
}
