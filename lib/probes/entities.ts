/**
 * What probes put onto a service: two APIs (their own and the mock), one operation a probe, backends. All under
 * one prefix and with the workshop's mark.
 * @module
 */
import { isMarked, marked } from "../apim/mod.ts";
import { UserError } from "../core/user_error.ts";
import { MOCK_POLICY, MOCK_TEMPLATE } from "./mock.ts";
import type { Plane } from "./plane.ts";
import type { Names, Sections, SwitchName } from "./probe.ts";

/** The header that the probes' API sets in its on-error. */
export const ON_ERROR_HEADER = "x-parity-on-error";
/** The header that the ready operation answers with. */
export const READY_HEADER = "x-parity-ready";
/** The header that names the gateway instance which answered, where a policy did not answer by itself. */
export const INSTANCE_HEADER = "x-parity-instance";
/** An address below the probes' API that answers once all that was put is served. */
export const READY_PATH = "/ready";

/** Has session affinity, and takes everything else as before. */
const POOL_API_VERSION = "2024-10-01-preview";

/** Names for one run; nothing of others has them. */
export interface RunNames {
  /** Id and path of the probes' API: `parity`. */
  readonly api: string;
  readonly mockApi: string;
  /** Ids of operations, by switch. */
  operation(name: SwitchName): string;
  forProbe(name: SwitchName): Names;
}

/** Names that begin with the plane's owner, where it has one. */
export function runNames(plane: Plane): RunNames {
  const prefix = plane.owner === "" ? "" : `${plane.owner}-`;
  const api = `${prefix}parity`;
  const mockApi = `${prefix}parity-mock`;
  return {
    api,
    mockApi,
    operation: kebab,
    forProbe: (name) => {
      const backend = (local: string) => `${api}-${kebab(name)}-${local}`;
      return {
        backend,
        backendId: (local) => `${plane.serviceId}/backends/${backend(local)}`,
        mock: (local) => `${plane.gatewayUrl}/${mockApi}/${local}`,
      };
    },
  };
}

/** Whether nothing is at an address below the service but what the plane's owner made. */
export async function isFree(plane: Plane, path: string): Promise<boolean> {
  const existing = await plane.get(path);
  const properties = existing?.properties as { description?: string } | undefined;
  return existing === null || isMarked(properties?.description, plane.owner);
}

/** @throws UserError when an API of the run's names is others' */
export async function requireOwnApis(plane: Plane, names: RunNames): Promise<void> {
  for (const id of [names.api, names.mockApi]) {
    if (await isFree(plane, `apis/${id}`)) continue;
    throw new UserError(
      `API "${id}" exists already, and this workshop did not make it: it is left as it is. ` +
        "Set WORKSHOP_PREFIX in .env.",
    );
  }
}

/** The two APIs, the mock's operations, and the API's own policy. @throws UserError when they are refused */
export async function putApis(plane: Plane, names: RunNames): Promise<void> {
  for (const [id, displayName] of [[names.api, "Parity probes"], [names.mockApi, "Parity mock"]]) {
    await must(plane, `apis/${id}`, {
      displayName,
      description: marked("Made by deno task parity, which removes it again.", plane.owner),
      path: id,
      protocols: plane.gatewayUrl.startsWith("http:") ? ["http", "https"] : ["https"],
      subscriptionRequired: false,
    });
  }
  for (const method of ["GET", "POST"]) {
    await must(plane, `apis/${names.mockApi}/operations/${method.toLowerCase()}`, {
      displayName: `Mock ${method}`,
      method,
      urlTemplate: MOCK_TEMPLATE,
      templateParameters: [{ name: "name", type: "string", required: true }],
    });
  }
  await must(plane, `apis/${names.mockApi}/policies/policy`, rawxml(MOCK_POLICY));
  await must(plane, `apis/${names.api}/policies/policy`, rawxml(API_POLICY));
}

/** An operation at `/id/*` with a policy of its own: null when accepted, else what the service says. */
export async function putOperation(
  plane: Plane,
  api: string,
  operation: { readonly id: string; readonly method: string; readonly policy: Sections },
): Promise<string | null> {
  const { id, method, policy } = operation;
  const path = `apis/${api}/operations/${id}`;
  const properties = { displayName: id, method, urlTemplate: `/${id}/*`, templateParameters: [] };
  return await plane.put(path, properties) ??
    await plane.put(`${path}/policies/policy`, rawxml(document(policy)));
}

/** The operation that answers with `run`; put last, so that what was put before is served when it answers. */
export async function putReady(plane: Plane, api: string, run: string): Promise<void> {
  const path = `apis/${api}/operations/ready`;
  const properties = { displayName: "Ready", method: "GET", urlTemplate: READY_PATH };
  await must(plane, path, { ...properties, templateParameters: [] });
  await must(
    plane,
    `${path}/policies/policy`,
    rawxml(document({
      inbound: `<return-response>
      <set-status code="200" reason="OK" />
      <set-header name="${READY_HEADER}" exists-action="override"><value>${run}</value></set-header>
    </return-response>`,
    })),
  );
}

/** A product, not published, with a policy: null when accepted, else what the service says. */
export async function putProduct(
  plane: Plane,
  id: string,
  policy: Sections,
): Promise<string | null> {
  const description = marked("Of deno task parity.", plane.owner);
  const product = { displayName: id, description, subscriptionRequired: true };
  return await plane.put(`products/${id}`, { ...product, state: "notPublished" }) ??
    await plane.put(`products/${id}/policies/policy`, rawxml(document(policy)));
}

/** A fragment: null when accepted, else what the service says. */
export function putFragment(plane: Plane, id: string, value: string): Promise<string | null> {
  const description = marked("Of deno task parity.", plane.owner);
  return plane.put(`policyFragments/${id}`, { description, ...rawxml(value) });
}

/** A backend: null when accepted, else what the service says. */
export function putBackend(
  plane: Plane,
  name: string,
  properties: Readonly<Record<string, unknown>>,
  version = properties.pool === undefined ? undefined : POOL_API_VERSION,
): Promise<string | null> {
  const described = { description: marked("Of deno task parity.", plane.owner), ...properties };
  return plane.put(`backends/${name}`, described, version);
}

/** A policy document of these sections; without `<base/>`, so that no other scope has a say. */
function document({ inbound = "", backend, outbound = "", onError = "" }: Sections): string {
  return `<policies>
  <inbound>
    ${inbound}
  </inbound>
  <backend>
    ${backend ?? "<forward-request />"}
  </backend>
  <outbound>
    ${INSTANCE}
    ${outbound}
  </outbound>
  <on-error>
    ${INSTANCE}
    ${onError}
  </on-error>
</policies>
`;
}

const INSTANCE = `<set-header name="${INSTANCE_HEADER}" exists-action="override">
      <value>@(context.Deployment.Gateway.InstanceId)</value>
    </set-header>`;

const API_POLICY = `<policies>
  <inbound><base /></inbound>
  <backend><base /></backend>
  <outbound><base /></outbound>
  <on-error>
    <base />
    <set-header name="${ON_ERROR_HEADER}" exists-action="override"><value>yes</value></set-header>
  </on-error>
</policies>
`;

function rawxml(value: string) {
  return { format: "rawxml", value };
}

async function must(plane: Plane, path: string, properties: unknown): Promise<void> {
  const refusal = await plane.put(path, properties);
  if (refusal !== null) {
    throw new UserError(`The service refuses ${path}, without which no probe can run: ${refusal}`);
  }
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
