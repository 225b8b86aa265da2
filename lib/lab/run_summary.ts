/**
 * A run in a few lines, as the original prints it: distribution, latency, success, failures by kind.
 * @module
 */
import { failuresByKind, summarize, type Summary, textBars } from "../analysis/mod.ts";
import type { RequestRecord } from "../workload/record.ts";
import type { Showable } from "./display.ts";
import { table } from "./table.ts";

/** @param unit of latencies: "ms" or "simulated ms". */
export function runSummary(
  label: string,
  records: readonly RequestRecord[],
  unit: string,
): { summary: Summary; shown: Showable } {
  const summary = summarize(label, records);
  const { latencyMs, successful, total, successRate } = summary;
  const latency = latencyMs === null
    ? "no request succeeded"
    : (["avg", "min", "max", "p50", "p95"] as const)
      .map((key) => `${key} ${latencyMs[key].toFixed(0)}`).join(" · ");
  const failures = failuresByKind(records).map(({ kind, count, example }) =>
    `  ${kind}: ${count} (${example.slice(0, 100)})`
  );
  const text = [
    label,
    textBars(summary.distribution),
    `latency (${unit}): ${latency}`,
    `success: ${successful}/${total} (${successRate.toFixed(1)}%)`,
    ...failures,
  ].join("\n");
  return { summary, shown: { text } };
}

/** Runs side by side, one row each. @param unit of latencies: "ms" or "simulated ms". */
export function summaryTable(summaries: readonly Summary[], unit: string): Showable {
  return table(
    summaries.map((
      { strategy, total, successRate, latencyMs, rejected, retries, distribution },
    ) => ({
      strategy,
      n: total,
      "success (%)": successRate.toFixed(1),
      [`avg (${unit})`]: latencyMs?.avg ?? null,
      p50: latencyMs?.p50 ?? null,
      p95: latencyMs?.p95 ?? null,
      p99: latencyMs?.p99 ?? null,
      "429s": rejected,
      retries,
      served: Object.entries(distribution).map(([backend, count]) => `${backend}: ${count}`).join(
        ", ",
      ),
    })),
  );
}
