/**
 * A matrix as one HTML file that needs nothing else: heat maps, who answered over time, cost against p95, differences.
 * @module
 */
import { table } from "../../core/table.ts";
import type { Chart } from "../../analysis/mod.ts";
import { escapeHtml } from "../../core/html.ts";
import { SOURCES } from "../../models/mod.ts";
import type { Matrix } from "../many/matrix.ts";
import {
  costChart,
  hasMeasure,
  matrixHeatMap,
  type MatrixMeasure,
  servedTimelines,
} from "./pictures.ts";

const MEASURES: readonly MatrixMeasure[] = ["failed", "p95", "cost", "seen429"];
/** What is said in a chart's place. */
const NOTHING: Partial<Record<MatrixMeasure, string>> = table({
  failed: "No request failed in the end.",
  seen429: "No caller saw a 429.",
});

const STYLE = `
:root { color-scheme: light dark; --ink: #222; --back: #fff; --line: #d9dee4; --chart-ink: #52606d }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7eb; --back: #111; --line: #323f4b; --chart-ink: #9aa5b1 } a { color: #7ab8f5 } }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem;
  color: var(--ink); background: var(--back) }
h2 { margin-top: 2.5rem } figure { margin: 1rem 0 } svg { max-width: 100%; height: auto }
.wide { overflow-x: auto } table { border-collapse: collapse; margin: 0.5rem 0 }
th, td { padding: 3px 10px; text-align: left; border-bottom: 1px solid var(--line) }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
li { overflow-wrap: anywhere }
@media (max-width: 600px) { figure { overflow-x: auto } figure svg { min-width: 560px } }
pre { font-size: 12px; overflow-x: auto } summary { opacity: 0.7 }
.partial { background: rgba(207, 74, 27, 0.18); padding: 0.5rem 1rem }`;

/** The whole document. All times in it are simulated. What is empty is left out. */
export async function matrixHtml(matrix: Matrix): Promise<string> {
  const { reports, scenarios, skipped } = matrix;
  const parts = [
    ...await Promise.all(
      MEASURES.map(async (measure) =>
        hasMeasure(reports, measure)
          ? figure(await matrixHeatMap(reports, measure))
          : reports.length > 0 && NOTHING[measure]
          ? `<p>${NOTHING[measure]}</p>`
          : ""
      ),
    ),
    ...await perScenario(matrix, "Who answered over time", 1, servedTimelines),
    ...await perScenario(matrix, "Cost against p95", 2, costChart),
    differences(matrix),
    skipped.length === 0
      ? ""
      : `<h2>Skipped</h2><ul>${
        skipped.map(({ strategy, scenario, reason }) =>
          `<li>${escapeHtml(`${strategy} under ${scenario}: ${reason}`)}</li>`
        ).join("")
      }</ul>`,
  ];
  const count = `${reports.length} ${reports.length === 1 ? "run" : "runs"}`;
  const of = `${scenarios.length} ${scenarios.length === 1 ? "scenario" : "scenarios"}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Routing strategies, simulated</title>
<style>${STYLE}</style></head><body>
<h1>Routing strategies against scenarios</h1>
${
    matrix.partial
      ? '<p class="partial">Partial: interrupted before everything was simulated.</p>'
      : ""
  }
<p>${count} under ${of}. All times are of a virtual clock. A scenario's strategies met the very same requests.</p>
${parts.join("\n")}
<h2>Sources</h2>
<ul>${
    Object.values(SOURCES).map(({ title, url, read, note }) =>
      `<li>${escapeHtml(title)}: <a href="${escapeHtml(url)}">${
        escapeHtml(url)
      }</a>, read ${read}. ${escapeHtml(note ?? "")}</li>`
    ).join("")
  }</ul>
</body></html>
`;
}

/** A picture with its figures in words to unfold. */
function figure({ svg, text }: Chart): string {
  return `<figure>${svg}<figcaption><details><summary>the same in figures</summary><pre>${
    escapeHtml(text)
  }</pre></details></figcaption></figure>`;
}

/** A chart for each scenario that has `least` reports or more, under a heading where there is any. */
async function perScenario(
  { reports, scenarios }: Matrix,
  heading: string,
  least: number,
  draw: (reports: Matrix["reports"], title: string) => Promise<Chart>,
): Promise<string[]> {
  const figures: string[] = [];
  for (const scenario of scenarios) {
    const here = reports.filter((report) => report.scenario === scenario);
    if (here.length >= least) figures.push(figure(await draw(here, scenario)));
  }
  return figures.length === 0 ? [] : [`<h2>${escapeHtml(heading)}</h2>`, ...figures];
}

function differences({ comparisons, strategies }: Matrix): string {
  const rows = comparisons.flatMap(({ scenario, differences }) =>
    differences.map(({ measure, difference, low, high, says }) =>
      `<tr><td>${escapeHtml(scenario)}</td><td>${
        escapeHtml(says)
      }</td><td class="n">${difference}</td><td class="n">${low} to ${high}</td><td>${measure}</td></tr>`
    )
  );
  if (rows.length === 0) return "";
  return `<h2>Differences</h2>
<p>Each strategy against ${
    escapeHtml(strategies[0])
  }, on the same requests; intervals of 95%.</p><div class="wide"><table>
<tr><th>scenario</th><th>verdict</th><th class="n">difference</th><th class="n">interval</th><th>measure</th></tr>
${rows.join("\n")}</table></div>`;
}
