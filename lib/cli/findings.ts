/**
 * What an executed notebook found: its claims and its pictures, read back from its outputs.
 * @module
 */
import { type Outcome, readClaimLine } from "../lab/claims.ts";

export interface Finding {
  readonly outcome: Outcome;
  /** The claim and what was measured. */
  readonly says: string;
}

export interface Findings {
  /** Each once, in the order in which it was first checked. */
  readonly claims: readonly Finding[];
  /** Whole `<svg>` elements, in the notebook's order. */
  readonly charts: readonly string[];
}

type Text = string | readonly string[];

interface Output {
  readonly data?: Readonly<Record<string, Text>>;
}

/** The findings of a notebook file; none where it is not there or was cut short while it was written. */
export async function readFindings(notebook: URL): Promise<Findings> {
  let cells: readonly { readonly outputs?: readonly Output[] }[];
  try {
    ({ cells } = JSON.parse(await Deno.readTextFile(notebook)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) {
      return { claims: [], charts: [] };
    }
    throw error;
  }
  const claims = new Map<string, Finding>();
  const charts: string[] = [];
  for (const { data = {} } of cells.flatMap(({ outputs = [] }) => outputs)) {
    const svg = textOf(data["image/svg+xml"]);
    if (svg !== "") charts.push(svg);
    for (const line of textOf(data["text/plain"]).split("\n")) {
      const claim = readClaimLine(line);
      if (claim !== null) claims.set(claim.says, claim);
    }
  }
  return { claims: [...claims.values()], charts };
}

function textOf(text: Text = ""): string {
  return [text].flat().join("");
}
