/**
 * The findings about one document, with those about its fragments told where the document includes them.
 * @module
 */
import type { Diagnostic, Position } from "../../../core/diagnostic.ts";
import { nearest } from "../../../core/one_of.ts";
import type { Finding } from "../../contracts/texts/findings.ts";

/** A fragment under inspection, and the fragments that lead there. */
export interface Inclusion {
  /** Lower-case ids, the outermost first. */
  readonly ids: readonly string[];
  /** Where the document itself includes the first of them. */
  readonly at: Position;
}

/** A finding about a name that is none of the known ones, with the one that was meant. */
export function withMeant(finding: Finding, name: string, known: readonly string[]): MeantFinding {
  const meant = nearest(name, known);
  return meant === null ? finding : { ...finding, meant };
}

interface MeantFinding extends Finding {
  readonly meant?: string;
}

export class FindingLog {
  readonly #found: Diagnostic[] = [];
  /** null while the document's own text is under inspection. */
  inclusion: Inclusion | null = null;

  /** @param element what it is about: ARM's `target` */
  error(
    position: Position,
    element: string | undefined,
    { code, message, meant }: MeantFinding,
  ): void {
    const { line, column } = position;
    this.add({
      code,
      severity: "error",
      message,
      line,
      column,
      element,
      ...(meant === undefined ? {} : { meant }),
    });
  }

  add(found: Diagnostic): void {
    const { inclusion } = this;
    if (inclusion === null) return void this.#found.push(found);
    const { line, column, message } = found;
    this.#found.push({
      ...found,
      line: inclusion.at.line,
      column: inclusion.at.column,
      message: `In fragment '${inclusion.ids.at(-1)}', line ${line}, column ${column}: ${message}`,
    });
  }

  /** In the order of the text. */
  sorted(): Diagnostic[] {
    return this.#found.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }
}
