/**
 * The comparison table of the newest results file, as the original prints it.
 * @module
 */

/** The fields of a results file that the table shows. Latencies in seconds, as in the original. */
interface Results {
  readonly analyses: readonly {
    readonly strategy: string;
    readonly success_rate: number;
    readonly avg_latency: number;
    readonly p95_latency: number;
    readonly distribution: Readonly<Record<string, number>>;
  }[];
}

/** The table, or null when the folder holds no results newer than `since` (milliseconds since the epoch). */
export async function comparisonTable(results: URL, since: number): Promise<string | null> {
  let newest: string | null = null;
  for await (const { name } of Deno.readDir(results)) {
    if (!/^routing_results_.*\.json$/.test(name) || (newest !== null && name < newest)) continue;
    const { mtime } = await Deno.stat(new URL(name, results));
    if (mtime !== null && mtime.getTime() >= since) newest = name;
  }
  if (newest === null) return null;
  const { analyses }: Results = JSON.parse(await Deno.readTextFile(new URL(newest, results)));
  const width = Math.max(8, ...analyses.map(({ strategy }) => strategy.length));
  const rows = analyses.map((analysis) =>
    [
      analysis.strategy.padEnd(width),
      `${analysis.success_rate.toFixed(1)}%`.padStart(10),
      `${analysis.avg_latency.toFixed(3)}s`.padStart(12),
      `${analysis.p95_latency.toFixed(3)}s`.padStart(12),
      `  ${
        Object.entries(analysis.distribution).map(([id, count]) => `${id}:${count}`).join(", ")
      }`,
    ].join(" ")
  );
  const head = `${"Strategy".padEnd(width)} ${"Success %".padStart(10)} ${
    "Avg Latency".padStart(12)
  } ${"P95 Latency".padStart(12)}   Distribution`;
  return [head, "-".repeat(head.length + 12), ...rows].join("\n");
}
