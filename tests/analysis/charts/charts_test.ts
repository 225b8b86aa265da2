import assert from "node:assert/strict";
import { SaxesParser } from "saxes";
import {
  type Chart,
  costAgainstP95Chart,
  distributionChart,
  heatMapChart,
  latencyByBackendChart,
  servedOverTimeChart,
  strategyComparisonChart,
  summarize,
  timelinesChart,
} from "../../../lib/analysis/mod.ts";
import { unbeaten } from "../../../lib/analysis/charts/cost_against_p95.ts";
import { Random } from "../../../lib/core/random.ts";
import { record } from "../records.ts";

/** Forty requests: the PTU, then half of them spilled, some refused. */
function run() {
  const random = new Random("charts");
  return Array.from({ length: 40 }, (_, i) => {
    const busy = i >= 20;
    const backend = busy && random.next() < 0.5 ? "backend-b" : "backend-a";
    const latencyMs = random.logNormal(backend === "backend-a" ? 500 : 900, 0.2);
    const refused = busy && i % 9 === 0 ? { status: 429, error: "429: busy" } : {};
    return record(i, { backend, latencyMs, ...refused });
  });
}

const POINTS = [
  { strategy: "pool", cost: 20, p95Ms: 900, successRate: 100 },
  { strategy: "spillover", cost: 24, p95Ms: 800, successRate: 99.5 },
  { strategy: "beaten", cost: 30, p95Ms: 850, successRate: 100 },
];

const CHARTS: Readonly<Record<string, () => Promise<Chart>>> = {
  distribution: () =>
    distributionChart({ "backend-a": 61, "backend-b": 30, unknown: 2 }, {
      weights: { "backend-a": 100, "backend-b": 50 },
    }),
  latency_by_backend: () => latencyByBackendChart(run(), { simulated: true }),
  served_over_time: () =>
    servedOverTimeChart(run(), {
      simulated: true,
      events: [{ atMs: 2000, label: "peak begins" }],
    }),
  strategy_comparison: () =>
    strategyComparisonChart([
      summarize("priority-spillover", run()),
      summarize("backend-pool", run().map((one) => ({ ...one, status: 200, error: null }))),
      summarize("nothing answered", []),
    ], { simulated: true }),
  heat_map: () =>
    heatMapChart([
      { row: "spillover", column: "calm", value: 500 },
      { row: "spillover", column: "peak", value: 2500 },
      { row: "pool", column: "calm", value: 600 },
      { row: "pool", column: "peak", value: null },
    ], { title: "Strategies in scenarios", measure: "p95 latency (simulated ms)" }),
  timelines: () =>
    timelinesChart([
      {
        panel: "spillover",
        name: "backend-a",
        points: [{ atMs: 0, value: 20 }, { atMs: 60_000, value: 99 }],
      },
      {
        panel: "pool",
        name: "backend-a",
        points: [{ atMs: 0, value: 30 }, { atMs: 60_000, value: 60 }],
      },
    ], {
      title: "PTU utilization",
      measure: "Utilization (%)",
      simulated: true,
      level: 100,
      events: [{ atMs: 30_000, label: "burst" }],
    }),
  cost_against_p95: () => costAgainstP95Chart(POINTS, { simulated: true }),
};

/** Compares with the file beside this test; `UPDATE_SNAPSHOTS=1` writes it. */
async function assertSnapshot(name: string, text: string): Promise<void> {
  const file = new URL(`snapshots/${name}`, import.meta.url);
  if (Deno.env.get("UPDATE_SNAPSHOTS") === "1") await Deno.writeTextFile(file, text);
  assert.equal(text, await Deno.readTextFile(file), `${name}: UPDATE_SNAPSHOTS=1 accepts a change`);
}

for (const [name, draw] of Object.entries(CHARTS)) {
  Deno.test(`the ${name} chart draws and says what its snapshots hold`, async () => {
    const { svg, text } = await draw();
    await assertSnapshot(`${name}.svg`, svg.replaceAll("><", ">\n<") + "\n");
    await assertSnapshot(`${name}.txt`, text + "\n");
  });
}

Deno.test("every chart is a well-formed SVG with its title, and names simulated time as such", async () => {
  for (const [name, draw] of Object.entries(CHARTS)) {
    const { svg, title } = await draw();
    const parser = new SaxesParser();
    parser.on("error", (error) => {
      throw error;
    });
    parser.write(svg).close();
    assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/, name);
    assert.ok(svg.includes(`>${title}</text>`), name);
    assert.doesNotMatch(svg, /<style|<script/);
    if (name !== "distribution") assert.match(svg, /simulated/, name);
  }
});

Deno.test("a chart escapes what it is given", async () => {
  const chart = await distributionChart({ "<script>alert(1)</script>": 3 }, {
    title: 'a <b> & "c"',
  });
  assert.doesNotMatch(chart.svg, /<script|<b>/);
  assert.match(chart.svg, /aria-label="a &#60;b&#62; &#38; &#34;c&#34;"/);
});

Deno.test("charts of nothing are drawn without a number that is none", async () => {
  const empty = [
    await distributionChart({}),
    await latencyByBackendChart([]),
    await servedOverTimeChart([]),
    await strategyComparisonChart([]),
    await heatMapChart([], { title: "t", measure: "m" }),
    await timelinesChart([], { title: "t", measure: "m" }),
    await costAgainstP95Chart([]),
  ];
  for (const { svg } of empty) assert.doesNotMatch(svg, /NaN|Infinity/);
});

Deno.test("unbeaten keeps the points that no other equals in both and beats in one", () => {
  assert.deepEqual(unbeaten(POINTS).map(({ strategy }) => strategy), ["pool", "spillover"]);
});
