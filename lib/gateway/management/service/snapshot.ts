/**
 * From resources to what the data plane runs.
 * @module
 */
import { parseDurationMs } from "../../../core/duration.ts";
import type {
  ApiConfiguration,
  GatewayConfiguration,
  OperationConfiguration,
  ProductConfiguration,
  SubscriptionConfiguration,
} from "../../contracts/configuration.ts";
import type { ApiInfo, UserInfo } from "../../contracts/context.ts";
import { type Json, type JsonObject, listOf, numberOf, objectOf, textOf } from "../arm/json.ts";
import { linked } from "../link.ts";
import { operationContract } from "../openapi/operation_contract.ts";
import { mockReplies } from "../openapi/mock_replies.ts";
import type { Entity, World } from "../model.ts";
import { localPath, namedValues, namedValuesInJson, resolveText } from "../references.ts";
import { schemaDocument } from "../resources/schemas.ts";
import { poolMember } from "../resources/backends.ts";
import { parseScope } from "../resources/subscriptions.ts";
import type { Service } from "./service.ts";
import type {
  BackendConfiguration,
  BackendCredentials,
  CircuitBreakerRule,
  PoolMember,
} from "../../contracts/backend.ts";

/** API types that HTTP requests reach; the others are kept as resources and not served. */
const SERVED = ["http", "soap", "graphql", "odata"];

/** The service's resources as an immutable snapshot; named values resolved, policies compiled. */
export function takeSnapshot(
  service: Service,
  world: World,
  revision: number,
): GatewayConfiguration {
  const { tree, address, id, body } = service;
  const values = namedValues(tree);
  const resolve = (text: string) => resolveText(text, values);
  const productIds = productsByApi(world);
  return Object.freeze({
    revision,
    service: {
      name: address.name,
      id,
      resourceGroup: address.resourceGroup,
      subscriptionId: address.subscriptionId,
      region: body.location,
    },
    globalPolicy: service.documents.get("policies/policy"),
    apis: tree.list("apis")
      .filter(({ properties }) => SERVED.includes(String(properties.type ?? "http")))
      .map((api) => apiOf(api, service, { world, resolve, productIds })),
    products: new Map(
      tree.list("products").map((e) => [e.name.toLowerCase(), productOf(e, service, world)]),
    ),
    subscriptions: tree.list("subscriptions").map((e) => subscriptionOf(e, world)),
    backends: new Map(
      tree.list("backends").map((e) => [e.name.toLowerCase(), backendOf(e, world, resolve)]),
    ),
    schemas: new Map(
      tree.list("schemas").flatMap(({ name, properties }) => {
        const document = schemaDocument(properties);
        return document === null ? [] : [[name.toLowerCase(), document]];
      }),
    ),
    loggers: new Map(
      tree.list("loggers").map(({ name, properties }) => [
        name.toLowerCase(),
        { id: name, type: String(properties.loggerType) },
      ]),
    ),
  });
}

type Resolve = (text: string) => string;

function productsByApi({ tree }: World): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { name, path } of tree.ofKind("products/apis")) {
    const api = name.toLowerCase();
    const ids = found.get(api) ?? [];
    ids.push(path.split("/")[1]);
    found.set(api, ids);
  }
  return found;
}

function apiOf(
  api: Entity,
  { tree, documents }: Service,
  { world, resolve, productIds }: {
    readonly world: World;
    readonly resolve: Resolve;
    readonly productIds: ReadonlyMap<string, readonly string[]>;
  },
): ApiConfiguration {
  const { properties, path } = api;
  const schemas = new Map(tree.list(`${path}/schemas`).map((e) => [e.name.toLowerCase(), e]));
  return {
    info: apiInfo(api, world, resolve),
    subscriptionRequired: properties.subscriptionRequired !== false,
    operations: tree.list(`${path}/operations`).map((operation): OperationConfiguration => ({
      info: {
        id: operation.name,
        name: String(operation.properties.displayName),
        method: String(operation.properties.method),
        urlTemplate: String(operation.properties.urlTemplate),
      },
      policy: documents.get(`${operation.path}/policies/policy`),
      mockReplies: mockReplies(operation.properties, schemas),
      contract: operationContract(operation.properties, schemas),
    })),
    productIds: productIds.get(api.name.toLowerCase()) ?? [],
    ...versionedBy(api, world),
    policy: documents.get(`${path}/policies/policy`),
  };
}

function apiInfo({ name, properties }: Entity, world: World, resolve: Resolve): ApiInfo {
  const keys = objectOf(properties.subscriptionKeyParameterNames);
  const version = textOf(properties.apiVersion) ?? "";
  const serviceUrl = textOf(properties.serviceUrl);
  const isVersioned = version !== "" &&
    versionSetOf(properties, world)?.properties.versioningScheme === "Segment";
  const path = String(properties.path);
  return {
    id: name,
    name: String(properties.displayName),
    path: isVersioned ? `${path}/${version}`.replace(/^\//, "") : path,
    revision: String(properties.apiRevision),
    version,
    serviceUrl: serviceUrl === undefined ? null : resolve(serviceUrl),
    isCurrentRevision: properties.isCurrent === true,
    protocols: listOf(properties.protocols).map(String),
    subscriptionKeyParameterNames: { header: String(keys.header), query: String(keys.query) },
  };
}

function versionSetOf({ apiVersionSetId }: JsonObject, world: World): Entity | undefined {
  return apiVersionSetId === undefined
    ? undefined
    : world.tree.get(localPath(String(apiVersionSetId), world) ?? "");
}

function versionedBy(
  { properties }: Entity,
  world: World,
): Pick<ApiConfiguration, "versionedBy"> {
  const set = versionSetOf(properties, world)?.properties;
  if (!textOf(properties.apiVersion) || set === undefined) return {};
  if (set.versioningScheme === "Header") {
    return { versionedBy: { in: "header", name: String(set.versionHeaderName) } };
  }
  return set.versioningScheme === "Query"
    ? { versionedBy: { in: "query", name: String(set.versionQueryName) } }
    : {};
}

function productOf(
  { name, path, properties }: Entity,
  { documents, tree }: Service,
  world: World,
): ProductConfiguration {
  return {
    info: {
      id: name,
      name: String(properties.displayName),
      state: properties.state === "published" ? "Published" : "NotPublished",
      approvalRequired: properties.approvalRequired === true,
      subscriptionRequired: properties.subscriptionRequired !== false,
      subscriptionsLimit: numberOf(properties.subscriptionsLimit) ?? null,
      groups: linked(tree.list(`${path}/groups`), "groups", world).map(groupInfo),
    },
    policy: documents.get(`${path}/policies/policy`),
  };
}

function groupInfo({ name, properties }: Entity): { id: string; name: string } {
  return { id: name, name: String(properties.displayName) };
}

function subscriptionOf(entity: Entity, world: World): SubscriptionConfiguration {
  const { name, properties, secrets, createdAt } = entity;
  const end = textOf(properties.expirationDate);
  const endDate = end === undefined ? null : Date.parse(end);
  const owner = textOf(properties.ownerId);
  const user = owner === undefined ? undefined : world.tree.get(localPath(owner, world) ?? "");
  return {
    info: {
      id: name,
      name: String(properties.displayName),
      key: "",
      primaryKey: secrets.primaryKey,
      secondaryKey: secrets.secondaryKey,
      createdDate: createdAt,
      startDate: null,
      endDate,
    },
    active: properties.state === "active",
    allowTracing: properties.allowTracing === true,
    scope: parseScope(String(properties.scope), world),
    user: user ? userInfo(user, world) : null,
  };
}

function userInfo({ name, properties, createdAt }: Entity, { tree }: World): UserInfo {
  const groupIds = tree.ofKind("groups/users")
    .filter((link) => link.name.toLowerCase() === name.toLowerCase())
    .map(({ path }) => tree.get(`groups/${path.split("/")[1]}`));
  return {
    id: name,
    email: String(properties.email),
    firstName: String(properties.firstName),
    lastName: String(properties.lastName),
    note: textOf(properties.note) ?? null,
    registrationDate: createdAt,
    groups: groupIds.filter((group) => group !== undefined).map(groupInfo),
    identities: listOf(properties.identities).map((identity) => {
      const { id, provider } = objectOf(identity);
      return { id: String(id), provider: String(provider) };
    }),
  };
}

function backendOf(entity: Entity, world: World, resolve: Resolve): BackendConfiguration {
  const { name, properties } = entity;
  if (properties.type === "Pool") {
    const pool = objectOf(properties.pool);
    const cookieName = textOf(objectOf(objectOf(pool.sessionAffinity).sessionId).name);
    return {
      type: "Pool",
      id: name,
      members: listOf(pool.services).map((service) => memberOf(objectOf(service), world)),
      sessionAffinity: cookieName === undefined ? null : { cookieName },
      failureStatusCode: numberOf(objectOf(pool.failureResponse).statusCode),
    };
  }
  const rule = listOf(objectOf(properties.circuitBreaker).rules)[0];
  return {
    type: "Single",
    id: name,
    url: resolve(String(properties.url)),
    credentials: credentialsOf(objectOf(properties.credentials), resolve),
    circuitBreaker: rule === undefined ? null : ruleOf(objectOf(rule)),
    azureRegion: textOf(properties.azureRegion) ?? null,
  };
}

function memberOf({ id, priority, weight }: JsonObject, world: World): PoolMember {
  const member = poolMember(String(id), world);
  return {
    backendId: (member?.name ?? String(id).slice(String(id).lastIndexOf("/") + 1)).toLowerCase(),
    priority: numberOf(priority) ?? null,
    weight: numberOf(weight) ?? null,
  };
}

function credentialsOf(credentials: JsonObject, resolve: Resolve): BackendCredentials {
  const lists = (value: Json | undefined) =>
    new Map(
      Object.entries(objectOf(value)).map(([name, items]) => [
        name,
        listOf(items).map((item) => resolve(String(item))),
      ]),
    );
  const { scheme, parameter } = objectOf(credentials.authorization);
  const { resource, clientId } = objectOf(credentials.managedIdentity);
  const mentioned = [...namedValuesInJson(credentials)];
  return {
    unknownNamedValues: mentioned.filter((name) => resolve(`{{${name}}}`) === `{{${name}}}`),
    headers: lists(credentials.header),
    query: lists(credentials.query),
    authorization: scheme === undefined
      ? null
      : { scheme: resolve(String(scheme)), parameter: resolve(String(parameter)) },
    managedIdentity: resource === undefined
      ? null
      : { resource: resolve(String(resource)), clientId: textOf(clientId) ?? null },
  };
}

function ruleOf(rule: JsonObject): CircuitBreakerRule {
  const condition = objectOf(rule.failureCondition);
  return {
    name: textOf(rule.name) ?? "",
    count: numberOf(condition.count) ?? null,
    percentage: numberOf(condition.percentage) ?? null,
    intervalMs: parseDurationMs(String(condition.interval)),
    tripDurationMs: parseDurationMs(String(rule.tripDuration)),
    acceptRetryAfter: rule.acceptRetryAfter === true,
    statusCodeRanges: listOf(condition.statusCodeRanges).map((range) => {
      const { min, max } = objectOf(range);
      return { min: Number(min), max: Number(max) };
    }),
    errorReasons: listOf(condition.errorReasons).map(String),
    failureStatusCode: numberOf(objectOf(rule.failureResponse).statusCode),
  };
}
