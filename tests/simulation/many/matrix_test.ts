import assert from "node:assert/strict";
import {
  comparisonRows,
  matrix,
  matrixHtml,
  matrixTable,
  timelineRows,
  utilizationRows,
} from "../../../lib/simulation/mod.ts";
import { plainStrategy } from "../plain_strategy.ts";
import { steady } from "../scenarios.ts";

const options = {
  strategies: [plainStrategy(0), plainStrategy(1)],
  scenarios: [steady(1), { ...steady(3), name: "busy <b>" }],
  requests: 300,
};

Deno.test("matrix runs every pair on the same traffic and compares with the first strategy", async () => {
  const result = await matrix(options);
  assert.equal(result.partial, false);
  assert.deepEqual(
    result.reports.map(({ strategy, scenario }) => [strategy, scenario]),
    [["plain-0", "steady"], ["plain-1", "steady"], ["plain-0", "busy <b>"], [
      "plain-1",
      "busy <b>",
    ]],
  );
  assert.ok(result.reports.every(({ ledger }) => ledger.balanced && ledger.offered === 300));
  assert.deepEqual(result.comparisons.map(({ a, b }) => [a, b]), [
    ["plain-1", "plain-0"],
    ["plain-1", "plain-0"],
  ]);
});

Deno.test("matrix names the pairs that cannot run", async () => {
  const unfit = {
    ...plainStrategy(0),
    name: "unfit",
    publication: () => {
      throw new RangeError("needs five backends");
    },
  };
  const { skipped, reports } = await matrix({ ...options, strategies: [unfit, plainStrategy(1)] });
  assert.equal(reports.length, 2);
  assert.deepEqual(skipped[0], {
    strategy: "unfit",
    scenario: "steady",
    reason: "needs five backends",
  });
});

Deno.test("matrix keeps what was computed when it is interrupted", async () => {
  const abort = new AbortController();
  const result = await matrix({
    ...options,
    signal: abort.signal,
    onReport: () => abort.abort(),
  });
  assert.equal(result.partial, true);
  assert.equal(result.reports.length, 1);
  assert.match(matrixTable(result), /PARTIAL/);
});

Deno.test("matrixTable shows a line a strategy under each scenario", async () => {
  const text = matrixTable(await matrix(options));
  assert.match(text, /^steady: 300 requests in 300 simulated seconds$/m);
  assert.equal(text.match(/^plain-1 .*100\.00%/gm)?.length, 2);
});

Deno.test("matrixHtml stands alone and escapes what it shows", async () => {
  const html = await matrixHtml(await matrix(options));
  assert.match(html, /busy &#60;b&#62;/);
  assert.doesNotMatch(html, /busy <b>|NaN|undefined|src=/);
  assert.match(html, /Who answered over time.*Time \(simulated s\).*Cost against p95/s);
});

Deno.test("matrixHtml leaves out what is empty", async () => {
  const [strategy] = options.strategies;
  const [scenario] = options.scenarios;
  const one = await matrixHtml(
    await matrix({ ...options, strategies: [strategy], scenarios: [scenario] }),
  );
  assert.doesNotMatch(one, /Differences|Cost against p95|Skipped|>rejected</);
  assert.match(one, /No request failed in the end\./);
});

Deno.test("rows for charts add up to the reports", async () => {
  const result = await matrix(options);
  assert.equal(comparisonRows(result).length, 4);
  const [report] = result.reports;
  const width = report.durationSeconds / report.timeline.length;
  const total = timelineRows(report).reduce((sum, row) => sum + row.requestsPerSecond * width, 0);
  assert.ok(Math.abs(total - 300) < 0.01, `${total}`);
  assert.equal(utilizationRows(report).length, report.timeline.length);
});
