/**
 * What a load test's workers wrote, read back record by record.
 * @module
 */
import { lines, LineTooLong } from "../core/lines.ts";
import { EMPTY_RECORD, type LoadRecord, LoadRecordsError, REQUIRED_FIELDS } from "./load_record.ts";
import { resultsCsvRecords } from "./results_csv.ts";

/** Characters of one record, at the most. */
const LONGEST_LINE = 1 << 20;

const NUMBERS = [
  "ttftMs",
  "attempts",
  "retryAfterMs",
  "tokensIn",
  "tokensOut",
  "clientRetries",
] as const;
const TEXTS = ["backend", "region", "strategy", "circuitState", "error"] as const;

/** The workers' files of a test, in order of their names. @throws LoadRecordsError when there is none */
export async function recordFiles(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { isFile, name } of Deno.readDir(`${folder}/records`)) {
      if (isFile && /\.(jsonl|csv)$/.test(name)) names.push(name);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  if (names.length === 0) {
    throw new LoadRecordsError(
      `${folder}/records holds no records: run the test as ${folder}/README.md says, then put all workers' files there.`,
    );
  }
  return names.sort().map((name) => `${folder}/records/${name}`);
}

/**
 * The records of one file, in the order in which they ended: a worker's lines (`.jsonl`), or the results that Azure
 * Load Testing offers (`.csv`). A last line that breaks off, as a killed worker leaves it, is passed over.
 * @throws LoadRecordsError with file and line
 */
export async function* readRecords(path: string): AsyncGenerator<LoadRecord> {
  const file = await Deno.open(path);
  const text = file.readable.pipeThrough(new TextDecoderStream());
  if (path.endsWith(".csv")) {
    yield* resultsCsvRecords(path, text);
    return;
  }
  let number = 0;
  let brokenOff: LoadRecordsError | null = null;
  try {
    for await (const line of lines(text, LONGEST_LINE)) {
      if (brokenOff) throw brokenOff;
      number++;
      if (line.trim() === "") continue;
      let value: unknown;
      try {
        value = JSON.parse(line);
      } catch {
        brokenOff = new LoadRecordsError(
          `${path}:${number}: expected a record as one line of JSON`,
        );
        continue;
      }
      yield recordOf(value, `${path}:${number}`);
    }
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    throw new LoadRecordsError(
      `${path}:${error.line}: a record has at most ${error.most} characters`,
    );
  }
}

function recordOf(value: unknown, place: string): LoadRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new LoadRecordsError(`${place}: expected a record as a JSON object`);
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const check = (names: readonly string[], what: string, holds: (field: unknown) => boolean) => {
    for (const name of names) {
      if (!holds(fields[name] ?? null)) {
        throw new LoadRecordsError(`${place}: ${name} must be ${what}`);
      }
    }
  };
  const isNumber = (field: unknown) => typeof field === "number" && Number.isFinite(field);
  check(REQUIRED_FIELDS, "a number", isNumber);
  check(NUMBERS, "a number or null", (field) => field === null || isNumber(field));
  check(TEXTS, "a text or null", (field) => field === null || typeof field === "string");
  return { ...EMPTY_RECORD, ...fields } as LoadRecord;
}
