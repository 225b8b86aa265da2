/**
 * `results/report.html`: the way into the executed notebooks.
 * @module
 */
import type { NotebookOutcome } from "./execute.ts";

const STYLE =
  `body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:3rem auto;padding:0 1rem;color:#1f2933}
table{border-collapse:collapse;width:100%}td,th{padding:.4rem .8rem;border-bottom:1px solid #d9dee4;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}.failed{color:#b42318}pre{background:#f4f6f8;padding:1rem;overflow:auto}`;

/** Writes the report anew: one row a notebook, and the comparison table where there is one. */
export async function writeReport(
  results: URL,
  outcomes: readonly NotebookOutcome[],
  comparison: string | null,
): Promise<void> {
  const rows = outcomes.map(({ name, durationMs, error, cell }) =>
    `<tr><td><a href="${escape(name)}.html">${escape(name)}</a></td>` +
    `<td class="n">${(durationMs / 1000).toFixed(1)} s</td>` +
    (error === null
      ? "<td>every claim held</td></tr>"
      : `<td class="failed">cell ${cell}: ${escape(error)}</td></tr>`)
  );
  await Deno.writeTextFile(
    new URL("report.html", results),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Routing workshop: results</title>` +
      `<style>${STYLE}</style><h1>Routing workshop: results</h1>` +
      `<table><tr><th>Notebook</th><th>Time</th><th>Outcome</th></tr>${rows.join("")}</table>` +
      (comparison === null ? "" : `<h2>Comparison</h2><pre>${escape(comparison)}</pre>`) +
      "</html>\n",
  );
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
