import assert from "node:assert/strict";
import fc from "../properties.ts";
import { defaultRegions } from "../../lib/models/configuration.ts";
import {
  checkModelsConfiguration,
  ModelsConfigurationError,
  parseModelsConfiguration,
} from "../../lib/models/configuration_file.ts";

const problemsOf = (text: string): readonly string[] => {
  try {
    parseModelsConfiguration(text);
  } catch (error) {
    assert.ok(error instanceof ModelsConfigurationError);
    return error.problems;
  }
  return [];
};

const region = (deployment: unknown, more = {}) =>
  JSON.stringify({ regions: [{ id: "a", region: "eastus", deployments: [deployment], ...more }] });

Deno.test("defaultRegions passes the check", () => {
  checkModelsConfiguration({ regions: defaultRegions() });
});

Deno.test("parseModelsConfiguration names each problem with its path", () => {
  const payg = { name: "d", model: "gpt-4.1", type: "PAYG", tokensPerMinute: 1000 };
  const cases: [text: string, problem: RegExp][] = [
    ["{", /^it is not JSON: /],
    ["{}", /^regions must be a list of at least 1: it is missing$/],
    [
      region({ ...payg, model: "gpt-9" }),
      /^regions\[0\]\.deployments\[0\]\.model must be one of .*"gpt-9"/,
    ],
    [
      region({ ...payg, tokensPerMinute: -5 }),
      /tokensPerMinute must be a number above 0: it is -5$/,
    ],
    [region({ ...payg, ptus: 5 }), /deployments\[0\]\.ptus is not for type PAYG$/],
    [region({ ...payg, tokenPerMinute: 5 }), /tokenPerMinute is unknown here: expected /],
    [
      region({ name: "d", model: "gpt-4.1", type: "PTU" }),
      /ptus must be a number above 0: it is missing$/,
    ],
    [
      region({ name: "d", model: "gpt-4.1", type: "PTU", ptus: 5, spilloverDeployment: "x" }),
      /spilloverDeployment of "d" must name a PAYG deployment/,
    ],
    [
      region(payg, { faults: [{ fromMs: 5, untilMs: 1, fault: { kind: "hang" } }] }),
      /faults\[0\]\.untilMs must be/,
    ],
    [
      region(payg, { faults: [{ fromMs: 5, fault: { kind: "fire" } }] }),
      /fault\.kind must be one of outage, hang/,
    ],
    [region(payg, { port: "80" }), /port must be a whole number from 0 to 65535: it is "80"$/],
    [region(payg, { port: 80.5 }), /port must be a whole number from 0 to 65535: it is 80\.5$/],
    [
      region(payg, { faults: [{ fromMs: 5, fault: { kind: "error", status: 500.5 } }] }),
      /fault\.status must be a whole number from 400 to 599/,
    ],
    [JSON.stringify({ seed: [], regions: defaultRegions() }), /^seed must be a text: it is \[\]$/],
  ];
  for (const [text, problem] of cases) {
    const problems = problemsOf(text);
    assert.equal(problems.length, 1, `${text}: ${problems}`);
    assert.match(problems[0], problem);
  }
});

Deno.test("checkModelsConfiguration refuses any damage with its own error, or takes it", () => {
  const deployment = fc.record({
    name: fc.oneof(fc.constant("d"), fc.jsonValue()),
    model: fc.oneof(fc.constant("gpt-4.1"), fc.jsonValue()),
    type: fc.oneof(fc.constantFrom("PTU", "PAYG"), fc.jsonValue()),
    ptus: fc.jsonValue(),
    tokensPerMinute: fc.jsonValue(),
    latency: fc.jsonValue(),
    output: fc.jsonValue(),
    spilloverDeployment: fc.jsonValue(),
  }, { requiredKeys: ["name"] });
  const value = fc.oneof(
    fc.jsonValue(),
    fc.record({
      regions: fc.array(fc.oneof(
        fc.jsonValue(),
        fc.record({
          id: fc.constant("a"),
          region: fc.constant("eastus"),
          deployments: fc.array(deployment),
          faults: fc.jsonValue(),
        }),
      )),
    }),
  );
  fc.assert(
    fc.property(value, (value) => {
      try {
        checkModelsConfiguration(value);
      } catch (error) {
        assert.ok(error instanceof ModelsConfigurationError, String(error));
      }
    }),
    { numRuns: 1000 },
  );
});
