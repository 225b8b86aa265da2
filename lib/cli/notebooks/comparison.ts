/**
 * The comparison table of the last notebook's newest results file, as the original prints it.
 * @module
 */
import { type TextColumn, textTable } from "../../analysis/mod.ts";

/** The fields of a results file that the table shows. Latencies in seconds, as in the original. */
interface Results {
  readonly notebook?: string;
  /** "s" or "simulated s". */
  readonly latency_unit?: string;
  readonly analyses: readonly Analysis[];
}

interface Analysis {
  readonly scenario?: string;
  readonly strategy: string;
  readonly success_rate: number;
  readonly avg_latency: number;
  readonly p95_latency: number;
  readonly distribution: Readonly<Record<string, number>>;
}

/**
 * The table of the last notebook that has results with runs in them newer than `since` (milliseconds since the epoch),
 * or null. Last by name: notebooks that run at the same time end in any order.
 */
export async function comparisonTable(results: URL, since: number): Promise<string | null> {
  let last: { readonly content: Results; readonly order: string } | null = null;
  for await (const { name } of Deno.readDir(results)) {
    if (!/^routing_results_.*\.json$/.test(name)) continue;
    const file = new URL(name, results);
    const { mtime } = await Deno.stat(file);
    if (mtime === null || mtime.getTime() < since) continue;
    const text = await Deno.readTextFile(file);
    if (text === "") continue; // about to be written
    const content: Results = JSON.parse(text);
    const order = `${content.notebook ?? ""}/${name}`;
    if (content.analyses.length > 0 && (last === null || order > last.order)) {
      last = { content, order };
    }
  }
  if (last === null) return null;
  const { analyses, latency_unit: unit } = last.content;
  const seconds = unit === "simulated s" ? "simulated seconds" : "seconds";
  return `${textTable(analyses, columnsOf(analyses))}\nLatencies in ${seconds}.`;
}

/** The scenario's column stands first, where any run had one. */
function columnsOf(analyses: readonly Analysis[]): TextColumn<Analysis>[] {
  const scenario: TextColumn<Analysis> = { title: "Scenario", value: (row) => row.scenario ?? "" };
  return [
    ...(analyses.some((row) => row.scenario !== undefined) ? [scenario] : []),
    { title: "Strategy", value: (row) => row.strategy },
    { title: "Success %", value: (row) => row.success_rate, decimals: 1 },
    { title: "Avg Latency", value: (row) => row.avg_latency, decimals: 3 },
    { title: "P95 Latency", value: (row) => row.p95_latency, decimals: 3 },
    { title: "Distribution", value: (row) => distributionText(row.distribution) },
  ];
}

function distributionText(distribution: Readonly<Record<string, number>>): string {
  return Object.entries(distribution).map(([id, count]) => `${id}: ${count}`).join(", ");
}
