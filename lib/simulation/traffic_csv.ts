/**
 * One's own traffic from a CSV file: time, tokens in, tokens out.
 * @module
 */
import { basename } from "node:path";
import { InputError } from "./input_error.ts";

/** The columns, packed: 16 bytes a request. */
export interface TrafficTable {
  /** Of the file; what is found under this traffic goes by it. Left out: by the scenario's name. */
  readonly name?: string;
  readonly length: number;
  /** Since the first row, ascending. */
  readonly timesMs: Float64Array;
  readonly tokensIn: Uint32Array;
  readonly tokensOut: Uint32Array;
}

const COLUMNS = ["time", "tokens_in", "tokens_out"] as const;
const EXPECTED = `a header "${COLUMNS.join(",")}", then one request a line`;

/**
 * Reads a file line by line. `time` is in seconds or an ISO 8601 date and time, ascending.
 * @throws InputError with file, line and what was expected, at the first line that is wrong.
 */
export async function readTrafficCsv(path: string): Promise<TrafficTable> {
  const file = await Deno.open(path).catch((error) => {
    throw new InputError(path, null, `cannot be read: ${(error as Error).message}`);
  });
  try {
    return await parseTrafficCsv(path, file.readable.pipeThrough(new TextDecoderStream()));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(path, null, `cannot be read: ${(error as Error).message}`);
  }
}

/** The same for text in pieces; `name` is what errors call the file. */
export async function parseTrafficCsv(
  name: string,
  pieces: AsyncIterable<string>,
): Promise<TrafficTable> {
  const reader = new RowReader(name);
  let rest = "";
  for await (const piece of pieces) {
    const text = rest + piece;
    let from = 0;
    for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", from)) {
      reader.line(text.slice(from, end));
      from = end + 1;
    }
    rest = text.slice(from);
    if (rest.length > MAX_LINE) reader.tooLong();
  }
  if (rest !== "") reader.line(rest);
  return reader.table();
}

/** A line of three short values is far below. */
export const MAX_LINE = 10_000;

/** The year 9999, and as many seconds. */
const MAX_TIME_MS = 253_402_300_799_999;

/** A value as an error shows it: its beginning. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text);
}

class RowReader {
  #line = 0;
  #order: readonly number[] | null = null;
  #length = 0;
  #first = 0;
  #last = -Infinity;
  #times = new Float64Array(1024);
  #tokensIn = new Uint32Array(1024);
  #tokensOut = new Uint32Array(1024);

  constructor(readonly name: string) {}

  tooLong(): never {
    this.#line++;
    this.#fail(`the line is longer than ${MAX_LINE} characters: expected ${EXPECTED}`);
  }

  line(text: string): void {
    if (text.length > MAX_LINE) this.tooLong();
    this.#line++;
    const row = text.replace(/\r$/, "").replace(/^\ufeff/, "");
    if (this.#order === null) {
      this.#order = this.#header(row);
      return;
    }
    if (row.trim() === "") return; // an empty last line
    const cells = row.includes('"') ? quotedCells(row) : row.split(",");
    if (cells.length < COLUMNS.length) {
      this.#fail(`expected ${COLUMNS.length} values, found ${cells.length}`);
    }
    const [time, tokensIn, tokensOut] = this.#order.map((column) => cells[column]?.trim() ?? "");
    if (cells.length > this.#columns) {
      this.#fail(
        `expected ${this.#columns} values, found ${cells.length}. ` +
          "Are there commas in the numbers? Write 1234, not 1,234",
      );
    }
    const timeMs = this.#time(time);
    if (timeMs < this.#last) {
      this.#fail(`time must ascend: ${quoted(time)} is earlier than the line before`);
    }
    this.#last = timeMs;
    if (this.#length === 0) this.#first = timeMs;
    if (this.#length === this.#times.length) this.#grow();
    this.#times[this.#length] = timeMs - this.#first;
    this.#tokensIn[this.#length] = this.#tokens("tokens_in", tokensIn);
    this.#tokensOut[this.#length] = this.#tokens("tokens_out", tokensOut);
    this.#length++;
  }

  table(): TrafficTable {
    if (this.#length === 0) this.#fail(`there is no request in it: expected ${EXPECTED}`);
    return {
      name: basename(this.name),
      length: this.#length,
      timesMs: this.#times.subarray(0, this.#length),
      tokensIn: this.#tokensIn.subarray(0, this.#length),
      tokensOut: this.#tokensOut.subarray(0, this.#length),
    };
  }

  #columns = 0;
  /** Whether times are seconds, and not dates: the first row tells. */
  #inSeconds: boolean | null = null;

  #header(row: string): readonly number[] {
    const names = row.split(",").map((name) => name.trim().replace(/^"|"$/g, "").toLowerCase());
    this.#columns = names.length;
    return COLUMNS.map((column) => {
      const at = names.indexOf(column);
      if (names.lastIndexOf(column) !== at) this.#fail(`column ${column} is there twice`);
      if (at === -1) {
        this.#fail(`column ${column} is missing in ${quoted(row)}: expected ${EXPECTED}`);
      }
      return at;
    });
  }

  #time(text: string): number {
    const inSeconds = /^\d+(\.\d+)?$/.test(text);
    const isDate = /^\d{4}-\d\d-\d\dT/.test(text);
    if ((inSeconds || isDate) && inSeconds !== (this.#inSeconds ??= inSeconds)) {
      this.#fail(
        `time must be ${this.#inSeconds ? "in seconds" : "a date and time"} as in the lines before`,
      );
    }
    const value = inSeconds ? Number(text) * 1000 : isDate ? Date.parse(text) : NaN;
    if (!(value <= MAX_TIME_MS)) {
      this.#fail(
        `time must be seconds (12.5) or a date and time (2026-01-05T09:00:00Z): it is ${
          quoted(text)
        }`,
      );
    }
    return value;
  }

  #tokens(column: string, text: string): number {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    const hint = /^\d{1,3}([,. ']\d{3})+$/.test(text) ? ` Write ${text.replace(/\D/g, "")}` : "";
    return this.#fail(
      `${column} must be a whole number without separators: it is ${quoted(text)}.${hint}`,
    );
  }

  #grow(): void {
    const double = <T extends Float64Array | Uint32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const size = this.#length * 2;
    this.#times = double(this.#times, new Float64Array(size));
    this.#tokensIn = double(this.#tokensIn, new Uint32Array(size));
    this.#tokensOut = double(this.#tokensOut, new Uint32Array(size));
  }

  #fail(message: string): never {
    throw new InputError(this.name, this.#line || 1, message);
  }
}

/** Cells of a line with quotes in it: quotes group, doubled quotes stand for one. */
function quotedCells(row: string): string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)]
    .map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}
