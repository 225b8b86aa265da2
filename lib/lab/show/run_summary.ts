/**
 * A run in a few lines, as the original prints it: distribution, latency, success, failures by kind.
 * @module
 */
import { failuresByKind, summarize, type Summary, textBars } from "../../analysis/mod.ts";
import type { RequestRecord } from "../../workload/record.ts";
import { colorsOf } from "../../analysis/charts/theme.ts";
import { escapeHtml } from "../../core/html.ts";
import type { Showable } from "./display.ts";
import { bar } from "../panel/bars.ts";
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
  const latencyLine = `latency (${unit}): ${latency}`;
  const successLine = `success: ${successful}/${total} (${successRate.toFixed(1)}%)`;
  const text = [
    label,
    textBars(summary.distribution),
    latencyLine,
    successLine,
    ...failures,
  ].join("\n");
  return {
    summary,
    shown: { html: summaryHtml(label, summary, [latencyLine, successLine, ...failures]), text },
  };
}

function summaryHtml(label: string, { distribution, total }: Summary, lines: readonly string[]) {
  const { domain, range } = colorsOf(Object.keys(distribution));
  const rows = domain.map((name, i) => {
    const count = distribution[name];
    const part = total === 0 ? 0 : count / total;
    return `<tr><td style="text-align:left;white-space:nowrap">${escapeHtml(name)}</td>` +
      `<td>${bar({ part, color: range[i], width: 160 })}</td>` +
      `<td style="text-align:right">${count}</td>` +
      `<td style="text-align:right">${(100 * part).toFixed(1)}%</td></tr>`;
  });
  return `<div><b>${escapeHtml(label)}</b></div><table><tbody>${rows.join("")}</tbody></table>` +
    lines.map((line) => `<div>${escapeHtml(line)}</div>`).join("");
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
