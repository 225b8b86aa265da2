/**
 * `results/certificate.md`: which claims of the workshop held on this machine.
 * @module
 */
import { escapeMarkdown } from "../../lab/show/markdown.ts";
import type { NotebookOutcome } from "./execute.ts";
import { type Finding, readFindings } from "../findings.ts";
import { table } from "../../core/table.ts";

const MARKS: Readonly<Record<Finding["outcome"], string>> = table({
  holds: "✅",
  fails: "❌",
  undecided: "❔",
});

/** Where and when the claims were checked. */
export interface Occasion {
  readonly target: "embedded" | "azure";
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Writes the certificate anew, each notebook with its claims and what was measured. */
export async function writeCertificate(
  results: URL,
  outcomes: readonly NotebookOutcome[],
  { target, now }: Occasion,
): Promise<void> {
  const parts = await Promise.all(outcomes.map(async ({ name, error, cell }) => {
    const { claims } = await readFindings(new URL(`${encodeURIComponent(name)}.ipynb`, results));
    const ended = error === null ? [] : [`It ended early, in cell ${cell}.`, ""];
    const lines = claims.map(({ outcome, says }) => `- ${MARKS[outcome]} ${escapeMarkdown(says)}`);
    return { claims, text: [`## ${escapeMarkdown(name)}`, "", ...ended, ...lines].join("\n") };
  }));
  const all = parts.flatMap(({ claims }) => claims);
  const count = (wanted: Finding["outcome"]) =>
    all.filter(({ outcome }) => outcome === wanted).length;
  const { os, arch } = Deno.build;
  const text = [
    "# Certificate of claims",
    `**${count("holds")} of ${all.length} claims hold**, ${count("fails")} failed, ${
      count("undecided")
    } undecided, in ${outcomes.length} notebooks.`,
    `Checked ${new Date(now).toISOString().slice(0, 16).replace("T", " ")} UTC on ${
      target === "azure" ? "Azure" : "the embedded APIM"
    }, Deno ${Deno.version.deno}, ${os} ${arch}. A line says what is claimed and what was measured.`,
    ...parts.map(({ text }) => text),
  ].join("\n\n");
  await Deno.writeTextFile(new URL("certificate.md", results), `${text}\n`);
}
