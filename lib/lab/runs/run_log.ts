/**
 * Records on disk as they come, so that an interrupted run loses nothing.
 * @module
 */
import { LinesFile } from "../../core/lines_file.ts";
import { UserError } from "../../core/user_error.ts";
import type { RequestRecord } from "../../workload/record.ts";

const CURE = "Free space or permissions there, or set WORKSHOP_RESULTS to another folder.";

/** The folder for results cannot be written. */
export class ResultsFolderError extends UserError {
  override name = "ResultsFolderError";
}

/** One JSON line a record in `FOLDER/records/PART-LABEL.jsonl`. */
export class RunLog {
  readonly #file: LinesFile;
  readonly #onProblem: (problem: string) => void;
  #problem: string | null = null;

  private constructor(file: LinesFile, onProblem: (problem: string) => void) {
    this.#file = file;
    this.#onProblem = onProblem;
  }

  get path(): string {
    return this.#file.path;
  }

  /**
   * Starts the log anew.
   * @param onProblem told at once, and once, that the log is not whole. Default: nobody
   * @throws ResultsFolderError
   */
  static open(
    folder: string,
    part: string,
    label: string,
    onProblem: (problem: string) => void = () => {},
  ): RunLog {
    const name = `${part}-${label}`.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const path = `${folder}/records/${name}.jsonl`;
    try {
      return new RunLog(LinesFile.open(path), onProblem);
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
      this.#file.add(JSON.stringify(record));
    } catch (error) {
      this.#problem =
        `Only a part of the records is in ${this.path}: ${(error as Error).message}. ` +
        `The cell's variables have them all. ${CURE}`;
      this.#onProblem(this.#problem);
    }
  };

  close(): void {
    this.#file[Symbol.dispose]();
  }
}
