/**
 * What a notebook claims, checked on what was measured.
 * @module
 */
import { inspected } from "../core/options.ts";
import { table } from "../core/table.ts";
import { UserError } from "../core/user_error.ts";
import { show, type Showable } from "./show/display.ts";
import { escapeMarkdown } from "./show/markdown.ts";

/** How a claim came out: `undecided` when the data are too few to tell, which is no failure but no proof. */
export type Outcome = "holds" | "fails" | "undecided";

export interface Claim {
  readonly statement: string;
  readonly outcome: Outcome;
  /** What was measured, in words and numbers. */
  readonly measured: string;
}

const MARKS: Record<Outcome, string> = table({ holds: "✅", fails: "❌", undecided: "❔" });

/** Thrown at a notebook's end when a claim failed, so that the run counts as failed. */
export class ClaimError extends UserError {
  override name = "ClaimError";
}

/** The claims of one notebook. A failed one is shown where it stands and stops the notebook at its end. */
export class Claims {
  readonly #claims = new Map<string, Claim>();

  /**
   * Shows the claim with its outcome and what was measured. A cell that is run again replaces its claim.
   * @param outcome a boolean, or a verdict that knows "undecided".
   * @throws UserError for an outcome that is neither, a statement or a measurement that is no text
   */
  async check(statement: string, outcome: boolean | Outcome, measured: string): Promise<void> {
    requireClaim(statement, outcome, measured);
    const claim: Claim = {
      statement,
      outcome: typeof outcome === "string" ? outcome : outcome ? "holds" : "fails",
      measured,
    };
    this.#claims.set(statement, claim);
    await show(line(claim));
  }

  get all(): readonly Claim[] {
    return [...this.#claims.values()];
  }

  /** Shows all claims together. @throws ClaimError naming those that failed. */
  async verify(): Promise<void> {
    const claims = this.all;
    const count = (outcome: Outcome) => claims.filter((claim) => claim.outcome === outcome).length;
    const failed = claims.filter((claim) => claim.outcome === "fails");
    await show({
      markdown: `**${count("holds")} of ${claims.length} claims hold**` +
        (failed.length ? `, ${failed.length} failed` : "") +
        (count("undecided") ? `, ${count("undecided")} undecided for lack of data` : "") + "\n\n" +
        claims.map((claim) => `- ${line(claim).markdown}`).join("\n"),
      text: claims.map((claim) => line(claim).text).join("\n"),
    });
    if (failed.length > 0) {
      throw new ClaimError(
        `${failed.length} of ${claims.length} claims failed: ` +
          failed.map((claim) => `"${claim.statement}" (measured: ${claim.measured})`).join("; "),
      );
    }
  }
}

const EXAMPLE = 'lab.claim("all were answered", records.every(succeeded), `of ${records.length}`)';

/** A kernel does not check types: what is truthy by accident must not hold. @throws UserError */
function requireClaim(statement: unknown, outcome: unknown, measured: unknown): void {
  const outcomes = Object.keys(MARKS);
  if (typeof statement !== "string") throw wrong("a sentence first", statement);
  if (typeof outcome !== "boolean" && !outcomes.includes(outcome as string)) {
    const names = outcomes.map((name) => JSON.stringify(name)).join(", ");
    throw wrong(`true, false, or one of ${names} second`, outcome);
  }
  if (typeof measured !== "string") throw wrong("what was measured, as text, third", measured);
}

function wrong(wanted: string, given: unknown): UserError {
  const is = inspected(given);
  return new UserError(`lab.claim takes ${wanted}, as in ${EXAMPLE}: it was given ${is}.`);
}

/** What a line of a notebook's output claims, as {@link Claims} wrote it; null for other lines. */
export function readClaimLine(text: string): { outcome: Outcome; says: string } | null {
  for (const [outcome, mark] of Object.entries(MARKS) as [Outcome, string][]) {
    if (text.startsWith(`${mark} `)) return { outcome, says: text.slice(mark.length + 1) };
  }
  return null;
}

function line({ statement, outcome, measured }: Claim): Showable & { markdown: string } {
  return {
    markdown: `${MARKS[outcome]} ${escapeMarkdown(statement)}: *${escapeMarkdown(measured)}*`,
    text: `${MARKS[outcome]} ${statement}: ${measured}`,
  };
}
