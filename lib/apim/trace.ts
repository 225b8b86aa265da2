/**
 * A request's trace through APIM's own interface, the same on both targets.
 * @see https://learn.microsoft.com/azure/api-management/api-management-howto-api-inspector
 * @module
 */
import { Secret } from "../core/secret.ts";
import type { Apim } from "./client.ts";
import { ApimError } from "./errors.ts";
import { read } from "./repeat.ts";

/** The service's own gateway, not a self-hosted one. */
const MANAGED_GATEWAY = "managed";

/** A token for the request header `Apim-Debug-Authorization`; it lives an hour. */
export async function debugToken(
  apim: Apim,
  apiId: string,
  options: { signal?: AbortSignal } = {},
): Promise<Secret> {
  const { token } = await read(
    `get debug credentials for API ${apiId}`,
    () =>
      apim.client.gateway.listDebugCredentials(
        apim.resourceGroup,
        apim.serviceName,
        MANAGED_GATEWAY,
        {
          credentialsExpireAfter: "PT1H",
          apiId: `${apim.id}/apis/${apiId}`,
          purposes: ["tracing"],
        },
        { abortSignal: options.signal },
      ),
  );
  if (!token) {
    throw new ApimError("failed", `The service gave no debug credentials for API ${apiId}.`, "");
  }
  return new Secret(token);
}

/** The trace that a reply's `Apim-Trace-Id` names. */
export function readTrace(
  apim: Apim,
  traceId: string,
  options: { signal?: AbortSignal } = {},
): Promise<Readonly<Record<string, unknown>>> {
  return read<Readonly<Record<string, unknown>>>(
    `read trace ${traceId}`,
    () =>
      apim.client.gateway.listTrace(
        apim.resourceGroup,
        apim.serviceName,
        MANAGED_GATEWAY,
        { traceId },
        { abortSignal: options.signal },
      ),
  );
}
