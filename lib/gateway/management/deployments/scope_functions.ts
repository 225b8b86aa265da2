/**
 * Functions that depend on where a template is deployed: ids, scopes, and what resources look like there.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions-resource
 * @module
 */
import type { Json, JsonObject } from "../arm/json.ts";
import type { FunctionTable } from "./functions/table.ts";
import { TemplateError, unsupported } from "./template_error.ts";
import { type Arguments, toText } from "./value.ts";

/** Where a deployment goes. */
export interface DeploymentTarget {
  readonly subscriptionId: string;
  /** null at the scope of the subscription */
  readonly resourceGroup: string | null;
}

/** What the functions ask of the deployment that they are evaluated for. */
export interface DeploymentContext {
  readonly target: DeploymentTarget;
  readonly name: string;
  readonly tenantId: string;
  /** Its body's `properties` without template and parameters' secrets. */
  readonly properties: JsonObject;
  /** The cloud, as `/metadata/endpoints` describes it. */
  readonly environment: JsonObject;
  /** What a GET of the resource group, or of the subscription, gives. */
  readonly resourceGroup: JsonObject | null;
  readonly subscription: JsonObject;
  /** A resource of the template by its symbolic name or name, or by id of whatever there is. */
  resolve(name: string): { readonly id: string; readonly apiVersion: string | undefined };
  /** The resources that a symbolic name with a loop means. */
  resolveAll(name: string): readonly { readonly id: string; readonly apiVersion: string }[];
  /** What the resource manager answers, from what was asked before. */
  ask(method: "GET" | "POST", path: string, apiVersion: string, body?: JsonObject): JsonObject;
}

export function scopeFunctions(
  context: DeploymentContext,
): ReadonlyMap<string, FunctionTable[string]> {
  const { target } = context;
  const table: FunctionTable = {
    resourceId: (args) => resourceId(args, target),
    subscriptionResourceId: (args) => resourceId(args, { ...target, resourceGroup: null }),
    tenantResourceId: (args) => resourceIdOf("", texts(args)),
    extensionResourceId(args) {
      const [scope, ...rest] = texts(args);
      return resourceIdOf(scope, rest);
    },
    resourceGroup() {
      if (context.resourceGroup) return context.resourceGroup;
      throw new TemplateError("the template function 'resourceGroup' is for resource groups only");
    },
    subscription: () => context.subscription,
    tenant: () => ({ tenantId: context.tenantId, id: `/tenants/${context.tenantId}` }),
    deployment: () => ({ name: context.name, properties: context.properties }),
    environment: () => context.environment,
    deployer: () => ({ objectId: "", tenantId: context.tenantId, userPrincipalName: "" }),
    reference(args) {
      args.expect(1, 3);
      const { id, apiVersion } = context.resolve(args.text(0));
      const version = args.has(1) && args.any(1) !== null ? args.text(1) : apiVersion;
      return reference(context, id, version, args.has(2) && args.text(2).toLowerCase() === "full");
    },
    references(args) {
      const full = args.has(1) && args.text(1).toLowerCase() === "full";
      return context.resolveAll(args.text(0))
        .map(({ id, apiVersion }) => reference(context, id, apiVersion, full));
    },
    fail(args) {
      throw new TemplateError(args.text(0));
    },
    providers() {
      throw unsupported("the template function 'providers'");
    },
  };
  const functions = new Map(
    Object.entries(table).map(([name, call]) => [name.toLowerCase(), call]),
  );
  for (const action of LIST_FUNCTIONS) {
    functions.set(action.toLowerCase(), listing(action, context));
  }
  return functions;
}

/** The POST actions whose answers templates use. */
const LIST_FUNCTIONS = ["listKeys", "listSecrets", "listValue", "list"];

function listing(action: string, context: DeploymentContext): FunctionTable[string] {
  return (args) => {
    args.expect(2, 3);
    const { id } = context.resolve(args.text(0));
    const body = args.has(2) ? args.object(2) : undefined;
    return context.ask("POST", `${id}/${action}`, args.text(1), body);
  };
}

function reference(
  context: DeploymentContext,
  id: string,
  apiVersion: string | undefined,
  full: boolean,
): Json {
  if (apiVersion === undefined) {
    throw new TemplateError(`the reference to '${id}' needs an api-version`);
  }
  const resource = context.ask("GET", id, apiVersion);
  const { properties = {} } = resource;
  return full ? { ...resource, apiVersion, scope: "" } : properties;
}

function texts(args: Arguments): string[] {
  return args.all().map(toText);
}

function resourceId(args: Arguments, target: DeploymentTarget): string {
  const values = texts(args);
  const type = values.findIndex((value) => value.includes("/"));
  const before = values.slice(0, Math.max(type, 0));
  let { subscriptionId, resourceGroup } = target;
  if (before.length === 2) [subscriptionId, resourceGroup] = before;
  else if (before.length === 1 && target.resourceGroup !== null) [resourceGroup] = before;
  else if (before.length === 1) [subscriptionId] = before;
  const group = resourceGroup === null ? "" : `/resourceGroups/${resourceGroup}`;
  return resourceIdOf(`/subscriptions/${subscriptionId}${group}`, values.slice(before.length));
}

/** @param values a type, then a name for each of its segments */
export function resourceIdOf(scope: string, [type = "", ...names]: readonly string[]): string {
  const [namespace, ...types] = type.split("/");
  if (types.length === 0 || types.length !== names.length) {
    throw new TemplateError(
      `unable to evaluate a resource id: the type '${type}' needs ${types.length} names, ` +
        `${names.length} are given`,
    );
  }
  const path = types.map((segment, i) => `${segment}/${names[i]}`).join("/");
  return `${scope}/providers/${namespace}/${path}`;
}
