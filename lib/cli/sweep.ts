/**
 * `deno task sweep FILE`: all combinations of parameters, simulated on all cores, as a table and a picture.
 * @module
 */
import { parseArgs } from "node:util";
import pl from "nodejs-polars";
import { heatMapChart, textTable } from "../analysis/mod.ts";
import { table } from "../core/table.ts";
import {
  InputError,
  readSweepFile,
  runSweep,
  SWEEP_PARAMETERS,
  type SweepMeasures,
  type SweepPoint,
  sweepPoints,
  type SweepRow,
} from "../simulation/mod.ts";
import { INTERRUPTED, runCommand, UsageError } from "./command.ts";
import { endingSignal } from "./signals.ts";
import { pointKey, type Shard, SweepLog } from "./sweep_log.ts";

interface Measure {
  readonly unit: string;
  readonly better: "lower" | "higher";
  readonly format?: (value: number) => string;
}

/** Shares are kept as 0 to 1 in the table, and shown in percent. */
const SHARE = { unit: "%", format: (share: number) => (share * 100).toFixed(share < 0.1 ? 1 : 0) };

const MEASURES: Readonly<Record<keyof SweepMeasures, Measure>> = table({
  p50LatencyMs: { unit: "simulated ms", better: "lower" },
  p95LatencyMs: { unit: "simulated ms", better: "lower" },
  p99LatencyMs: { unit: "simulated ms", better: "lower" },
  successRate: { ...SHARE, better: "higher" },
  usdPerHour: { unit: "USD an hour", better: "lower" },
  ptuUtilization: { ...SHARE, better: "higher" },
  spilled: { ...SHARE, better: "lower" },
  breakerTrips: { unit: "trips", better: "lower" },
  retriesByGateway: { unit: "calls", better: "lower" },
  retriesByCallers: { unit: "requests", better: "lower" },
  seen429: { unit: "replies", better: "lower" },
});

const USAGE = `Usage: deno task sweep FILE [options]

  FILE              which values to combine, as JSON; every list may be left out but strategies:
                    {"scenario": "morning-peak", "requests": 2000, "strategies": ["backend-pool"],
                     "ptus": [50, 100, 150], "breakerFailures": [1, 3], "breakerTripSeconds": [10, 60],
                     "gatewayRetries": [1, 2], "clientRetries": [0, 2], "demand": [1, 1.5], "seeds": 20}
  --out DIR         rows as they come, sweep.csv, sweep.parquet, sweep.svg; default results/sweep/
                    A sweep that was interrupted goes on where it stopped.
  --measure NAME    what the picture shows; default p95LatencyMs: ${
  Object.keys(MEASURES).join(", ")
}
  --threads N       default one a core
  --shard I/N       only every N-th point, from the I-th on (0 to N-1): one of N machines that share --out
  --json            the table as JSON on stdout

Example: deno task sweep my-sweep.json --measure usdPerHour
Exit codes: 0 done, 1 a file that cannot be used, 2 wrong usage, 130 interrupted, with what there was until then.`;

/** Exit codes: 0 done, 1 bad input, 2 wrong usage, 130 interrupted with what there is. */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals: [path, extra] } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: "string", default: "results/sweep" },
      measure: { type: "string", default: "p95LatencyMs" },
      threads: { type: "string" },
      shard: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (path === undefined) throw new UsageError("sweep takes a FILE");
  if (extra !== undefined) throw new UsageError(`one FILE, and no "${extra}" after it`);
  const { measure } = values;
  if (!isMeasure(measure)) {
    throw new UsageError(
      `--measure must be one of ${Object.keys(MEASURES).join(", ")}: it is "${measure}".`,
    );
  }
  const threads = values.threads === undefined ? undefined : Number(values.threads);
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new UsageError(`--threads must be a whole number above 0: it is "${values.threads}".`);
  }
  const sweep = await readSweepFile(path);
  const shard = values.shard === undefined ? null : shardOf(values.shard);
  const points = sweepPoints(sweep)
    .filter((_, index) => shard === null || index % shard.of === shard.place);
  const signal = endingSignal();
  using log = await SweepLog.open(values.out, sweep, shard);
  const rows = new Map(log.done);
  const left = points.filter((point) => !rows.has(pointKey(point)));
  const before = points.length - left.length;
  tell(
    `${points.length} points of ${sweep.requests} requests${
      before > 0 ? `, ${before} done before` : ""
    }\n`,
  );
  let done = before;
  await runSweep(sweep, left, (row) => {
    log.add(row);
    rows.set(pointKey(row), row);
    done++;
    if (Deno.stderr.isTerminal()) tell(`\r${done} of ${points.length}`);
    else if (done % 100 === 0) tell(`${done} of ${points.length}\n`);
  }, { threads, signal });
  if (Deno.stderr.isTerminal()) tell("\n");
  const table = points.flatMap((point) => rows.get(pointKey(point)) ?? []);
  const code = table.length < points.length ? INTERRUPTED : 0;
  if (shard !== null) return code; // the table is made of all shards
  if (table.length === 0) {
    console.error("sweep: interrupted before the first point was done");
    return code;
  }
  const written = await write(values.out, table, measure);
  if (values.json) console.log(JSON.stringify(table));
  else console.log(`${written.text}\n\n${written.files.join("\n")}`);
  return code;
}

/** @throws UsageError */
function shardOf(text: string): Shard {
  const [, place, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  if (place !== undefined && Number(place) < Number(of)) {
    return { place: Number(place), of: Number(of) };
  }
  throw new UsageError(`--shard must be I/N with I from 0 to N-1, as in 0/16: it is "${text}".`);
}

async function write(out: string, table: readonly SweepRow[], measure: keyof SweepMeasures) {
  const frame = pl.DataFrame(columnsOf(table));
  const files = [`${out}/sweep.csv`, `${out}/sweep.parquet`];
  frame.writeCSV(files[0]);
  frame.writeParquet(files[1]);
  const [rowAxis, columnAxis] = axesOf(table);
  const groups = Map.groupBy(
    table.filter((row) => !("refused" in row)),
    (row) => JSON.stringify([label(row, rowAxis), label(row, columnAxis)]),
  );
  const cells = [...groups].map(([key, group]) => {
    const [row, column] = JSON.parse(key);
    const known = group.flatMap((one) => (one as SweepMeasures)[measure] ?? []);
    return { row, column, value: known.length === 0 ? null : mean(known) };
  });
  if (cells.length === 0) return { files, text: textTable([], []) };
  const { unit, better, format } = MEASURES[measure];
  const chart = await heatMapChart(cells, {
    title: `${measure} by ${rowAxis} and ${columnAxis}`,
    measure: `${measure} (${unit}), mean of all other values`,
    better,
    format,
    rowTitle: rowAxis,
    columnTitle: columnAxis,
  });
  files.push(`${out}/sweep.svg`);
  await Deno.writeTextFile(files[2], chart.svg);
  return { files, text: chart.text };
}

/** All rows' fields as columns: a frame takes its types from whole columns, gaps included. */
function columnsOf(table: readonly SweepRow[]): Record<string, unknown[]> {
  const names = new Set(table.flatMap((row) => Object.keys(row)));
  return Object.fromEntries(
    Array.from(names, (name) => [
      name,
      table.map((row) => {
        const value = (row as unknown as Readonly<Record<string, unknown>>)[name] ?? null;
        return name === "seed" ? String(value) : value;
      }),
    ]),
  );
}

/** The two parameters with the most values, the strategy first among equals. */
function axesOf(table: readonly SweepRow[]): [keyof SweepPoint, keyof SweepPoint] {
  const [first, second] = SWEEP_PARAMETERS.filter((name) => name !== "seed")
    .map((name) => ({ name, values: new Set(table.map((row) => row[name])).size }))
    .sort((a, b) => b.values - a.values);
  return [first.name, second.name];
}

function label(row: SweepRow, axis: keyof SweepPoint): string {
  const value = row[axis];
  return value === null ? "its own" : String(value);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function isMeasure(name: string): name is keyof SweepMeasures {
  return Object.hasOwn(MEASURES, name);
}

function tell(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}

if (import.meta.main) await runCommand("sweep", main, { known: [InputError, RangeError] });
