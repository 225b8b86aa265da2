/**
 * `results/report.html`: the way into the executed notebooks.
 * @module
 */
import { escapeHtml } from "../core/html.ts";
import type { NotebookOutcome } from "./execute.ts";

const STYLE = `
body{font:16px/1.5 system-ui,sans-serif;max-width:76rem;margin:3rem auto;padding:0 1rem;color:#1f2933}
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.2rem;margin-top:2.5rem}
.sum{margin:0 0 1.5rem;color:#52606d}table{border-collapse:collapse;width:100%}
th,td{padding:.45rem .8rem;border-bottom:1px solid #d9dee4;text-align:left;vertical-align:top}
th{font-weight:600;color:#52606d}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.ok{color:#1b7f4b}.failed{color:#b42318;white-space:pre-wrap}
pre{background:#f4f6f8;padding:1rem;overflow-x:auto;font-size:12px;line-height:1.45}`;

/** Writes the report anew: one row a notebook, and the comparison table where there is one. */
export async function writeReport(
  results: URL,
  outcomes: readonly NotebookOutcome[],
  comparison: string | null,
): Promise<void> {
  const passed = outcomes.filter(({ error }) => error === null).length;
  const total = outcomes.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Routing workshop: results</title>
<style>${STYLE}</style></head><body>
<h1>Routing workshop: results</h1>
<p class="sum">${passed} of ${outcomes.length} notebooks passed, in ${seconds(total)}.</p>
<table><thead><tr><th>Notebook</th><th class="n">Time</th><th>Outcome</th></tr></thead>
<tbody>${outcomes.map(row).join("\n")}</tbody></table>
${comparison === null ? "" : `<h2>Comparison</h2><pre>${escapeHtml(comparison)}</pre>`}
</body></html>
`;
  await Deno.writeTextFile(new URL("report.html", results), page);
}

function row({ name, durationMs, error, cell }: NotebookOutcome): string {
  const outcome = error === null
    ? '<td class="ok">every cell ran, no claim failed</td>'
    : `<td class="failed">cell ${cell}: ${escapeHtml(error)}</td>`;
  return `<tr><td><a href="${encodeURIComponent(name)}.html">${escapeHtml(name)}</a></td>` +
    `<td class="n">${seconds(durationMs)}</td>${outcome}</tr>`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
