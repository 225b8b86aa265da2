/**
 * Input from a file that cannot be used: which file, which line, what was expected.
 * @module
 */

export class InputError extends Error {
  override name = "InputError";
  readonly code = "InvalidInput";

  /** @param line from 1; null when the trouble has no place. */
  constructor(readonly file: string, readonly line: number | null, message: string) {
    super(`${file}${line === null ? "" : `:${line}`} ${shortened(message)}`);
  }
}

/** Long enough for what any check has to say; what is longer repeats the file. */
const LONGEST = 500;

function shortened(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST)}...` : message;
}
