/**
 * C# compiler errors: the code, the English message, and where.
 * @module
 */
import { type Diagnosis, MESSAGES, type Messages } from "./messages.ts";

/** A name that means nothing where it stands. */
export interface UnknownName {
  readonly name: string;
  /** What there is; asked for only when somebody is told. */
  known(): readonly string[];
}

/** Refuses an expression. `code` is the C# compiler's own. */
export class CompileError extends Error {
  override name = "CompileError";
  /** The names that could have stood in the place of one that there is not. */
  unknown: UnknownName | null = null;

  constructor(
    readonly code: string,
    message: string,
    /** Offset in the expression's text, UTF-16 units. */
    readonly offset: number,
  ) {
    super(message);
  }

  /** The same error, of a name that means nothing. */
  among(unknown: UnknownName): this {
    this.unknown = unknown;
    return this;
  }
}

/**
 * Stands for an error that has been reported: what needs the part that failed stops with it, silently.
 */
export class AlreadyReported extends CompileError {
  constructor(offset: number) {
    super("", "", offset);
  }
}

type Shown = string | number;

/** One value for each place in the message. */
type Places<M extends string> = M extends `${string}{4}${string}`
  ? [Shown, Shown, Shown, Shown, Shown]
  : M extends `${string}{3}${string}` ? [Shown, Shown, Shown, Shown]
  : M extends `${string}{2}${string}` ? [Shown, Shown, Shown]
  : M extends `${string}{1}${string}` ? [Shown, Shown]
  : M extends `${string}{0}${string}` ? [Shown]
  : [];

const CODE_LENGTH = "CS0000".length;

/** An error of the catalogue (messages.ts) at that offset; `shown` fills the message's places. */
export function error<D extends Diagnosis>(
  diagnosis: D,
  offset: number,
  ...shown: Places<Messages[D]>
): CompileError {
  const message = MESSAGES[diagnosis].replace(/\{(\d)\}/g, (_, i) => String(shown[i]));
  return new CompileError(diagnosis.slice(0, CODE_LENGTH), message, offset);
}

/** A construct that came with a later C#. */
export function featureError(feature: string, version: string, offset: number): CompileError {
  return error("CS8370", offset, feature, version);
}
