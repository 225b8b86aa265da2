/**
 * The strategies that a simulation can run, by name, variants included.
 * @module
 */
import { table } from "../core/table.ts";
import {
  type BackendEntity,
  baseline,
  buildPolicy,
  type NamedValueEntity,
  type PoolEntity,
  type RoutingBackend,
  STRATEGIES,
  type StrategyOptions,
  type StrategyPolicy,
} from "../policies/mod.ts";
import { buildExhibit, type Exhibit } from "../policies/exhibits/mod.ts";
import type { DeploymentConfiguration, RegionConfiguration } from "../models/mod.ts";
import { unknownName, UnknownNameError } from "../core/one_of.ts";
import { Secret } from "../core/secret.ts";

/** What is put onto the service. */
export interface Publication {
  readonly format: "xml" | "rawxml";
  readonly xml: Secret;
  readonly namedValues: readonly NamedValueEntity[];
  readonly backends: readonly BackendEntity[];
  readonly pool: PoolEntity | null;
  readonly furtherPools?: readonly PoolEntity[];
}

export interface StrategyDefinition {
  readonly name: string;
  /** One sentence: what it does. */
  readonly about: string;
  /** Gateway instances that share neither breakers nor counters, as units of APIM do not. */
  readonly instances: number;
  /** The document and its entities over these backends; `fastestFirst` are their ids as measured. */
  publication(backends: readonly RoutingBackend[], fastestFirst: readonly string[]): Publication;
  /** What it changes about the regions; default: nothing. */
  readonly regions?: (regions: readonly RegionConfiguration[]) => readonly RegionConfiguration[];
}

type Definition = Omit<StrategyDefinition, "name" | "instances">;

const ROUTING: Readonly<Record<string, Definition>> = {
  "latency-based": routing("latency-based", "The fastest backend first, as measured beforehand."),
  "weighted-round-robin": routing("weighted-round-robin", "By weight over all backends."),
  "priority-spillover": routing(
    "priority-spillover",
    "The PTU first; each request that it turns away spills to pay-as-you-go.",
  ),
  "circuit-breaker": routing(
    "circuit-breaker",
    "A backend that keeps failing is left alone for a while; the policy keeps the circuit.",
  ),
  "backend-pool": routing(
    "backend-pool",
    "The recommended configuration: pool, priorities, breakers that open at once, retry.",
  ),
};

const VARIANTS: Readonly<Record<string, Definition>> = {
  "latency-based:remeasured": routing(
    "latency-based",
    "The fastest backend of late, measured by the gateway on its own traffic.",
    { "latency-based": { remeasure: true } },
  ),
  "circuit-breaker:native": routing(
    "circuit-breaker",
    "As circuit-breaker, with the backends' own breakers.",
    { "circuit-breaker": { keeper: "backend" } },
  ),
  "backend-pool:breaker-1": routing(
    "backend-pool",
    "The pool whose breakers open at the first failure (its default).",
    { "backend-pool": { breaker: { failures: 1 } } },
  ),
  "backend-pool:breaker-3": routing(
    "backend-pool",
    "The pool whose breakers open at the third failure.",
    { "backend-pool": { breaker: { failures: 3 } } },
  ),
  "azure-spillover": {
    about: "No routing in APIM: the PTU deployment spills by itself, inside its own resource.",
    publication: (backends) => published(baseline(backends[0])),
    regions: withOwnSpillover,
  },
};

const EXHIBITS: Readonly<Record<string, Definition>> = Object.fromEntries(
  (["latency-based", "weighted-round-robin", "priority-spillover", "circuit-breaker"] as const).map(
    (name) => [`exhibit:${name}`, exhibit(name)],
  ),
);

const DEFINITIONS: Readonly<Record<string, Definition>> = table({
  ...ROUTING,
  ...VARIANTS,
  ...EXHIBITS,
});

/** Every name that {@link strategyByName} knows. */
export const STRATEGY_NAMES: readonly string[] = Object.keys(DEFINITIONS);

/** What the matrix compares: all of them, without the alias of the pool's default, and a pool of four units. */
export const MATRIX_STRATEGIES: readonly string[] = [
  ...STRATEGIES,
  ...Object.keys(VARIANTS).filter((name) => name !== "backend-pool:breaker-1"),
  "backend-pool@4",
  ...Object.keys(EXHIBITS),
];

/**
 * `NAME`, or `NAME@K` for K gateway instances.
 * @throws RangeError naming the strategies there are
 */
export function strategyByName(name: string): StrategyDefinition {
  const [, base, instances] = /^(.*?)(?:@(\d{1,2}))?$/.exec(name)!;
  const definition = Object.hasOwn(DEFINITIONS, base) ? DEFINITIONS[base] : undefined;
  if (!definition || instances === "0") {
    throw new UnknownNameError(
      `${unknownName("strategy", name, STRATEGY_NAMES)}; NAME@4 runs one on four gateway instances`,
    );
  }
  const about = instances ? `${definition.about} On ${instances} gateway instances.` : "";
  return {
    ...definition,
    name,
    about: about || definition.about,
    instances: Number(instances ?? 1),
  };
}

/**
 * A strategy of the workshop with options of one's own, under its plain name.
 * @throws RangeError naming the strategies that take options
 */
export function strategyWith(name: string, options: StrategyOptions): StrategyDefinition {
  const known = STRATEGIES.find((strategy) => strategy === name);
  if (!known) {
    throw new RangeError(`no strategy "${name}" takes options: ${STRATEGIES.join(", ")} do`);
  }
  return { ...routing(known, strategyByName(known).about, options), name, instances: 1 };
}

function routing(
  name: (typeof STRATEGIES)[number],
  about: string,
  options: StrategyOptions = {},
): Definition {
  return {
    about,
    publication: (backends, fastestFirst) =>
      published(
        buildPolicy(name, backends, {
          ...options,
          "latency-based": { fastestFirst, ...options["latency-based"] },
        }),
      ),
  };
}

function exhibit(name: Exhibit["name"]): Definition {
  return {
    about: `The original notebook's ${name}, as it was.`,
    publication: (backends, fastestFirst) => {
      const fastest = backends.find(({ id }) => id === fastestFirst[0]) ?? backends[0];
      const used = name === "latency-based" ? [fastest] : backends;
      const { format, xml } = buildExhibit(name, used);
      return { format, xml, namedValues: [], backends: [], pool: null };
    },
  };
}

function published(policy: StrategyPolicy): Publication {
  const { namedValues, backends, pool, furtherPools } = policy;
  const xml = new Secret(policy.xml);
  return { format: "rawxml", xml, namedValues, backends, pool, furtherPools };
}

/**
 * The first region's PTU gets a standard deployment beside it that it spills to, with all the
 * pay-as-you-go quota that the scenario has: the same capacity, in one resource.
 */
function withOwnSpillover(regions: readonly RegionConfiguration[]): RegionConfiguration[] {
  const standard = regions.flatMap(({ deployments }) => deployments)
    .filter((deployment) => deployment.type === "PAYG");
  const tokensPerMinute = standard.reduce((sum, { tokensPerMinute }) => sum + tokensPerMinute, 0);
  return regions.map((region) => {
    const [first] = region.deployments;
    if (first.type !== "PTU" || tokensPerMinute === 0) return region;
    const spill: DeploymentConfiguration = {
      name: `${first.name}-standard`,
      model: first.model,
      type: "PAYG",
      tokensPerMinute,
    };
    return {
      ...region,
      deployments: [{ ...first, spilloverDeployment: spill.name }, spill],
    };
  });
}
