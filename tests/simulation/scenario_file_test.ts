import assert from "node:assert/strict";
import fc from "../properties.ts";
import { SCENARIOS } from "../../lib/simulation/mod.ts";
import { InputError } from "../../lib/simulation/input_error.ts";
import { parseScenario } from "../../lib/simulation/scenario_file.ts";

const GOOD = `{
  "name": "mine",
  "about": "A test.",
  "durationSeconds": 100,
  "demand": { "perSecond": 2 },
  "prompt": { "medianTokens": 100 },
  "completion": { "medianTokens": 20 },
  "timeline": [
    { "fromSeconds": 10, "untilSeconds": 20, "demand": 3 },
    { "fromSeconds": 30, "region": "backend-a", "fault": { "kind": "hang" } },
    { "fromSeconds": 40, "backends": { "backend-b": { "priority": 1 } } }
  ]
}`;

const TWICE = {
  id: "backend-a",
  region: "eastus",
  deployments: [{ name: "d", model: "gpt-4.1", type: "PAYG", tokensPerMinute: 1000 }],
};

Deno.test("SCENARIOS holds the nine that the workshop names", () => {
  assert.deepEqual([...SCENARIOS.keys()], [
    "calm-day",
    "morning-peak",
    "burst",
    "region-down",
    "brownout",
    "retry-after-storm",
    "flapping",
    "payg-exhausted",
    "policy-change",
  ]);
});

Deno.test("parseScenario fills in what a file leaves out", () => {
  const scenario = parseScenario("mine.json", GOOD);
  assert.deepEqual(scenario.client, { retries: 2, timeoutSeconds: 600 });
  assert.deepEqual(scenario.demand.arrivals, { process: "poisson" });
  assert.deepEqual(scenario.regions.map(({ id }) => id), ["backend-a", "backend-b", "backend-c"]);
  assert.deepEqual(scenario.timeline.map(({ kind }) => kind), ["demand", "fault", "policy"]);
  assert.deepEqual(scenario.timeline[1], {
    kind: "fault",
    fromSeconds: 30,
    untilSeconds: 100,
    region: "backend-a",
    fault: { kind: "hang" },
  });
});

Deno.test("parseScenario names file, line and what was expected", () => {
  const cases: [from: string, to: string, message: RegExp][] = [
    [
      '"perSecond": 2',
      '"perSecond": -2',
      /^mine\.json:5 demand\.perSecond must be a number above 0: it is -2$/,
    ],
    [
      '"region": "backend-a"',
      '"region": "mars"',
      /^mine\.json:10 timeline\[1\]\.region names an unknown region "mars"/,
    ],
    [
      '"fromSeconds": 40',
      '"fromSeconds": 4',
      /^mine\.json:11 timeline\[2\]\.fromSeconds must not be before .* 30: it is 4$/,
    ],
    [
      '"untilSeconds": 20',
      '"untilSeconds": 5',
      /^mine\.json:9 timeline\[0\]\.untilSeconds must be after/,
    ],
    [
      '"demand": 3',
      '"demand": -3',
      /^mine\.json:9 timeline\[0\]\.demand must be a number of at least 0/,
    ],
    [
      '"about"',
      '"client": { "retries": 1.5 }, "about"',
      / client\.retries must be a whole number from 0 to 20: it is 1\.5$/,
    ],
    [
      '"about"',
      `"regions": ${JSON.stringify([TWICE, TWICE])}, "about"`,
      / regions\[1\]\.id "backend-a" is used twice$/,
    ],
    ['"hang"', '"fire"', /^mine\.json:10 timeline\[1\]\.fault\.kind must be one of outage/],
    [
      '"durationSeconds": 100,',
      "",
      /^mine\.json:1 durationSeconds must be a number above 0: it is missing$/,
    ],
    ['"name"', '"nmae"', /^mine\.json:2 nmae is unknown here: expected name/],
    [
      '"medianTokens": 20',
      '"medianTokens": "20"',
      /^mine\.json:7 completion\.medianTokens must be a number/,
    ],
    [
      '"backend-b"',
      '"backend-z"',
      /^mine\.json:11 timeline\[2\]\.backends\.backend-z is unknown here/,
    ],
    [
      '"demand": 3 }',
      '"demand": 3, "fault": {"kind": "hang"} }',
      /^mine\.json:9 timeline\[0\] must hold one of/,
    ],
    ['"timeline": [', '"timeline": [,', /^mine\.json:8 is not JSON/],
  ];
  for (const [from, to, message] of cases) {
    assert.ok(GOOD.includes(from));
    assert.throws(() => parseScenario("mine.json", GOOD.replace(from, to)), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("parseScenario refuses any damage with an InputError, or takes it", () => {
  const good = JSON.parse(GOOD);
  const paths = [
    ["durationSeconds"],
    ["demand"],
    ["demand", "perSecond"],
    ["prompt"],
    ["completion", "sigma"],
    ["client"],
    ["conversations"],
    ["regions"],
    ["regions", "0"],
    ["timeline"],
    ["timeline", "1"],
    ["timeline", "1", "fault"],
    ["timeline", "2", "backends"],
  ];
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
      const damaged = structuredClone(good);
      let place = damaged;
      for (const name of path.slice(0, -1)) place = place[name] ??= {};
      place[path.at(-1)!] = value;
      try {
        parseScenario("f.json", JSON.stringify(damaged));
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    }),
    { numRuns: 1000 },
  );
});
