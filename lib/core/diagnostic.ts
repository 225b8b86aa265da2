/**
 * Diagnostics with positions in the text as its author wrote it.
 * @module
 */

/** A place in a text. `line` and `column` count from 1, `offset` (UTF-16 units) from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** `error` refuses the document; `warning` is the routing doctor's advice. */
export type Severity = "error" | "warning";

/** One finding about a document. */
export interface Diagnostic {
  /** Stable and kebab-case, or the C# compiler's own ("CS0029") for an expression. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The element the finding is about: ARM's `target`. */
  readonly element?: string;
  /** What to do about it. */
  readonly cure?: string;
}

/** `file:line:col code message`, the form that editors and CI read. */
export function formatDiagnostic(file: string, diagnostic: Diagnostic): string {
  const { line, column, code, message, cure } = diagnostic;
  return `${file}:${line}:${column} ${code} ${message}${cure ? ` Cure: ${cure}` : ""}`;
}

/** Finds line and column of offsets in one text, in O(log lines). */
export class LineMap {
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) {
      this.#starts.push(i + 1);
    }
  }

  position(offset: number): Position {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#starts[low] + 1, offset };
  }
}
