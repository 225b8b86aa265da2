import assert from "node:assert/strict";
import { toFrame } from "../../lib/analysis/frame.ts";
import { failuresByKind, latencyByBackend, summarize } from "../../lib/analysis/summary.ts";
import { sparkline, textBars, textTable } from "../../lib/analysis/text.ts";
import { record } from "./records.ts";

const RUN = [
  record(0, { latencyMs: 100 }),
  record(1, { latencyMs: 300, backend: "backend-b", attempts: 2 }),
  record(2, { status: 429, error: "429: busy", latencyMs: 20, attempts: 2, backend: "backend-b" }),
  record(3, { status: 0, error: "no connection: refused", backend: null, attempts: null }),
  record(4, { status: 401, error: "401: no key", backend: null, attempts: null }),
  record(5, { latencyMs: 200, error: "the reply broke off: reset" }),
];

Deno.test("summarize gives the original's fields and counts every failure", () => {
  const summary = summarize("priority-spillover", RUN);
  assert.deepEqual(
    [summary.total, summary.successful, summary.failed, summary.rejected, summary.retries],
    [6, 2, 4, 1, 2],
  );
  assert.equal(summary.successRate.toFixed(1), "33.3");
  assert.deepEqual(summary.distribution, {
    "backend-a": 2,
    "backend-b": 2,
    error: 1,
    unknown: 1,
  });
  assert.deepEqual(
    [
      summary.latencyMs?.avg,
      summary.latencyMs?.min,
      summary.latencyMs?.max,
      summary.latencyMs?.p50,
    ],
    [200, 100, 300, 200],
  );
  assert.equal(summary.allLatencyMs?.count, 6);
  assert.equal(summary.ttftMs, null);
});

Deno.test("summarize of no requests divides by nothing", () => {
  const summary = summarize("x", []);
  assert.equal(summary.successRate, 0);
  assert.equal(summary.latencyMs, null);
  assert.equal(summary.retries, null);
});

Deno.test("failuresByKind groups by status, by the reason where there was none, and by broken replies", () => {
  assert.deepEqual(
    failuresByKind(RUN).map(({ kind, count, example }) => [kind, count, example]),
    [
      ["401", 1, "401: no key"],
      ["429", 1, "429: busy"],
      ["no connection", 1, "no connection: refused"],
      ["the reply broke off", 1, "the reply broke off: reset"],
    ],
  );
});

Deno.test("latencyByBackend ranks successful requests, fastest first", () => {
  assert.deepEqual(
    latencyByBackend(RUN).map(({ backend, latencyMs }) => [backend, latencyMs.p50]),
    [["backend-a", 100], ["backend-b", 300]],
  );
});

Deno.test("toFrame has one row a request, typed columns and success", () => {
  const frame = toFrame(RUN);
  assert.deepEqual(frame.shape, { height: 6, width: 17 });
  assert.equal(frame.filter(frame.getColumn("success")).height, 2);
  assert.equal(frame.getColumn("ttftMs").dtype.toString(), "DataType(Float64)");
  assert.equal(frame.getColumn("ttftMs").nullCount(), 6);
  assert.deepEqual(frame.getColumn("backend").toArray().slice(0, 4), [
    "backend-a",
    "backend-b",
    "backend-b",
    null,
  ]);
});

Deno.test("toFrame of no records still has its columns", () => {
  assert.deepEqual(toFrame([]).shape, { height: 0, width: 17 });
});

Deno.test("textTable aligns text left and numbers right", () => {
  const table = textTable([{ a: "x", n: 5 }, { a: "long", n: 1234.5 }], [
    { title: "Strategy", value: (row) => row.a },
    { title: "ms", value: (row) => row.n, decimals: 1 },
  ]);
  assert.equal(table, "Strategy      ms\n────────  ──────\nx            5.0\nlong      1234.5");
});

Deno.test("textBars prints counts, percent and a bar as the original does", () => {
  assert.equal(
    textBars({ "backend-a": 17, "backend-b": 3 }),
    `backend-a │ ${"█".repeat(21)}     │ 17 (85.0%)\nbackend-b │ ${"█".repeat(4)}${
      " ".repeat(21)
    } │  3 (15.0%)`,
  );
  assert.equal(textBars({}), "");
});

Deno.test("sparkline scales to its top and shows nothing as a dot", () => {
  assert.equal(sparkline([0, 1, 4, 8]), "·▁▄█");
  assert.equal(sparkline([0, 0]), "··");
});
