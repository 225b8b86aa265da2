/**
 * Records as polars frames: one row a request, columns named as the record's fields.
 * @module
 */
import pl from "nodejs-polars";
import { type RequestRecord, succeeded } from "../workload/record.ts";

type Column = keyof RequestRecord;

/** Columns and their types, so that a column of nothing but nulls has one, too. */
const COLUMNS: Readonly<Record<Column, pl.DataType>> = {
  index: pl.Int64,
  intendedStartMs: pl.Float64,
  startMs: pl.Float64,
  latencyMs: pl.Float64,
  ttftMs: pl.Float64,
  status: pl.Int64,
  backend: pl.Utf8,
  region: pl.Utf8,
  attempts: pl.Int64,
  strategy: pl.Utf8,
  circuitState: pl.Utf8,
  retryAfterMs: pl.Float64,
  tokensIn: pl.Int64,
  tokensOut: pl.Int64,
  error: pl.Utf8,
  content: pl.Utf8,
};

/** The records as a frame, with a column `success` at its end. */
export function toFrame(records: readonly RequestRecord[]): pl.DataFrame {
  const columns = Object.entries(COLUMNS).map(([name, type]) =>
    pl.Series(name, records.map((record) => record[name as Column]), type)
  );
  return pl.DataFrame([...columns, pl.Series("success", records.map(succeeded), pl.Bool)]);
}
