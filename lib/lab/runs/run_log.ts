/**
 * Records on disk as they come, so that an interrupted run loses nothing.
 * @module
 */
import { UserError } from "../../core/user_error.ts";
import type { RequestRecord } from "../../workload/record.ts";

const CURE = "Free space or permissions there, or set WORKSHOP_RESULTS to another folder.";

/** The folder for results cannot be written. */
export class ResultsFolderError extends UserError {
  override name = "ResultsFolderError";
}

/** One JSON line a record in `FOLDER/records/PART-LABEL.jsonl`. */
export class RunLog {
  readonly #file: Deno.FsFile;
  readonly #encoder = new TextEncoder();
  #problem: string | null = null;

  private constructor(file: Deno.FsFile, readonly path: string) {
    this.#file = file;
  }

  /** Starts the log anew. @throws ResultsFolderError */
  static open(folder: string, part: string, label: string): RunLog {
    const name = `${part}-${label}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const path = `${folder}/records/${name}.jsonl`;
    try {
      // In one go, like every write: a run must not begin later because a disk is slow.
      Deno.mkdirSync(`${folder}/records`, { recursive: true });
      return new RunLog(Deno.openSync(path, { write: true, create: true, truncate: true }), path);
    } catch (error) {
      throw new ResultsFolderError(
        `Records cannot be written to ${path}: ${(error as Error).message}. ${CURE}`,
      );
    }
  }

  /**
   * Why the log is not whole, and what to do; null while it is. A run goes on without its log: what it measures
   * is worth more than the copy.
   */
  get problem(): string | null {
    return this.#problem;
  }

  readonly write = (record: RequestRecord): void => {
    if (this.#problem !== null) return;
    try {
      const line = this.#encoder.encode(JSON.stringify(record) + "\n");
      for (let at = 0; at < line.length;) at += this.#file.writeSync(line.subarray(at));
    } catch (error) {
      this.#problem =
        `Only a part of the records is in ${this.path}: ${(error as Error).message}. ` +
        `The cell's variables have them all. ${CURE}`;
    }
  };

  close(): void {
    this.#file.close();
  }
}
