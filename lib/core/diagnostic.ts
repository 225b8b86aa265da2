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
  /** The name that was meant, where the one in the text is a slip of the pen. */
  readonly meant?: string;
}

/** `file:line:col code message`, the form that editors and CI read. */
export function formatDiagnostic(file: string, diagnostic: Diagnostic): string {
  const { line, column, code, message, cure } = diagnostic;
  return `${file}:${line}:${column} ${code} ${message}${cure ? ` Cure: ${cure}` : ""}`;
}

/** The widest excerpt, in characters; a longer line is shown around its place. */
const EXCERPT_WIDTH = 100;

/**
 * The diagnostic's line of the text with a caret under its place, and what was meant: indented, so that no line of it
 * reads as a diagnostic. Empty where the text has no such line.
 */
export function excerpt(text: string, { line, column, meant }: Diagnostic): string {
  const whole = text.split("\n")[line - 1]?.replace(/\r$/, "");
  if (whole === undefined) return "";
  const from = Math.max(0, Math.min(column - 1 - EXCERPT_WIDTH / 2, whole.length - EXCERPT_WIDTH));
  const shown = whole.slice(from, from + EXCERPT_WIDTH).replaceAll("\t", " ");
  const gutter = String(line);
  const blank = " ".repeat(gutter.length);
  const lines = [
    `  ${gutter} | ${from > 0 ? "…" : ""}${shown}${from + EXCERPT_WIDTH < whole.length ? "…" : ""}`
      .trimEnd(),
    `  ${blank} | ${" ".repeat(Math.max(0, column - 1 - from) + (from > 0 ? 1 : 0))}^`,
  ];
  if (meant !== undefined) lines.push(`  ${blank} = did you mean "${meant}"?`);
  return lines.join("\n");
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
