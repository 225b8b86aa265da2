/**
 * Latency measured at the gateway, on the traffic itself, and kept in its cache: the order of backends follows
 * what they do now. Each backend has one figure, a moving average of the time to its reply's headers.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import { turnInOrder } from "./order.ts";
import { chooseBackend, countAttempt, setVariable, variable } from "./parts.ts";
import { ticket } from "./shares.ts";
import type { PolicyOptions } from "./strategy.ts";
import { comment, element, type Node } from "./xml.ts";

/** How the gateway keeps its figures fresh. */
export interface Remeasurement {
  /** One request in this many goes to another backend first, so that its figure stays true; default 20. */
  readonly exploreOneIn: number;
  /** How long a figure counts, in seconds; a backend without one is tried first. Default 300. */
  readonly keepSeconds: number;
  /** How long a backend that failed goes last, in seconds; default 30. */
  readonly benchSeconds: number;
}

const DEFAULTS: Remeasurement = { exploreOneIn: 20, keepSeconds: 300, benchSeconds: 30 };

/** The figure of a backend that failed: slower than any. */
const BENCHED_MS = 3_600_000;

/** The parts that a document needs to route by what it measures. */
export function remeasuring(
  backends: readonly RoutingBackend[],
  options: PolicyOptions & Partial<Remeasurement>,
): { inbound: Node[]; attempt: Node[]; outbound: Node[] } {
  const settings = { ...DEFAULTS, ...options };
  return {
    inbound: [
      comment(
        "Milliseconds of late, as the cache has them: 0 for a backend that nobody has measured.",
      ),
      ...backends.map(({ id }) =>
        element("cache-lookup-value", {
          key: `@("latency:" + context.Api.Id + ":${id}")`,
          "default-value": "0",
          "variable-name": `latency:${id}`,
        })
      ),
      comment(`Fastest first; one request in ${settings.exploreOneIn} tries another one first.`),
      setVariable("order", orderExpression(backends, settings.exploreOneIn)),
    ],
    attempt: [
      comment(
        "A second round means that the backend of the first has failed: it goes last for a while.",
      ),
      element(
        "choose",
        {},
        element(
          "when",
          { condition: `@(${variable.int("attempt")} > 0)` },
          storeFigure(`${BENCHED_MS}`, settings.benchSeconds),
        ),
      ),
      countAttempt(),
      setVariable("turn", turnInOrder(`${variable.int("attempt")} - 1`)),
      ...chooseBackend("turn", 0, backends, options),
      setVariable("sent", "@(context.Elapsed.TotalMilliseconds)"),
    ],
    outbound: [
      element(
        "choose",
        {},
        element(
          "when",
          { condition: "@(context.Response.StatusCode == 200)" },
          comment("A moving average: four parts of what was known, one part of this reply."),
          storeFigure(averageExpression(), settings.keepSeconds),
        ),
      ),
    ],
  };
}

function orderExpression(backends: readonly RoutingBackend[], exploreOneIn: number): string {
  const figures = backends.map(({ id }) => `long.Parse(${variable.string(`latency:${id}`)})`);
  const others = backends.length - 1;
  return `@{
  var latencies = new[] { ${figures.join(", ")} };
  var order = Enumerable.Range(0, ${backends.length}).OrderBy(i => latencies[i]).ToList();
  if (${ticket(exploreOneIn)} == 0) {
    var other = order[1 + ${ticket(others, 1)}];
    order.Remove(other);
    order.Insert(0, other);
  }
  return string.Join(",", order);
}`;
}

function averageExpression(): string {
  return `@{
  var known = long.Parse((string)context.Variables["latency:" + ${variable.string("backendId")}]);
  var taken = (long)(context.Elapsed.TotalMilliseconds - (double)context.Variables["sent"]);
  return (known == 0 || known >= ${BENCHED_MS} ? taken : (4 * known + taken) / 5).ToString();
}`;
}

function storeFigure(value: string, seconds: number): Node {
  return element("cache-store-value", {
    key: `@("latency:" + context.Api.Id + ":" + ${variable.string("backendId")})`,
    value,
    duration: seconds,
  });
}
