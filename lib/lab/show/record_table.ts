/**
 * A run's records as a cell's last expression shows them: a short table.
 * @module
 */
import { type RequestRecord, succeeded } from "../../workload/mod.ts";
import { displayedAs } from "./display.ts";
import type { Showable } from "./display.ts";
import { table } from "./table.ts";

/** Rows that are shown of a run: the first ones, and the last one. */
const SHOWN = 8;

/** @param unit of latencies: "ms" or "simulated ms". */
export function recordTable(records: readonly RequestRecord[], unit: string): Showable {
  const rows = records.length <= SHOWN
    ? records
    : [...records.slice(0, SHOWN - 1), ...records.slice(-1)];
  const shown = table(rows.map((record) => ({
    "#": record.index,
    "from (s)": (record.intendedStartMs / 1000).toFixed(1),
    [`latency (${unit})`]: record.latencyMs,
    status: record.status,
    backend: record.backend ?? "-",
    attempts: record.attempts,
    error: (record.error ?? "").slice(0, 60),
  })));
  const answered = records.filter(succeeded).length;
  const says = `${records.length} records, ${answered} answered` +
    (rows.length < records.length ? `; the first ${SHOWN - 1} and the last` : "");
  return {
    ...shown,
    html: `<p>${says}</p>${shown.html}`,
    markdown: `${says}\n\n${shown.markdown}`,
    text: `${says}\n${shown.text}`,
  };
}

/** The same records, which show as {@link recordTable} when they are a cell's last expression. */
export function displayedAsTable(records: RequestRecord[], unit: string): RequestRecord[] {
  return displayedAs(records, () => recordTable(records, unit));
}
