import assert from "node:assert/strict";
import fc from "../properties.ts";
import { SaxesParser } from "saxes";
import { Secret } from "../../lib/core/secret.ts";
import {
  backendPool,
  baseline,
  buildPolicy,
  circuitBreaker,
  latencyBased,
  POOL_BREAKER,
  poolsOf,
  prioritySpillover,
  type RoutingBackend,
  STRATEGIES,
  type StrategyPolicy,
  weightedRoundRobin,
} from "../../lib/policies/mod.ts";
import { ABC, backend } from "./backends.ts";

/** The elements of a document, in order. @throws Error when it is not well-formed. */
function elements(xml: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    found.push({ name, attributes: attributes as Record<string, string> });
  });
  parser.write(xml).close();
  return found;
}

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "-->",
    "{{name}}",
    "@(1)",
    "@{ return 1; }",
    "]]>",
    '"',
    "'",
    "<a>",
    "&amp;",
    "a--b",
  ),
);

const anyBackends: fc.Arbitrary<RoutingBackend[]> = fc.array(
  fc.record({
    label: anyText,
    region: anyText,
    deployment: anyText,
    key: fc.uuid(),
    weight: fc.integer({ min: 1, max: 100 }),
    priority: fc.integer({ min: 0, max: 100 }),
  }),
  { minLength: 2, maxLength: 6 },
).map((all) =>
  all.map(({ key, ...rest }, i) =>
    backend(String.fromCharCode(97 + i), { ...rest, apiKey: new Secret(`secret-${key}`) })
  )
);

function everyPolicy(backends: readonly RoutingBackend[]): StrategyPolicy[] {
  const uniform = backends.map((one) => ({ ...one, deployment: backends[0].deployment }));
  return [
    ...STRATEGIES.map((name) => buildPolicy(name, backends)),
    backendPool(uniform),
    latencyBased(backends, { remeasure: true }),
    circuitBreaker(backends, { keeper: "backend" }),
    baseline(backends[0]),
  ];
}

Deno.test("every strategy writes well-formed XML for any label, region and deployment", () => {
  fc.assert(
    fc.property(anyBackends, (backends) => {
      for (const { xml } of everyPolicy(backends)) assert.equal(elements(xml)[0].name, "policies");
    }),
    { numRuns: 200 },
  );
});

Deno.test("no strategy lets a key, a named value or a foreign expression into its document", () => {
  fc.assert(
    fc.property(anyBackends, (backends) => {
      const names = backends.map(({ deployment }) => deployment);
      const plain = backends.map((one) => ({
        ...one,
        label: "plain",
        region: "plain",
        deployment: `plain-${names.indexOf(one.deployment)}`,
      }));
      const expressions = (xml: string) => xml.split(/@[({]/).length;
      const policies = everyPolicy(backends);
      everyPolicy(plain).forEach((expected, i) => {
        const { xml } = policies[i];
        assert.doesNotMatch(xml, /secret-/);
        assert.doesNotMatch(xml, /\{\{/);
        const quoted = backends.filter(({ deployment }) =>
          !/^[\w .,:;/?=+*#%-]*$/.test(deployment)
        );
        assert.ok(expressions(xml) <= expressions(expected.xml) + 2 * quoted.length, xml);
      });
    }),
    { numRuns: 200 },
  );
});

Deno.test("every strategy brings the entities and secret named values that its credentials refer to", () => {
  for (const { name, backends, namedValues } of everyPolicy(ABC)) {
    for (const { credentials } of backends) {
      assert.equal(credentials?.header, "api-key", name);
      const value = namedValues.find((one) => one.name === credentials.namedValue);
      assert.match(value?.value.reveal() ?? "", /^key-of-/);
    }
  }
});

Deno.test("buildPolicy names no keys with managed identity", () => {
  const keyless = ABC.map((one) => ({ ...one, apiKey: null }));
  const policy = buildPolicy("priority-spillover", keyless, { auth: "managed-identity" });
  assert.equal(policy.namedValues.length, 0);
  assert.equal(policy.backends[0].credentials, null);
  assert.match(policy.xml, /authentication-managed-identity resource="https:\/\/cognitiveservices/);
  assert.throws(() => buildPolicy("priority-spillover", keyless), /backend-a has no API key/);
});

Deno.test("every strategy keeps the request's body for a retry, guards against no response, and resets keys", () => {
  for (const { name, xml } of everyPolicy(ABC)) {
    const all = elements(xml);
    const forwards = all.filter((one) => one.name === "forward-request");
    assert.equal(forwards.length, 1, name);
    assert.equal(forwards[0].attributes["buffer-request-body"], "true");
    assert.equal(forwards[0].attributes["buffer-response"], "false");
    for (const retry of all.filter((one) => one.name === "retry")) {
      assert.match(retry.attributes.condition, /context\.Response == null \|\|/);
    }
    for (const header of ["api-key", "Ocp-Apim-Subscription-Key"]) {
      assert.ok(
        all.some(({ attributes }) =>
          attributes.name === header && attributes["exists-action"] === "delete"
        ),
      );
    }
  }
});

Deno.test("every strategy has one child in its backend section", () => {
  for (const { name, xml } of everyPolicy(ABC)) {
    const parser = new SaxesParser();
    const path: string[] = [];
    let children = 0;
    parser.on("opentag", (tag) => {
      if (path.join("/") === "policies/backend") children++;
      path.push(tag.name);
    });
    parser.on("closetag", () => void path.pop());
    parser.write(xml).close();
    assert.equal(children, 1, name);
  }
});

Deno.test("every strategy stamps its name and revision on replies and on errors", () => {
  for (const name of STRATEGIES) {
    const { xml, revision } = buildPolicy(name, ABC, { revision: "r-42" });
    assert.equal(revision, "r-42");
    assert.equal(xml.split(`<value>${name}</value>`).length, 3);
    assert.equal(xml.split("<value>r-42</value>").length, 3);
    assert.match(xml, /<set-variable name="policyRevision" value="r-42" \/>/);
  }
});

Deno.test("streaming: false leaves the response buffered", () => {
  const { xml } = prioritySpillover(ABC, { streaming: false });
  assert.doesNotMatch(xml, /buffer-response/);
});

Deno.test("weightedRoundRobin draws over all backends by cumulative whole numbers", () => {
  const { xml } = weightedRoundRobin(ABC);
  assert.match(xml, /% 200\);\s+return 100 > ticket \? 0 : 150 > ticket \? 1 : 2;/);
});

Deno.test("prioritySpillover tries priorities in order, whatever the order of the backends", () => {
  const { xml } = prioritySpillover([backend("c"), backend("b", { priority: 3 }), backend("a")]);
  const ids = elements(xml).filter((one) => one.name === "set-backend-service")
    .map(({ attributes }) => attributes["backend-id"]);
  assert.deepEqual(ids, ["backend-a", "backend-c", "backend-b"]);
});

Deno.test("latencyBased follows the measured order and refuses one that is not of its backends", () => {
  const { xml } = latencyBased(ABC, { fastestFirst: ["backend-c", "backend-a", "backend-b"] });
  assert.ok(xml.indexOf('backend-id="backend-c"') < xml.indexOf('backend-id="backend-a"'));
  for (
    const fastestFirst of [["backend-a"], ["backend-a", "backend-b", "x"], [
      "backend-a",
      "backend-a",
      "backend-b",
    ]]
  ) {
    assert.throws(() => latencyBased(ABC, { fastestFirst }), RangeError);
  }
});

Deno.test("latencyBased over one backend needs no retry", () => {
  assert.doesNotMatch(latencyBased([backend("a")]).xml, /<retry/);
});

Deno.test("backendPool opens at the first failure and retries often enough to reach every member", () => {
  const { pool, backends, xml } = backendPool(ABC);
  assert.deepEqual(pool?.members, [
    { name: "backend-a", priority: 1, weight: 100 },
    { name: "backend-b", priority: 2, weight: 50 },
    { name: "backend-c", priority: 2, weight: 50 },
  ]);
  assert.deepEqual(
    backends.map(({ circuitBreaker }) => circuitBreaker),
    Array(3).fill(POOL_BREAKER),
  );
  assert.match(xml, / count="4" /);
  assert.match(backendPool(ABC, { breaker: { failures: 3 } }).xml, / count="8" /);
});

Deno.test("backendPool makes a pool for each name of deployment, in the order of priorities", () => {
  const named = (letter: string, deployment: string, priority: number) =>
    backend(letter, { deployment, priority });
  const policy = backendPool([
    named("a", "ptu", 1),
    named("b", "ptu", 2),
    named("c", "gpt", 3),
    named("d", "mini", 3),
    named("e", "ptu", 4),
  ], { poolName: "p" });
  assert.deepEqual(
    poolsOf(policy).map(({ name, members }) => [name, ...members.map((member) => member.name)]),
    [["p-1", "backend-a", "backend-b"], ["p-2", "backend-c"], ["p-3", "backend-d"], [
      "p-4",
      "backend-e",
    ]],
  );
  assert.match(policy.xml, /"0,0".*"1,2" : "2,1".*"3"/);
  assert.equal(backendPool(ABC).furtherPools, undefined);
});

Deno.test("backendPool refuses what a pool cannot do, and says what to change", () => {
  assert.throws(
    () => backendPool([backend("a"), backend("b", { endpoint: "https://a.openai.azure.com" })]),
    /same resource/,
  );
});

Deno.test("circuitBreaker by the backend puts the breaker on the entities, by the policy it does not", () => {
  const native = circuitBreaker(ABC, { keeper: "backend", breaker: { tripSeconds: 30 } });
  assert.equal(native.backends[0].circuitBreaker?.tripSeconds, 30);
  assert.doesNotMatch(native.xml, /cache-/);
  const byPolicy = circuitBreaker(ABC);
  assert.equal(byPolicy.backends[0].circuitBreaker, null);
  assert.match(byPolicy.xml, /cache-store-value/);
});

for (const name of STRATEGIES.filter((one) => one !== "latency-based")) {
  Deno.test(`buildPolicy refuses ${name} over one backend`, () => {
    assert.throws(() => buildPolicy(name, [backend("a")]), /needs 2 backends or more: there are 1/);
  });
}

Deno.test("buildPolicy refuses ids and weights that APIM would", () => {
  const build = (changes: Partial<RoutingBackend>) => () =>
    buildPolicy("priority-spillover", [backend("a"), backend("b", changes)]);
  assert.throws(build({ id: "a b" }), /only letters, digits/);
  assert.throws(build({ id: "BACKEND-A" }), /two backends have the id/);
  assert.throws(build({ weight: 0 }), /whole number from 1 to 100: it is 0/);
});

Deno.test("entityPrefix names the lab's entities and leaves x-routed-backend alone", () => {
  const { xml, backends } = buildPolicy("priority-spillover", ABC, { entityPrefix: "lab-" });
  assert.equal(backends[0].name, "lab-backend-a");
  assert.match(xml, /backend-id="lab-backend-a"/);
  assert.match(xml, /name="backendId" value="backend-a"/);
});

Deno.test("a document's revision is its own fingerprint: equal for equal documents, else different", () => {
  const revision = (weight: number) =>
    weightedRoundRobin([backend("a", { weight }), backend("b")]).revision;
  assert.equal(revision(70), revision(70));
  assert.notEqual(revision(70), revision(71));
  assert.equal(new Set(STRATEGIES.map((name) => buildPolicy(name, ABC).revision)).size, 5);
});
