/**
 * What the lab deploys for a strategy, as a template for one's own repository: the API with its operations, the
 * backends with their circuit breakers, the pool, the policy, a subscription for callers. It holds no key, and
 * not the workshop's mark: the workshop's clean-up leaves alone what was deployed from it.
 * @module
 */
import {
  API_DISPLAY_NAME,
  type ApiSettings,
  operationProperties,
  OPERATIONS,
  REVISION_OPERATION,
  REVISION_POLICY,
} from "../apim/mod.ts";
import {
  authorityOf,
  type BackendEntity,
  backendProperties,
  type PoolEntity,
  poolsOf,
  type RoutingBackend,
  type StrategyPolicy,
} from "../policies/mod.ts";
import {
  Expression,
  file,
  idOf,
  joined,
  type Parameter,
  parameter,
  type Resource,
  shown,
  type Template,
  variable,
} from "./template.ts";

/** First general version with pools and breakers that heed Retry-After. */
const API_VERSION = "2024-05-01";
const SERVICE = "Microsoft.ApiManagement/service";

export interface StrategyTemplateOptions {
  readonly api: ApiSettings;
  /** The service's name, when it is known. */
  readonly serviceName?: string;
  /** Whether the backends' endpoints are real ones, and so defaults of the parameters. */
  readonly endpointsKnown: boolean;
}

/** The strategy over these backends as a template; `policy` was built over the same backends. */
export function strategyTemplate(
  policy: StrategyPolicy,
  backends: readonly RoutingBackend[],
  options: StrategyTemplateOptions,
): Template {
  const { api, serviceName, endpointsKnown } = options;
  const symbol = symbols();
  const service: Resource = {
    symbol: symbol("service"),
    type: SERVICE,
    apiVersion: API_VERSION,
    name: parameter("serviceName"),
    existing: true,
    body: {},
    comment: ["The service is there already; nothing about it is changed."],
  };
  const parameters: Parameter[] = [{
    name: "serviceName",
    type: "string",
    description: "Name of the API Management service, in the resource group that is deployed to",
    default: serviceName,
  }];
  const child = (
    name: string,
    rest: Omit<Resource, "symbol" | "type" | "apiVersion" | "name"> & {
      readonly kind: string;
      readonly called: string;
    },
  ): Resource => {
    const { kind, called, ...more } = rest;
    const type = `${SERVICE}/${kind}`;
    return {
      symbol: symbol(called),
      type,
      apiVersion: API_VERSION,
      name,
      parent: service,
      ...more,
    };
  };

  const keys = new Map(policy.namedValues.map(({ name }) => {
    const key = symbol(name);
    parameters.push({
      name: key,
      type: "string",
      secret: true,
      description: `API key behind {{${name}}}; becomes a secret named value`,
    });
    const properties = { displayName: name, value: parameter(key), secret: true };
    const named = {
      kind: "namedValues",
      called: `named value ${name}`,
      body: { properties },
      comment: [
        "A key vault can hold it: keyVault.secretIdentifier (Terraform: value_from_key_vault) in the place of value.",
      ],
    };
    return [name, child(name, named)];
  }));
  const urls = new Map<string, Expression>();
  const singles = policy.backends.map((entity) => {
    const url = symbol(`${entity.backendId} url`);
    parameters.push({
      name: url,
      type: "string",
      description: `Endpoint of ${entity.description}, as in https://NAME.openai.azure.com`,
      default: endpointsKnown ? entity.url : undefined,
    });
    urls.set(entity.backendId, parameter(url));
    const key = entity.credentials && keys.get(entity.credentials.namedValue);
    return child(entity.name, {
      kind: "backends",
      called: entity.name,
      body: {
        properties: {
          description: entity.description,
          ...backendProperties(entity),
          url: parameter(url),
        },
      },
      after: key ? [key] : [],
      comment: breakerComment(entity),
    });
  });
  const pools = poolsOf(policy).map((pool) =>
    child(pool.name, {
      kind: "backends",
      called: pool.name,
      body: { properties: poolProperties(pool, singles) },
      comment: [
        "No url and no protocol: API Management refuses them on a pool. The lowest priority number is used until",
        "the breakers of all its members are open; weights share the traffic among members of one priority.",
      ],
    })
  );
  const routes = [...singles, ...pools];

  const router = child(api.id, {
    kind: "apis",
    called: "api",
    body: {
      properties: {
        displayName: api.displayName ?? API_DISPLAY_NAME,
        description: "Routing between model deployments.",
        path: api.path,
        protocols: ["https"],
        subscriptionRequired: true,
      },
    },
  });
  const operations: Resource[] = [];
  for (const operation of OPERATIONS) {
    operations.push(child(operation.id, {
      kind: "apis/operations",
      called: `operation ${operation.id}`,
      parent: router,
      body: { properties: operationProperties(operation) },
      after: operations.slice(-1),
      comment: operations.length > 0 ? undefined : [
        "One after the other: writes to one API at the same time can end in PessimisticConcurrencyConflict.",
      ],
    }));
  }
  const last = operations[operations.length - 1];
  const revision = operations[OPERATIONS.indexOf(REVISION_OPERATION)];
  const { text, variables } = policyText(policy, backends, urls);
  const apiPolicy = child("policy", {
    kind: "apis/policies",
    called: "api policy",
    parent: router,
    body: { properties: { format: "rawxml", value: text } },
    after: [...routes, last],
    comment: [
      policy.summary,
      "A policy that names a backend is refused before that backend is there.",
    ],
  });
  const revisionPolicy = child("policy", {
    kind: "apis/operations/policies",
    called: "revision policy",
    parent: revision,
    body: {
      properties: {
        format: "rawxml",
        value: file(`policies/${REVISION_OPERATION.id}.xml`, REVISION_POLICY),
      },
    },
    after: [apiPolicy],
    comment: [
      "Answers with the revision that the gateway serves, and calls no backend: for smoke tests.",
    ],
  });
  const subscription = child(`${api.id}-callers`, {
    kind: "subscriptions",
    called: "callers",
    body: {
      properties: {
        scope: idOf(router),
        displayName: `Callers of ${api.displayName ?? API_DISPLAY_NAME}`,
        state: "active",
        allowTracing: true,
      },
    },
    comment: ["Its keys are made by the service: POST .../listSecrets shows them, or the portal."],
  });
  return {
    about: [
      `${policy.name}: ${policy.summary}`,
      "Deploy it into the resource group of the API Management service.",
      "Tiers: every one but Consumption, which has no circuit breakers.",
    ],
    parameters,
    variables,
    resources: [
      service,
      ...keys.values(),
      ...routes,
      router,
      ...operations,
      apiPolicy,
      revisionPolicy,
      subscription,
    ],
    outputs: [{
      name: "apiUrl",
      type: "string",
      value: joined(shown(service, "properties", "gatewayUrl"), `/${api.path}`),
      description: "Where callers find the API",
    }],
  };
}

function poolProperties(pool: PoolEntity, singles: readonly Resource[]) {
  return {
    description: pool.description,
    type: "Pool",
    pool: {
      services: pool.members.map(({ name, priority, weight }) => ({
        id: idOf(singles.find((single) => single.name === name)!),
        priority,
        weight,
      })),
    },
  };
}

/** The document; where it names backends by their hosts, those of the parameters take their place. */
function policyText(
  policy: StrategyPolicy,
  backends: readonly RoutingBackend[],
  urls: ReadonlyMap<string, Expression>,
): { text: Expression; variables: Template["variables"] } {
  const document = file(`policies/${policy.name}.xml`, policy.xml);
  const named = backends.filter((backend) => policy.xml.includes(`"${authorityOf(backend)}"`));
  if (named.length === 0) return { text: document, variables: [] };
  const hosts = named.map((backend, i) => ({
    from: authorityOf(backend),
    name: `host${i + 1}`,
    value: new Expression({ kind: "authority", url: urls.get(backend.id)! }),
  }));
  const changes = hosts.map(({ from, name }) => ({ // in quotes, so that no host is a part of another
    from: `"${from}"`,
    to: joined('"', variable(name), '"'),
  }));
  return {
    text: new Expression({ kind: "replaced", text: variable("document"), changes }),
    variables: [
      { name: "document", value: document },
      ...hosts.map(({ name, value }) => ({ name, value })),
    ],
  };
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

/** Makes camelCase names, each only once. */
function symbols(): (text: string) => string {
  const taken = new Set<string>();
  return (text) => {
    const camel = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "")
      .map((word, i) => i === 0 ? word[0].toLowerCase() + word.slice(1) : capitalized(word))
      .join("");
    const start = /^[A-Za-z]/.test(camel) ? camel : `x${camel}`;
    let name = start;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${start}${count}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

function capitalized(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}
