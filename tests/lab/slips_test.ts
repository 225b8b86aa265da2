import assert from "node:assert/strict";
import { buildExhibit, buildPolicy, type Lab, show, simulate } from "../../lib/mod.ts";
import { withLab } from "./embedded_lab.ts";

type Call = (...given: unknown[]) => unknown;

/** A lab where TypeScript does not look: a kernel checks no types. */
interface Unchecked extends
  Record<
    | "deploy"
    | "putPolicy"
    | "wait"
    | "openLoop"
    | "closedLoop"
    | "sequence"
    | "send"
    | "direct"
    | "measure",
    Call
  > {
  readonly faults: { readonly set: Call };
  readonly backends: Lab["backends"];
}

const SLIPS: readonly [
  slip: (lab: Unchecked) => unknown,
  answer: RegExp,
][] = [
  [
    (lab) => lab.deploy("priority-spilover"),
    /"priority-spilover" is a name\. .*did you mean "priority-spillover"\?.*buildPolicy\("priority-spillover"/,
  ],
  [
    (lab) => lab.deploy("circuit-breaker"),
    /lab\.deploy\(buildPolicy\("circuit-breaker", lab\.backends, lab\.options\)\)/,
  ],
  [(lab) => lab.deploy(undefined), /lab\.deploy takes what buildPolicy/],
  [(lab) => lab.putPolicy("<policies />"), /lab\.putPolicy takes a document/],
  [(lab) => lab.wait("soon"), /lab\.wait takes milliseconds.*: it is "soon"/],
  [(lab) => lab.wait(), /lab\.wait takes milliseconds.*: it is undefined/],
  [() => show(undefined as never), /show takes Markdown.*: it is undefined/],
  [() => show(Promise.resolve() as never), /show takes Markdown.*: await it first/],
  [(lab) => lab.deploy("<policies />"), /lab\.putPolicy\(\{ xml \}\)/],
  [
    (lab) => lab.openLoop("x", { count: 5, perSec: 20 }),
    /no option "perSec": did you mean "perSecond"\?/,
  ],
  [(lab) => lab.openLoop("x", { count: 5 }), /lab\.openLoop: perSecond is missing/],
  [
    (lab) => lab.openLoop("x", { count: 5, perSecond: 0 }),
    /perSecond must be a number above 0: it is 0/,
  ],
  [
    (lab) => lab.openLoop("x", { count: 5, perSecond: 1, arrivals: "evn" }),
    /arrivals must be "poisson" or "even": it is "evn"/,
  ],
  [
    (lab) => lab.closedLoop("x", { cuont: 5, workers: 2 }),
    /no option "cuont": did you mean "count"\?.*count is missing/s,
  ],
  [
    (lab) => lab.closedLoop("x", { count: "5", workers: 2 }),
    /count must be a whole number from 1: it is "5"/,
  ],
  [
    (lab) => lab.sequence("x", { count: 5, delay: 100 }),
    /no option "delay": did you mean "delayMs"\?/,
  ],
  [
    (lab) => lab.sequence("x", { count: 5, target: "backend-a" }),
    /target must be lab\.gateway or lab\.direct\(backend\)/,
  ],
  [(lab) => lab.send({ paylod: {} }), /no option "paylod": did you mean "payload"\?/],
  [
    (lab) => lab.direct("backend-b"),
    /lab\.direct takes a backend, as in lab\.direct\(lab\.backends\[1\]\): it was given "backend-b"/,
  ],
  [(lab) => lab.measure("backendc"), /lab\.measure\(lab\.backends\[2\]\)/],
  [
    (lab) => lab.faults.set("backend-d", { kind: "outage" }),
    /no backend "backend-d": did you mean "backend-a"\?/,
  ],
  [(lab) => lab.faults.set("backend-a", { kind: "outtage" }), /did you mean "outage"\?/],
  [
    ({ backends }) => buildPolicy("round-robin" as never, backends),
    /no strategy "round-robin": did you mean "weighted-round-robin"\?/,
  ],
  [
    ({ backends }) =>
      buildPolicy("circuit-breaker", backends, {
        "circuit-breaker": { keper: "policy" } as never,
      }),
    /circuit-breaker has no option "keper": did you mean "keeper"\?/,
  ],
  [
    ({ backends }) => buildExhibit("latency" as never, backends),
    /no policy of the original "latency": did you mean "latency-based"\?/,
  ],
  [
    () => simulate({ strategy: "backend_pol", scenario: "burst" }),
    /no strategy "backend_pol": did you mean "backend-pool"\?/,
  ],
  [
    () => simulate({ strategy: "backend-pool", scenario: "morning" }),
    /no scenario "morning": did you mean "morning-peak"\?/,
  ],
  [
    () => simulate({ strategy: "backend-pool", scenario: "burst", request: 10 } as never),
    /no option "request": did you mean "requests"\?/,
  ],
  [
    () => simulate({ strategy: "backend-pool", scenario: "burst", requests: 0 }),
    /requests must be a whole number from 1: it is 0/,
  ],
];

Deno.test("a slip is answered with the word and the right one, without a stack, and breaks nothing", async () => {
  await withLab("slips", async (lab) => {
    for (const [slip, answer] of SLIPS) {
      await assert.rejects(
        async () => await slip(lab as unknown as Unchecked),
        (error: unknown) => {
          assert.ok(error instanceof Error);
          assert.match(error.message, answer);
          assert.doesNotMatch(error.stack!, /\.ts:\d+/, error.message);
          return true;
        },
      );
    }
    assert.equal((await lab.send()).status, 200);
    assert.deepEqual([...lab.faults.on], []);
  });
});
