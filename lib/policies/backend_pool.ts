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
  oneDeployment,
  policyDocument,
  prepareRequest,
  responseHeaders,
  setVariable,
  stamp,
  variable,
} from "./parts.ts";
import {
  type BreakerSettings,
  type PolicyOptions,
  requireBackends,
  type StrategyPolicy,
} from "./strategy.ts";
import { priorityGroups } from "./order.ts";
import { comment, csharpString, element, type Node } from "./xml.ts";

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
  /** The pool entity's name, behind the prefix; default `routing-pool`. */
  readonly poolName?: string;
}

/**
 * @throws RangeError for fewer than two backends, deployments of different names (the pool picks the member
 * after the body was written), or two members that are one resource.
 */
export function backendPool(
  backends: readonly RoutingBackend[],
  options: BackendPoolOptions = {},
): StrategyPolicy {
  requireBackends("backend-pool", backends, 2);
  requireUniform(backends);
  const breaker = { ...POOL_BREAKER, ...options.breaker };
  const pool = `${options.entityPrefix ?? ""}${options.poolName ?? "routing-pool"}`;
  const retries = options.retries ??
    Math.min(MOST_RETRIES, (breaker.failures + 1) * (backends.length - 1));
  const members = [...backends].sort(byPreference);
  const summary =
    `A pool of ${members.map(({ id }) => id).join(", ")}, circuit breakers that open at ` +
    `failure ${breaker.failures}, up to ${retries} retries.`;
  return {
    name: "backend-pool",
    summary,
    order: priorityGroups(backends),
    ...stamp(options, (options) => {
      const headers = responseHeaders("backend-pool", options, {
        "x-routed-backend": servedBy(backends),
      });
      return policyDocument({
        about: `Backend pool. ${summary}`,
        inbound: [...prepareRequest(backends, options), setVariable("replies", "@(0)")],
        backend: attemptLoop({
          retries,
          body: [
            ...chooseTarget(pool, members, options),
            countAttempt(),
            forward(options),
            setVariable("replies", `@(${variable.int("replies")} + 1)`),
          ],
        }),
        outbound: headers,
        onError: headers,
      });
    }),
    ...entities(backends, options, breaker),
    pool: {
      name: pool,
      description: summary,
      members: members.map((backend) => ({
        name: entityName(backend, options),
        priority: backend.priority,
        weight: backend.weight,
      })),
    },
  };
}

/**
 * The pool, as a rule. A call that gets no reply at all opens no breaker, so the pool would pick the same member
 * again: the attempts after it go past the pool, to the members in turn.
 */
function chooseTarget(
  pool: string,
  members: readonly RoutingBackend[],
  options: PolicyOptions,
): Node[] {
  const turns = members.map((_, i) => members[(i + 1) % members.length]);
  const branches = turns.map((backend, i) => {
    const target = element("set-backend-service", { "backend-id": entityName(backend, options) });
    const condition = `@(${variable.int("attempt")} % ${turns.length} == ${
      (i + 1) % turns.length
    })`;
    return i < turns.length - 1
      ? element("when", { condition }, target)
      : element("otherwise", {}, target);
  });
  return [
    element(
      "choose",
      {},
      element(
        "when",
        { condition: `@(${variable.int("replies")} == ${variable.int("attempt")})` },
        comment("Each forward-request picks a member anew, among those whose breaker is closed."),
        element("set-backend-service", { "backend-id": pool }),
      ),
      element(
        "otherwise",
        {},
        comment(
          "An attempt got no reply at all: that opens no breaker, and the pool would pick the same " +
            "member again. So the rest go past the pool, to its members in turn.",
        ),
        element("choose", {}, ...branches),
      ),
    ),
  ];
}

/** The pool does not say which member served; the URL that the request went to does. */
function servedBy(backends: readonly RoutingBackend[]): string {
  const cases = backends.map((backend) =>
    `  if (host == ${csharpString(authorityOf(backend))}) { return "${backend.id}"; }\n`
  ).join("");
  return `@{\n  var host = context.Request.Url.Host + ":" + context.Request.Url.Port;\n${cases}` +
    `  return "unknown";\n}`;
}

function requireUniform(backends: readonly RoutingBackend[]): void {
  if (!oneDeployment(backends)) {
    const names = backends.map(({ id, deployment }) => `${id} has ${JSON.stringify(deployment)}`);
    throw new RangeError(
      "backend-pool needs one deployment name on all backends, because the body is written before " +
        `the pool picks a member: ${names.join(", ")}. Give the deployments the same name.`,
    );
  }
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
