/**
 * A strategy's backends in a template: the keys' named values, single backends, pools.
 * @module
 */
import {
  type BackendEntity,
  backendProperties,
  type NamedValueEntity,
  type PoolEntity,
  poolsOf,
  type StrategyPolicy,
} from "../policies/mod.ts";
import type { Draft } from "./draft.ts";
import { type Expression, idOf, parameter, type Resource } from "./template.ts";

export interface BackendResources {
  readonly namedValues: readonly Resource[];
  /** Single backends, then the pools over them. */
  readonly backends: readonly Resource[];
  /** Each backend's endpoint, by the backend's id. */
  readonly urls: ReadonlyMap<string, Expression>;
}

/** @param options.endpointsKnown whether the policy's endpoints are real ones, and so defaults of the parameters */
export function backendResources(
  draft: Draft,
  policy: StrategyPolicy,
  { endpointsKnown }: { readonly endpointsKnown: boolean },
): BackendResources {
  const keys = new Map(policy.namedValues.map((value) => [value.name, keyResource(draft, value)]));
  const urls = new Map<string, Expression>();
  const singles = policy.backends.map((entity) => {
    const url = draft.symbol(`${entity.backendId} url`);
    draft.parameters.push({
      name: url,
      type: "string",
      description: `Endpoint of ${entity.description}, as in https://NAME.openai.azure.com`,
      default: endpointsKnown ? entity.url : undefined,
    });
    urls.set(entity.backendId, parameter(url));
    const key = entity.credentials && keys.get(entity.credentials.namedValue);
    return singleResource(draft, entity, { url: parameter(url), key: key ?? null });
  });
  const pools = poolsOf(policy).map((pool) => poolResource(draft, pool, singles));
  return { namedValues: [...keys.values()], backends: [...singles, ...pools], urls };
}

function keyResource(draft: Draft, { name }: NamedValueEntity): Resource {
  const key = draft.symbol(name);
  draft.parameters.push({
    name: key,
    type: "string",
    secret: true,
    description: `API key behind {{${name}}}; becomes a secret named value`,
  });
  return draft.child(name, {
    kind: "namedValues",
    called: `named value ${name}`,
    body: { properties: { displayName: name, value: parameter(key), secret: true } },
    comment: [
      "A key vault can hold it: keyVault.secretIdentifier (Terraform: value_from_key_vault) in the place of value.",
    ],
  });
}

function singleResource(
  draft: Draft,
  entity: BackendEntity,
  { url, key }: { readonly url: Expression; readonly key: Resource | null },
): Resource {
  const { name, description } = entity;
  return draft.child(name, {
    kind: "backends",
    called: name,
    body: { properties: { description, ...backendProperties(entity), url } },
    after: key ? [key] : [],
    comment: breakerComment(entity),
  });
}

function poolResource(draft: Draft, pool: PoolEntity, singles: readonly Resource[]): Resource {
  const services = pool.members.map(({ name, priority, weight }) => ({
    id: idOf(singles.find((single) => single.name === name)!),
    priority,
    weight,
  }));
  return draft.child(pool.name, {
    kind: "backends",
    called: pool.name,
    body: { properties: { description: pool.description, type: "Pool", pool: { services } } },
    comment: [
      "No url and no protocol: API Management refuses them on a pool, although its published types require both",
      "(azure-rest-api-specs#35713), so Bicep warns of them (BCP035). The lowest priority number is used until the",
      "breakers of all its members are open; weights share the traffic among members of one priority.",
    ],
  });
}

function breakerComment({ circuitBreaker }: BackendEntity): string[] | undefined {
  if (circuitBreaker === null) return undefined;
  const { failures, intervalSeconds, tripSeconds, acceptRetryAfter } = circuitBreaker;
  return [
    `Opens at failure ${failures} within ${intervalSeconds} s, for ${tripSeconds} s` +
    `${
      acceptRetryAfter ? " or as long as Retry-After says" : ""
    }. API Management takes one rule a backend.`,
  ];
}
