/**
 * A circuit kept by the policy, in the gateway's cache: one entry a backend, which holds the times of its recent
 * failures, or the word "open" for as long as the circuit is open.
 *
 * Why it is sound where the original is not: replies of 429 and 5xx are no errors, so they are counted where they
 * are seen, in the backend section; each failure carries its own time, so the window slides; the keys name the API
 * and the backend. What a cache cannot give is a count without races: two failures that store at once leave one.
 * The circuit then opens a failure late, never early. A backend's own circuit breaker has no such race.
 * @module
 */
import type { RoutingBackend } from "./backend.ts";
import { drawFirst, type Group, orderExpression, turnInOrder } from "./order.ts";
import { chooseBackend, countAttempt, FAILED, setVariable, variable } from "./parts.ts";
import type { BreakerSettings, PolicyOptions } from "./strategy.ts";
import { comment, element, type Node } from "./xml.ts";

/**
 * The parts of a document whose policy keeps the circuits. The backend at the end of a request's order is its last
 * resort: tried even when its circuit is open, and its failure not noted, since there is nowhere left to go.
 */
export function cacheCircuit(
  groups: readonly Group[],
  options: PolicyOptions,
  breaker: BreakerSettings,
): { inbound: Node[]; attempt: Node[]; retryWhile: string } {
  const backends = groups.flat();
  const last = backends.length - 1;
  const inTurn = groups.every((group) => group.length === 1);
  const guarded = inTurn ? backends.slice(0, -1) : backends;
  return {
    inbound: [
      comment('A circuit is the times of recent failures (0: none), or "open".'),
      ...guarded.map(({ id }) => lookup(key(`"${id}"`), `circuit:${id}`)),
      setVariable("circuitState", stateExpression(`circuit:${backends[0].id}`)),
      ...drawFirst(groups),
      setVariable("order", inTurn ? backends.map((_, i) => i).join(",") : orderExpression(groups)),
      setVariable("position", "@(-1)"),
      setVariable("turn", "@(-1)"),
    ],
    attempt: [
      comment("A second round means that the backend of the first has failed: that is noted here."),
      element(
        "choose",
        {},
        element(
          "when",
          { condition: `@(${variable.int("attempt")} > 0)` },
          ...noteFailure(breaker),
        ),
      ),
      countAttempt(),
      comment("The next backend in order whose circuit is not open; the last one in any case."),
      setVariable("position", nextClosed(backends, guarded)),
      setVariable("turn", turnInOrder(variable.int("position"))),
      ...chooseBackend("turn", 0, backends, options),
    ],
    retryWhile: `${variable.int("position")} == ${last} ? false : ${FAILED}`,
  };
}

function noteFailure(breaker: BreakerSettings): Node[] {
  const failedKey = key(variable.string("backendId"));
  const circuit = variable.string("circuit");
  return [
    lookup(failedKey, "circuit"),
    element(
      "choose",
      {},
      element(
        "when",
        { condition: `@(${circuit} != "open")` },
        setVariable("circuit", failuresExpression(breaker)),
        element("cache-store-value", {
          key: failedKey,
          value: `@(${circuit})`,
          duration: `@(${circuit} == "open" ? ${breaker.tripSeconds} : ${breaker.intervalSeconds})`,
        }),
      ),
    ),
    element(
      "choose",
      {},
      element(
        "when",
        { condition: `@(${variable.int("turn")} == 0)` },
        setVariable("circuitState", stateExpression("circuit")),
      ),
    ),
  ];
}

function failuresExpression({ failures, intervalSeconds }: BreakerSettings): string {
  return `@{
  var now = DateTime.UtcNow.Ticks;
  var recent = (${variable.string("circuit")})
    .Split(new[] { "," }, StringSplitOptions.None)
    .Where(time => long.Parse(time) > now - ${intervalSeconds} * TimeSpan.TicksPerSecond)
    .Concat(new[] { now.ToString() });
  return recent.Count() >= ${failures} ? "open" : string.Join(",", recent);
}`;
}

function nextClosed(
  backends: readonly RoutingBackend[],
  guarded: readonly RoutingBackend[],
): string {
  const circuits = guarded.map(({ id }) => variable.string(`circuit:${id}`));
  return `@{
  var circuits = new[] { ${circuits.join(", ")} };
  var order = (${variable.string("order")}).Split(new[] { "," }, StringSplitOptions.None);
  var position = ${variable.int("position")} + 1;
  while (${
    backends.length - 1
  } > position ? circuits[int.Parse(order[position])] == "open" : false) {
    position = position + 1;
  }
  return position;
}`;
}

function stateExpression(name: string): string {
  return `@(${variable.string(name)} == "open" ? "open" : "closed")`;
}

function key(id: string): string {
  return `@("circuit:" + context.Api.Id + ":" + ${id})`;
}

function lookup(keyExpression: string, name: string): Node {
  return element("cache-lookup-value", {
    key: keyExpression,
    "default-value": "0",
    "variable-name": name,
  });
}
