/**
 * A sweep's rows on disk as they come, so that an interrupted sweep goes on where it stopped.
 * @module
 */
import { createHash } from "node:crypto";
import { lines } from "../core/lines.ts";
import { LinesFile } from "../core/lines_file.ts";
import {
  InputError,
  type Sweep,
  SWEEP_PARAMETERS,
  type SweepPoint,
  type SweepRow,
} from "../simulation/mod.ts";

const LONGEST_ROW = 1 << 16;

/** A part of a sweep's points, for one machine of many: every `of`-th, from `place` on. */
export interface Shard {
  readonly place: number;
  readonly of: number;
}

/** The rows of one sweep: `rows.jsonl` in its folder, and a file of its own for each shard. */
export class SweepLog {
  readonly #file: LinesFile;
  readonly #of: string;

  private constructor(file: LinesFile, of: string, readonly done: ReadonlyMap<string, SweepRow>) {
    this.#file = file;
    this.#of = of;
  }

  /**
   * Opens the file and reads what the folder has of the same scenario and number of requests, from all shards; rows of
   * others stay.
   * @throws InputError when the folder cannot be written, or holds a file that is no sweep's
   */
  static async open(folder: string, sweep: Sweep, shard: Shard | null): Promise<SweepLog> {
    const path = `${folder}/rows${shard ? `-${shard.place}-of-${shard.of}` : ""}.jsonl`;
    const of = createHash("sha256")
      .update(JSON.stringify([sweep.scenario, sweep.requests])).digest("hex").slice(0, 16);
    try {
      await Deno.mkdir(folder, { recursive: true });
      const done = new Map<string, SweepRow>();
      for (const { name } of await Array.fromAsync(Deno.readDir(folder))) {
        if (/^rows.*\.jsonl$/.test(name)) await readRows(`${folder}/${name}`, of, done);
      }
      const file = LinesFile.open(path, { append: true });
      const { size } = await Deno.stat(path);
      if (size > 0 && !await endsWithLine(path, size)) file.add("");
      return new SweepLog(file, of, done);
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(path, null, `cannot be written: ${(error as Error).message}`);
    }
  }

  /** @throws InputError when the row cannot be written; those before it are whole */
  add(row: SweepRow): void {
    try {
      this.#file.add(JSON.stringify({ of: this.#of, row }));
    } catch (error) {
      throw new InputError(
        this.#file.path,
        null,
        `cannot be written: ${(error as Error).message}. ` +
          "Free space or permissions there, and run the sweep again: it goes on where it stopped",
      );
    }
  }

  [Symbol.dispose](): void {
    this.#file[Symbol.dispose]();
  }
}

/** The same for the same point, and for no other. */
export function pointKey(point: SweepPoint): string {
  return JSON.stringify(SWEEP_PARAMETERS.map((name) => point[name]));
}

async function readRows(path: string, of: string, done: Map<string, SweepRow>): Promise<void> {
  const file = await Deno.open(path);
  let number = 0;
  const text = file.readable.pipeThrough(new TextDecoderStream());
  for await (const line of lines(text, LONGEST_ROW)) {
    number++;
    let entry: { of?: unknown; row?: SweepRow };
    try {
      entry = JSON.parse(line);
    } catch {
      continue; // broken off where a sweep was killed: that point runs again
    }
    if (typeof entry?.of !== "string" || typeof entry.row?.strategy !== "string") {
      throw new InputError(path, number, "is not a row of a sweep: give --out another folder");
    }
    if (entry.of === of) done.set(pointKey(entry.row), entry.row);
  }
}

async function endsWithLine(path: string, size: number): Promise<boolean> {
  using file = await Deno.open(path);
  await file.seek(size - 1, Deno.SeekMode.Start);
  const last = new Uint8Array(1);
  await file.read(last);
  return last[0] === 10;
}
