/**
 * What the lab deploys for a strategy, as a template for one's own repository: the API with its operations, the
 * backends with their circuit breakers, the pool, the policy, a subscription for callers. It holds no key, and
 * not the workshop's mark: the workshop's clean-up leaves alone what was deployed from it.
 * @module
 */
import type { ApiSettings } from "../apim/mod.ts";
import { authorityOf, type RoutingBackend, type StrategyPolicy } from "../policies/mod.ts";
import { Draft } from "./draft.ts";
import { apiResources } from "./strategy_api.ts";
import { backendResources } from "./strategy_backends.ts";
import { Expression, file, joined, parameter, shown, type Template, variable } from "./template.ts";

export interface StrategyTemplateOptions {
  readonly api: ApiSettings;
  /** The service's name, when it is known. */
  readonly serviceName?: string;
  /** Whether the backends' endpoints and deployments are real ones, and so defaults of the parameters. */
  readonly endpointsKnown: boolean;
}

/** The strategy over these backends as a template; `policy` was built over the same backends. */
export function strategyTemplate(
  policy: StrategyPolicy,
  backends: readonly RoutingBackend[],
  options: StrategyTemplateOptions,
): Template {
  const { api, serviceName } = options;
  const draft = new Draft(serviceName);
  const behind = backendResources(draft, policy, options);
  const model = deploymentChange(draft, policy, backends, options);
  const { text, variables } = policyText(draft, policy, backends, { urls: behind.urls, model });
  const front = apiResources(draft, api, {
    text,
    summary: policy.summary,
    backends: behind.backends,
  });
  return {
    about: [
      `${policy.name}: ${policy.summary}`,
      "Deploy it into the resource group of the API Management service.",
      "Tiers: every one but Consumption, which has no circuit breakers.",
    ],
    parameters: draft.parameters,
    variables,
    resources: [draft.service, ...behind.namedValues, ...behind.backends, ...front],
    outputs: [{
      name: "apiUrl",
      type: "string",
      value: joined(shown(draft.service, "properties", "gatewayUrl"), `/${api.path}`),
      description: "Where callers find the API",
    }],
  };
}

/** A place in the document, and what stands there instead. */
interface Change {
  readonly from: string;
  readonly to: Expression;
}

/** Where one name of deployment serves all backends, it is asked for as well; several stay in the document. */
function deploymentChange(
  draft: Draft,
  policy: StrategyPolicy,
  [{ deployment }]: readonly RoutingBackend[],
  { endpointsKnown }: StrategyTemplateOptions,
): Change | null {
  const before = 'body["model"] = "';
  const from = `${before}${deployment}"`;
  if (!policy.xml.includes(from)) return null;
  const name = draft.symbol("deployment");
  draft.parameters.push({
    name,
    type: "string",
    description: "Name of the model deployment, the same behind every endpoint",
    default: endpointsKnown ? deployment : undefined,
  });
  return { from, to: joined(before, parameter(name), '"') };
}

/** The document; where it names backends by their hosts, or their deployment, those of the parameters take their place. */
function policyText(
  draft: Draft,
  policy: StrategyPolicy,
  backends: readonly RoutingBackend[],
  { urls, model }: {
    readonly urls: ReadonlyMap<string, Expression>;
    readonly model: Change | null;
  },
): { text: Expression; variables: Template["variables"] } {
  const document = file(`policies/${policy.name}.xml`, policy.xml);
  const named = backends.filter((backend) => policy.xml.includes(`"${authorityOf(backend)}"`));
  if (named.length === 0 && model === null) return { text: document, variables: [] };
  const whole = draft.symbol("document");
  const hosts = named.map((backend) => ({
    from: authorityOf(backend),
    name: draft.symbol(`${backend.id} host`),
    value: new Expression({ kind: "authority", url: urls.get(backend.id)! }),
  }));
  const changes = hosts.map(({ from, name }): Change => ({ // in quotes, so that no host is a part of another
    from: `"${from}"`,
    to: joined('"', variable(name), '"'),
  }));
  if (model !== null) changes.push(model);
  return {
    text: new Expression({ kind: "replaced", text: variable(whole), changes }),
    variables: [
      { name: whole, value: document },
      ...hosts.map(({ name, value }) => ({ name, value })),
    ],
  };
}
