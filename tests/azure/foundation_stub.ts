/**
 * As much of ARM as `deno task azure` talks to: groups, providers, deployments that take several looks, resources,
 * deletions that run on for a while, what is kept after them; and the answers that it asks checks for.
 */

interface Resource {
  id: string;
  type: string;
  name: string;
  location: string;
  tags?: Record<string, string>;
  [member: string]: unknown;
}

export interface StubOptions {
  /** Answers instead of the stub; undefined: the stub answers. */
  readonly answer?: (method: string, path: string) => Response | undefined;
  /** What the deployment ends with, instead of success. */
  readonly failure?: { readonly resource: string; readonly error: unknown };
  readonly tier?: string;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  /** Whether the gateway's identity has its role. */
  readonly mayCall?: boolean;
  /** The region's models as ARM lists them, and what is used of 100; default: neither can be read. */
  readonly regional?: { readonly skus: readonly string[]; readonly used: number };
  /** What the models answer to a call; default 200. */
  readonly model?: () => Response;
}

export const SUBSCRIPTION = "11111111-2222-4333-8444-555555555555";
const ROLE = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";

export interface Stub extends AsyncDisposable {
  /** May be changed at any time. */
  readonly options: { -readonly [K in keyof StubOptions]: StubOptions[K] };
  readonly url: string;
  readonly resources: Map<string, Resource>;
  readonly groups: Map<string, Record<string, string>>;
  /** Ids under deleted..., with the locations. */
  readonly kept: Set<string>;
  readonly calls: string[];
  add(resource: Omit<Resource, "id">, group: string): void;
}

export function armError(status: number, code: string, message: string): Response {
  return Response.json({ error: { code, message } }, { status });
}

/** Serves the stub on a free port. */
export function foundationStub(initially: StubOptions = {}): Stub {
  const options: { -readonly [K in keyof StubOptions]: StubOptions[K] } = { ...initially };
  const resources = new Map<string, Resource>();
  const groups = new Map<string, Record<string, string>>();
  const kept = new Set<string>();
  const calls: string[] = [];
  const deletions = new Map<string, number>();
  let looks = 0;
  let state: "" | "Running" | "Succeeded" | "Failed" | "Canceled" = "";
  let parameters: Record<string, { value: unknown }> = {};

  const groupId = (name: string) => `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`;
  const add = (resource: Omit<Resource, "id">, group: string) => {
    const id = `${groupId(group)}/providers/${resource.type}/${resource.name}`;
    resources.set(id.toLowerCase(), { id, ...resource } as Resource);
  };
  const regions = () =>
    (parameters.regions?.value ?? []) as { location: string; sku: string; capacity: number }[];
  const account = (i: number, location: string) => `aoai-${i}-${location}-xyz`;

  function deployed(group: string): void {
    const tags = { createdBy: "routing-workshop" };
    const location = String(parameters.location.value);
    add({
      type: "Microsoft.ApiManagement/service",
      name: "apim-routing-xyz",
      location,
      tags,
      sku: { name: options.tier ?? parameters.tier.value, capacity: 1 },
      identity: { principalId: "99999999-0000-4000-8000-000000000000" },
      properties: {
        gatewayUrl: url(),
        publisherEmail: "a@b.c",
        publisherName: "x",
        provisioningState: "Succeeded",
      },
    }, group);
    regions().forEach((_, i) => addAccount(group, i));
  }

  function addAccount(group: string, i: number): void {
    const { location, sku, capacity } = regions()[i];
    const name = account(i, location);
    const tags = { createdBy: "routing-workshop" };
    const properties = { endpoint: `${url()}/models/` };
    add({ type: "Microsoft.CognitiveServices/accounts", name, location, tags, properties }, group);
    add({
      type: `Microsoft.CognitiveServices/accounts/${name}/deployments`,
      name: "chat",
      location,
      sku: { name: sku, capacity },
      properties: { model: { name: "gpt-4.1-mini", version: "2025-04-14" } },
    }, group);
  }

  /** Runs until it has been looked at as often as it has accounts; each look finds one more made. */
  function deployment(method: string, rest: string, group: string, body: unknown): Response {
    if (method === "POST" && rest.endsWith("/cancel")) {
      state = "Canceled";
      return new Response(null, { status: 204 });
    }
    if (method === "GET" && state === "") {
      return armError(
        404,
        "DeploymentNotFound",
        "Deployment 'routing-workshop' could not be found.",
      );
    }
    if (method === "GET" && state === "Canceled") {
      return rest.endsWith("/operations")
        ? Response.json({ value: [] })
        : Response.json({ properties: { provisioningState: state } });
    }
    if (method === "PUT") {
      state = "Running";
      looks = 0;
      parameters =
        (body as { properties: { parameters: typeof parameters } }).properties.parameters;
      return Response.json({ properties: { provisioningState: "Accepted" } }, { status: 201 });
    }
    const names = regions().map(({ location }, i) => account(i, location));
    if (rest.endsWith("/operations")) {
      const value = names.slice(0, looks).map((name, i) => ({
        id: `op${i}`,
        operationId: `op${i}`,
        properties: {
          provisioningState: options.failure?.resource === name ? "Failed" : "Succeeded",
          duration: "PT34.1S",
          targetResource: {
            resourceType: "Microsoft.CognitiveServices/accounts",
            resourceName: name,
          },
          ...(options.failure?.resource === name &&
            { statusMessage: { status: "Failed", error: options.failure.error } }),
        },
      }));
      return Response.json({ value });
    }
    looks++;
    if (looks <= names.length) {
      addAccount(group, looks - 1);
      return Response.json({ properties: { provisioningState: "Running" } });
    }
    state = options.failure ? "Failed" : "Succeeded";
    if (options.failure) {
      return Response.json({
        properties: {
          provisioningState: state,
          error: { code: "DeploymentFailed", message: "See the details.", details: [] },
        },
      });
    }
    deployed(group);
    const outputs = {
      serviceName: { type: "String", value: "apim-routing-xyz" },
      gatewayUrl: { type: "String", value: url() },
      backends: {
        type: "Array",
        value: regions().map(({ location, sku }) => ({
          location,
          sku,
          endpoint: `${url()}/`,
          deployment: "chat",
        })),
      },
    };
    return Response.json({ properties: { provisioningState: "Succeeded", outputs } });
  }

  function remove(id: string): Response {
    const key = id.toLowerCase();
    if (!resources.has(key)) return new Response(null, { status: 204 });
    const nested = [...resources.keys()].some((other) => other.startsWith(`${key}/`));
    if (nested) return armError(409, "CannotDeleteResource", "nested resources exist");
    deletions.set(key, 2);
    return new Response(null, {
      status: 202,
      headers: { location: `${url()}/deletions${key}` },
    });
  }

  function finishDeletion(key: string): Response {
    const left = deletions.get(key)! - 1;
    deletions.set(key, left);
    if (left > 0) {
      return new Response(null, { status: 202, headers: { location: `${url()}/deletions${key}` } });
    }
    const { type, name } = resources.get(key)!;
    if (/service$|accounts$/.test(type)) kept.add(name);
    resources.delete(key);
    return new Response(null, { status: 204 });
  }

  function checks(path: string): Response | undefined {
    if (path.endsWith("/permissions")) {
      return Response.json({
        value: [{ actions: options.actions ?? ["*"], notActions: options.notActions ?? [] }],
      });
    }
    const { regional } = options;
    if (path.endsWith("/usages")) {
      const currentValue = regional?.used ?? 10;
      return Response.json({
        value: [{ name: { value: "OpenAI.GlobalStandard.x" }, currentValue, limit: 100 }],
      });
    }
    if (path.endsWith("/models") && regional) {
      const skus = regional.skus.map((name) => ({ name, usageName: `OpenAI.${name}.x` }));
      const model = { name: "gpt-4.1-mini", version: "2025-04-14", skus };
      return Response.json({ value: [{ kind: "OpenAI", model }] });
    }
    if (path.endsWith("/roleassignments")) {
      const properties = { roleDefinitionId: `/x/roleDefinitions/${ROLE}` };
      return Response.json({ value: options.mayCall === false ? [] : [{ properties }] });
    }
    if (path.endsWith("/microsoft.cognitiveservices/accounts")) {
      const value = [...resources.values()]
        .filter(({ type }) => type === "Microsoft.CognitiveServices/accounts")
        .map((one) => ({ ...one, properties: { endpoint: `${url()}/` } }));
      return Response.json({ value });
    }
  }

  async function handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const path = decodeURIComponent(pathname).toLowerCase();
    const { method } = request;
    calls.push(`${method} ${path}`);
    const special = options.answer?.(method, path);
    if (special) return special;
    if (path.startsWith("/status-")) return new Response("ok");
    if (path === "/openai/responses") {
      return options.model?.() ?? Response.json({ id: "resp_1", status: "completed" });
    }
    if (path.startsWith("/deletions")) return finishDeletion(path.slice("/deletions".length));
    const body = await request.text();
    const groupMatch = /^\/subscriptions\/[^/]+\/resourcegroups\/?([^/]*)(.*)$/.exec(path);
    const provider = /^\/subscriptions\/[^/]+\/providers\/([^/]+)(\/register)?$/.exec(path);
    if (provider) {
      return Response.json({ namespace: provider[1], registrationState: "Registered" });
    }
    const check = method === "GET" ? checks(path) : undefined;
    if (check) return check;
    const deleted = /\/(?:deletedservices|deletedaccounts)\/([^/]+)$/.exec(path);
    if (deleted) {
      kept.delete(deleted[1]);
      return new Response(null, { status: 204 });
    }
    if (!groupMatch) return armError(404, "NotFound", path);
    const [, group, rest] = groupMatch;
    if (group === "") {
      const value = [...groups].map(([name, tags]) => ({ id: groupId(name), name, tags }));
      return Response.json({ value });
    }
    if (rest === "") {
      if (method === "PUT") groups.set(group, JSON.parse(body).tags ?? {});
      else if (method === "DELETE") groups.delete(group);
      return Response.json({ id: groupId(group), name: group, location: "x" });
    }
    if (rest === "/resources") {
      const value = [...resources.values()].filter(({ id, type }) =>
        id.toLowerCase().startsWith(groupId(group).toLowerCase()) && !type.endsWith("/deployments")
      );
      return Response.json({ value });
    }
    if (/^(\/providers\/microsoft\.resources)?\/deployments\//.test(rest)) {
      return deployment(method, rest, group, body === "" ? null : JSON.parse(body));
    }
    const nested = [...resources.values()].filter(({ id }) =>
      id.toLowerCase().startsWith(`${path}/`) && path.endsWith("/deployments")
    );
    if (method === "GET" && path.endsWith("/deployments")) return Response.json({ value: nested });
    if (method === "DELETE") return remove(path);
    const found = resources.get(path);
    return found
      ? Response.json(found)
      : armError(404, "ResourceNotFound", `The Resource '${path}' was not found.`);
  }

  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, handle);
  const url = () => `http://127.0.0.1:${server.addr.port}`;
  return {
    options,
    url: url(),
    resources,
    groups,
    kept,
    calls,
    add,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
