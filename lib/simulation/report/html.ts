/**
 * A matrix as one HTML file that needs nothing else: heat map, who answered over time, cost against p95.
 * @module
 */
import { colorsOf } from "../../analysis/charts/theme.ts";
import { escapeHtml } from "../../core/html.ts";
import { SOURCES } from "../../models/mod.ts";
import { type ComparisonRow, comparisonRows } from "./chart_data.ts";
import type { Matrix } from "../many/matrix.ts";
import type { SimulationReport } from "./report.ts";

/** What the charts call a request that nobody answered. */
const REJECTED = "rejected";

/** The whole document. All times in it are simulated. */
export function matrixHtml(matrix: Matrix): string {
  const rows = comparisonRows(matrix);
  const measures: [
    title: string,
    of: (row: ComparisonRow) => number,
    show: (v: number) => string,
  ][] = [
    ["Failed requests", (r) => 1 - r.successRate, (v) => `${(v * 100).toFixed(2)}%`],
    ["p95 latency, simulated ms", (r) => r.p95LatencyMs, (v) => v.toFixed(0)],
    ["Cost, $ per simulated hour", (r) => r.usdPerHour, (v) => v.toFixed(2)],
    ["429 replies that callers saw", (r) => r.seen429, (v) => String(v)],
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Routing strategies, simulated</title>
<style>
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; color: #222 }
table { border-collapse: collapse; margin: 0.5rem 0 2rem } th { font-weight: 600; text-align: left; padding: 2px 8px }
td { padding: 2px 8px; text-align: right } td:first-child { text-align: left; white-space: nowrap }
figure { display: inline-block; margin: 0 1rem 1rem 0 } figcaption { font-size: 12px }
.partial { background: #fde2e1; padding: 0.5rem 1rem } .key { display: inline-block; width: 1em; height: 1em; vertical-align: -2px }
</style></head><body>
<h1>Routing strategies against scenarios</h1>
${
    matrix.partial
      ? '<p class="partial">Partial: interrupted before everything was simulated.</p>'
      : ""
  }
<p>All times are of a virtual clock. Each column's strategies met the very same requests.</p>
${measures.map(([title, of, show]) => heatMap(matrix, rows, { title, of, show })).join("\n")}
<h2>Who answered over time</h2>
${legend(matrix.reports)}
${matrix.scenarios.map((scenario) => smallMultiples(matrix.reports, scenario)).join("\n")}
<h2>Cost against p95</h2>
${matrix.scenarios.map((scenario) => scatter(rows, scenario)).join("\n")}
<h2>Differences</h2>
<p>Each strategy against ${
    escapeHtml(matrix.strategies[0] ?? "")
  }, on the same requests; intervals of 95%.</p>
${differences(matrix)}
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

function heatMap(
  { strategies, scenarios }: Matrix,
  rows: readonly ComparisonRow[],
  measure: { title: string; of: (row: ComparisonRow) => number; show: (value: number) => string },
): string {
  const cells = strategies.map((strategy) =>
    scenarios.map((scenario) =>
      rows.find((row) => row.strategy === strategy && row.scenario === scenario)
    )
  );
  const worst = scenarios.map((_, i) =>
    Math.max(...cells.map((line) => line[i] ? measure.of(line[i]) : 0))
  );
  const best = scenarios.map((_, i) =>
    Math.min(...cells.map((line) => line[i] ? measure.of(line[i]) : Infinity))
  );
  const body = cells.map((line, s) =>
    `<tr><td>${escapeHtml(strategies[s])}</td>${
      line.map((row, i) => {
        if (!row) return "<td>-</td>";
        const value = measure.of(row);
        const heat = worst[i] > best[i] ? (value - best[i]) / (worst[i] - best[i]) : 0;
        const shade = `hsl(${(1 - heat) * 110} 70% ${88 - 18 * heat}%)`;
        return `<td style="background:${shade}">${measure.show(value)}</td>`;
      }).join("")
    }</tr>`
  ).join("\n");
  return `<h2>${escapeHtml(measure.title)}</h2><table><tr><th></th>${
    scenarios.map((scenario) => `<th>${escapeHtml(scenario)}</th>`).join("")
  }</tr>
${body}</table>`;
}

function legend(reports: readonly SimulationReport[]): string {
  const backends = reports[0]?.backends ?? [];
  const colors = colorsByName([...backends.map(({ id }) => id), REJECTED]);
  const key = (name: string, text: string) =>
    `<span class="key" style="background:${colors.get(name)}"></span> ${escapeHtml(text)} `;
  return `<p>${
    backends.map(({ id, region, type }) => key(id, `${id} (${type}, ${region})`)).join("")
  }${key(REJECTED, "rejected")}</p>`;
}

function smallMultiples(reports: readonly SimulationReport[], scenario: string): string {
  const charts = reports.filter((report) => report.scenario === scenario).map((report) =>
    `<figure>${areas(report)}<figcaption>${escapeHtml(report.strategy)}</figcaption></figure>`
  );
  return `<h3>${escapeHtml(scenario)}</h3>${charts.join("")}`;
}

/** Stacked areas: answers by backend, rejections on top. */
function areas({ timeline, durationSeconds, backends }: SimulationReport): string {
  const [width, height] = [220, 70];
  const stacks = timeline.map(({ answeredBy, rejected }) => [...answeredBy, rejected]);
  const most = Math.max(1, ...stacks.map((stack) => stack.reduce((a, b) => a + b, 0)));
  const x = (i: number) => (i / Math.max(1, timeline.length - 1) * width).toFixed(1);
  const y = (value: number) => (height - value / most * height).toFixed(1);
  const names = [...backends.map(({ id }) => id), REJECTED];
  const colors = colorsByName(names);
  const layers = names.map((name, layer) => {
    const sum = (i: number, upTo: number) => stacks[i].slice(0, upTo).reduce((a, b) => a + b, 0);
    const upper = stacks.map((_, i) => `${x(i)},${y(sum(i, layer + 1))}`);
    const lower = stacks.map((_, i) => `${x(i)},${y(sum(i, layer))}`).reverse();
    return `<polygon fill="${colors.get(name)}" points="${[...upper, ...lower].join(" ")}"/>`;
  });
  return `<svg width="${width}" height="${height}" role="img" aria-label="answers over ${
    Math.round(durationSeconds)
  } simulated seconds">${layers.join("")}</svg>`;
}

function scatter(rows: readonly ComparisonRow[], scenario: string): string {
  const [width, height, margin] = [360, 220, 30];
  const here = rows.filter((row) => row.scenario === scenario);
  const mostCost = Math.max(...here.map((row) => row.usdPerHour), 0.01);
  const mostMs = Math.max(...here.map((row) => row.p95LatencyMs), 1);
  const colors = colorsByName(here.map(({ strategy }) => strategy));
  const dots = here.map((row) => {
    const cx = margin + row.usdPerHour / mostCost * (width - 2 * margin);
    const cy = height - margin - row.p95LatencyMs / mostMs * (height - 2 * margin);
    return `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="4" fill="${
      colors.get(row.strategy)
    }"><title>${escapeHtml(row.strategy)}: $${row.usdPerHour.toFixed(2)}/h, ${
      row.p95LatencyMs.toFixed(0)
    } ms</title></circle><text x="${(cx + 6).toFixed(1)}" y="${
      (cy + 3).toFixed(1)
    }" font-size="8">${escapeHtml(row.strategy)}</text>`;
  });
  return `<figure><svg width="${
    width + 90
  }" height="${height}" role="img" aria-label="cost against p95">${
    dots.join("")
  }<text x="${margin}" y="${height - 8}" font-size="10">0 to $${
    mostCost.toFixed(2)
  } per simulated hour; p95 0 to ${mostMs.toFixed(0)} simulated ms</text></svg><figcaption>${
    escapeHtml(scenario)
  }</figcaption></figure>`;
}

function differences({ comparisons }: Matrix): string {
  const lines = comparisons.flatMap(({ scenario, differences }) =>
    differences.map(({ measure, difference, low, high, says }) =>
      `<tr><td>${escapeHtml(scenario)}</td><td>${
        escapeHtml(says)
      }</td><td>${difference}</td><td>${low} to ${high}</td><td>${measure}</td></tr>`
    )
  );
  return `<table><tr><th>scenario</th><th>verdict</th><th>difference</th><th>interval</th><th>measure</th></tr>${
    lines.join("\n")
  }</table>`;
}

/** The colours that the notebooks' charts give these names. */
function colorsByName(names: readonly string[]): ReadonlyMap<string, string> {
  const { domain, range } = colorsOf(names);
  return new Map(domain.map((name, i) => [name, range[i]]));
}
