/**
 * The recommended production configuration: a backend pool with priorities, weights and circuit breakers,
 * and a retry around it, since a pool does not retry by itself.
 * @see https://learn.microsoft.com/azure/api-management/backends
 * @module
 */
import { authorityOf, byPreference, type RoutingBackend } from "./backend.ts";
import { entities, entityName } from "./entities.ts";
import {
  attemptLoop,
  countAttempt,
  forward,
  policyDocument,
  prepareRequest,
  responseHeaders,
  setModel,
  setVariable,
  stamp,
  variable,
} from "./parts.ts";
import { shownAsSummary } from "./shown.ts";
import {
  type BreakerSettings,
  type PolicyOptions,
  type PoolEntity,
  requireBackends,
  type StrategyPolicy,
} from "./strategy.ts";
import { drawFirst, priorityGroups, turnInOrder } from "./order.ts";
import { type PoolOrder, poolOrder, type PoolPlan, poolsByDeployment } from "./pools.ts";
import { comment, csharpString, element, literal, type Node } from "./xml.ts";

/**
 * Opens at the first failure. A pool uses its next priority only when every member before it is open, so with
 * a higher count the retries of one request would all meet the same full PTU.
 */
export const POOL_BREAKER: BreakerSettings = {
  failures: 1,
  intervalSeconds: 10,
  tripSeconds: 60,
  acceptRetryAfter: true,
};

/** Most retries that a policy may ask for. */
const MOST_RETRIES = 50;

export interface BackendPoolOptions extends PolicyOptions {
  /** Default {@link POOL_BREAKER}. */
  readonly breaker?: Partial<BreakerSettings>;
  /** Default: as many as it takes to open every member but one, and then to go past the pool to each of them. */
  readonly retries?: number;
  /** The pool entity's name, behind the prefix; default `routing-pool`. Several are numbered. */
  readonly poolName?: string;
}

/**
 * One pool. Where deployments have several names, one for each name: a pool picks its member after the body was
 * written, so all its members must know the model that the body names.
 * @throws RangeError for fewer than two backends, or two members that are one resource.
 */
export function backendPool(
  backends: readonly RoutingBackend[],
  options: BackendPoolOptions = {},
): StrategyPolicy {
  requireBackends("backend-pool", backends, 2);
  requireOwnResources(backends);
  const breaker = { ...POOL_BREAKER, ...options.breaker };
  const name = `${options.entityPrefix ?? ""}${options.poolName ?? "routing-pool"}`;
  const groups = poolsByDeployment(backends, name);
  const pools = groups.flat();
  const order = poolOrder(groups, breaker.failures);
  const retries = options.retries ??
    Math.min(MOST_RETRIES, order.attempts - 1 + backends.length - 1 + (pools.length > 1 ? 1 : 0));
  const members = [...backends].sort(byPreference);
  const summary = `A pool of ${pools.map(idsOf).join(", then one of ")}, ` +
    `circuit breakers that open at failure ${breaker.failures}, up to ${retries} retries.`;
  const behind = entities(backends, options, breaker);
  return shownAsSummary({
    name: "backend-pool",
    summary,
    order: priorityGroups(backends),
    ...stamp(options, [behind, pools], (options) => {
      const headers = responseHeaders("backend-pool", options, {
        "x-routed-backend": servedBy(backends),
      });
      return policyDocument({
        about: `Backend pool. ${summary}`,
        inbound: [
          ...prepareRequest(backends, options),
          ...drawFirst(groups),
          ...pools.length > 1
            ? [setVariable("order", order.expression), setVariable("place", "@(-1)")]
            : [],
          setVariable("replies", "@(0)"),
        ],
        backend: attemptLoop({
          retries,
          body: [
            ...chooseTarget(pools, order, members, options),
            countAttempt(),
            forward(options),
            setVariable("replies", `@(${variable.int("replies")} + 1)`),
          ],
        }),
        outbound: headers,
        onError: headers,
      });
    }),
    ...behind,
    pool: entityOf(pools[0], summary, options),
    ...pools.length > 1
      ? { furtherPools: pools.slice(1).map((pool) => entityOf(pool, summary, options)) }
      : {},
  });
}

const idsOf = ({ members }: PoolPlan) => members.map(({ id }) => id).join(", ");

function entityOf(pool: PoolPlan, summary: string, options: PolicyOptions): PoolEntity {
  return {
    name: pool.id,
    description: summary,
    members: pool.members.map((backend) => ({
      name: entityName(backend, options),
      priority: backend.priority,
      weight: backend.weight,
    })),
  };
}

/**
 * The pool, as a rule. A call that gets no reply at all opens no breaker, so the pool would pick the same member
 * again: the attempts after it go past the pool, to the members in turn.
 */
function chooseTarget(
  pools: readonly PoolPlan[],
  order: PoolOrder,
  members: readonly RoutingBackend[],
  options: PolicyOptions,
): Node[] {
  const several = pools.length > 1;
  const target = (name: string, deployment: string) => [
    element("set-backend-service", { "backend-id": name }),
    ...several ? [setVariable("model", literal(deployment))] : [],
  ];
  const attempt = variable.int("attempt");
  const turns = members.map((_, i) => {
    const turn = (i + 1) % members.length;
    const { deployment } = members[turn];
    return {
      condition: `@(${attempt} % ${members.length} == ${turn})`,
      nodes: target(entityName(members[turn], options), deployment),
    };
  });
  const inPool = several
    ? `@(${order.length} > ${variable.int("place")})`
    : `@(${variable.int("replies")} == ${attempt})`;
  return [
    ...several ? [setVariable("place", order.place)] : [],
    element(
      "choose",
      {},
      element(
        "when",
        { condition: inPool },
        comment("Each forward-request picks a member anew, among those whose breaker is closed."),
        ...several ? choosePool(pools, target) : target(pools[0].id, pools[0].deployment),
      ),
      element(
        "otherwise",
        {},
        comment(
          "An attempt got no reply at all: that opens no breaker, and the pool would pick the same " +
            "member again. So the rest go past the pool, to its members in turn.",
        ),
        chooseOne(turns),
      ),
    ),
    ...several ? setModel(variable.string("model")) : [],
  ];
}

/** The pool whose turn it is, with the model that its members know. */
function choosePool(
  pools: readonly PoolPlan[],
  target: (name: string, deployment: string) => Node[],
): Node[] {
  return [
    comment(
      "One pool for each name of deployment, because the body is written before a pool picks its member. " +
        "A pool gets as many attempts as open all its breakers, or one without any reply: so does one of " +
        "which every member is open.",
    ),
    setVariable("turn", turnInOrder(variable.int("place"))),
    chooseOne(pools.map((pool, i) => ({
      condition: `@(${variable.int("turn")} == ${i})`,
      nodes: target(pool.id, pool.deployment),
    }))),
  ];
}

/** `<choose>` whose last branch needs no condition. */
function chooseOne(branches: readonly { condition: string; nodes: Node[] }[]): Node {
  return element(
    "choose",
    {},
    ...branches.map(({ condition, nodes }, i) =>
      i < branches.length - 1
        ? element("when", { condition }, ...nodes)
        : element("otherwise", {}, ...nodes)
    ),
  );
}

/** The pool does not say which member served; the URL that the request went to does. */
function servedBy(backends: readonly RoutingBackend[]): string {
  const cases = backends.map((backend) =>
    `  if (host == ${csharpString(authorityOf(backend))}) { return "${backend.id}"; }\n`
  ).join("");
  return `@{\n  var host = context.Request.Url.Host + ":" + context.Request.Url.Port;\n${cases}` +
    `  return "unknown";\n}`;
}

function requireOwnResources(backends: readonly RoutingBackend[]): void {
  const owners = new Map<string, string>();
  for (const backend of backends) {
    const key = authorityOf(backend);
    const owner = owners.get(key);
    if (owner !== undefined) {
      throw new RangeError(
        `backend-pool: ${owner} and ${backend.id} are the same resource, ${key}. Give each its own.`,
      );
    }
    owners.set(key, backend.id);
  }
}
