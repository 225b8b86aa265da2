/**
 * `results/report.html`: what the workshop found, and the way into the executed notebooks.
 * @module
 */
import { table } from "../../core/table.ts";
import { escapeHtml } from "../../core/html.ts";
import type { NotebookOutcome } from "./execute.ts";
import { type Finding, type Findings, readFindings } from "../findings.ts";

const STYLE = `
:root{color-scheme:light dark;--ink:#1f2933;--quiet:#52606d;--line:#d9dee4;--back:#fff;--block:#f4f6f8;
--good:#1b7f4b;--bad:#b42318;--chart-ink:#52606d}
@media(prefers-color-scheme:dark){:root{--ink:#e4e7eb;--quiet:#9aa5b1;--line:#323f4b;--back:#111;--block:#1b2127;
--good:#3fb377;--bad:#f0705c;--chart-ink:#9aa5b1}a{color:#7ab8f5}}
body{font:16px/1.5 system-ui,sans-serif;max-width:76rem;margin:3rem auto;padding:0 1rem;color:var(--ink);background:var(--back)}
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.2rem;margin-top:2.5rem}
.sum{margin:0 0 1.5rem;color:var(--quiet)}.wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
th,td{padding:.45rem .8rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{font-weight:600;color:var(--quiet)}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.ok{color:var(--good)}.failed{color:var(--bad);white-space:pre-wrap}
pre{background:var(--block);padding:1rem;overflow-x:auto;font-size:12px;line-height:1.45}
.claims{list-style:none;padding:0;margin:.5rem 0}.claims li{margin:.15rem 0;overflow-wrap:break-word}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1.2rem}
figure{margin:0}svg{max-width:100%;height:auto}
@media (max-width:600px){body{padding:1rem .6rem}th,td{padding:.3rem .4rem}th.n{white-space:normal}
figure{overflow-x:auto}figure svg{min-width:560px}}`;

const MARKS: Readonly<Record<Finding["outcome"], string>> = table({
  holds: '<b class="ok">✓</b>',
  fails: '<b class="failed">✗</b>',
  undecided: "<b>?</b>",
});

/** Writes the report anew: each notebook with its claims and charts, and the comparison table where there is one. */
export async function writeReport(
  results: URL,
  outcomes: readonly NotebookOutcome[],
  comparison: string | null,
): Promise<void> {
  const passed = outcomes.filter(({ error }) => error === null).length;
  const total = outcomes.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const findings = await Promise.all(
    outcomes.map(({ name }) => readFindings(new URL(`${encodeURIComponent(name)}.ipynb`, results))),
  );
  const claims = findings.flatMap(({ claims }) => claims);
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Routing workshop: results</title>
<style>${STYLE}</style></head><body>
<h1>Routing workshop: results</h1>
<p class="sum">${passed} of ${outcomes.length} notebooks passed, in ${seconds(total)}${
    claims.length === 0 ? "" : `; ${count(claims, "holds")} of ${claims.length} claims hold`
  }.</p>
<div class="wide"><table><thead><tr><th>Notebook</th><th class="n">Time</th><th class="n">Claims that hold</th>
<th>Outcome</th></tr></thead>
<tbody>${outcomes.map((outcome, i) => row(outcome, findings[i])).join("\n")}</tbody></table></div>
${comparison === null ? "" : `<h2>Comparison</h2><pre>${escapeHtml(comparison)}</pre>`}
${outcomes.map((outcome, i) => section(outcome, findings[i])).join("\n")}
</body></html>
`;
  await Deno.writeTextFile(new URL("report.html", results), page);
}

function row({ name, durationMs, error, cell }: NotebookOutcome, { claims }: Findings): string {
  const outcome = error === null
    ? '<td class="ok">every cell ran, no claim failed</td>'
    : `<td class="failed">cell ${cell}: ${escapeHtml(error)}</td>`;
  return `<tr><td><a href="#${encodeURIComponent(name)}">${escapeHtml(name)}</a></td>` +
    `<td class="n">${seconds(durationMs)}</td>` +
    `<td class="n">${count(claims, "holds")} of ${claims.length}</td>${outcome}</tr>`;
}

/** One notebook's findings; the executed notebook itself is a link away. */
function section({ name }: NotebookOutcome, { claims, charts }: Findings): string {
  const link = `<a href="${encodeURIComponent(name)}.html">the executed notebook</a>`;
  return `<h2 id="${encodeURIComponent(name)}">${escapeHtml(name)}</h2><p>${link}</p>` +
    `<ul class="claims">${
      claims.map(({ outcome, says }) => `<li>${MARKS[outcome]} ${escapeHtml(says)}</li>`).join("")
    }</ul><div class="charts">${charts.map((svg) => `<figure>${svg}</figure>`).join("")}</div>`;
}

function count(claims: readonly Finding[], outcome: Finding["outcome"]): number {
  return claims.filter((claim) => claim.outcome === outcome).length;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
