/**
 * The results that Azure Load Testing offers for download: one row a request, in JMeter's columns. Assumption: a Locust
 * test's have the same columns; the request's name is its `label`, and ours ends with who served.
 * @see https://learn.microsoft.com/azure/load-testing/how-to-export-test-results
 * @module
 */
import { CsvError, parse } from "csv-parse";
import { Readable } from "node:stream";
import { EMPTY_RECORD, type LoadRecord, LoadRecordsError } from "./load_record.ts";

const COLUMNS = ["timeStamp", "elapsed", "label", "responseCode"] as const;
const LONGEST_ROW = 1 << 20;

/** The rows as records, in their order; starts count from the first row's. @throws LoadRecordsError with file and line */
export async function* resultsCsvRecords(
  path: string,
  text: AsyncIterable<string>,
): AsyncGenerator<LoadRecord> {
  const rows = Readable.from(text).pipe(
    parse({ columns: true, bom: true, max_record_size: LONGEST_ROW }),
  );
  let index = 0;
  let first = 0;
  try {
    for await (const row of rows as AsyncIterable<Readonly<Record<string, string>>>) {
      const place = `${path}:${index + 2}`;
      for (const column of COLUMNS) {
        if (row[column] === undefined) {
          throw new LoadRecordsError(`${place}: expected the columns ${COLUMNS.join(", ")}`);
        }
      }
      const started = Number(row.timeStamp);
      const latencyMs = Number(row.elapsed);
      if (!Number.isFinite(started) || !Number.isFinite(latencyMs)) {
        throw new LoadRecordsError(`${place}: timeStamp and elapsed must be milliseconds`);
      }
      if (index === 0) first = started;
      const status = Number.parseInt(row.responseCode, 10) || 0;
      const backend = /-> (\S+)$/.exec(row.label)?.[1] ?? null;
      const failed = row.success?.toLowerCase() === "false" || (status !== 0 && status >= 400);
      yield {
        ...EMPTY_RECORD,
        index: index++,
        intendedStartMs: started - first,
        startMs: started - first,
        latencyMs,
        status: status === 0 && !failed ? 200 : status,
        backend: backend === "unknown" || backend === "nobody" ? null : backend,
        error: failed ? row.failureMessage || row.responseMessage || `${status}` : null,
      };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new LoadRecordsError(`${path}: ${error.message}`);
  }
}
