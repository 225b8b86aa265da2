/**
 * What a run of probes says: a table to read, a document to send back, the settings that follow.
 * @module
 */
import { type Fidelity, FIDELITY_SWITCHES } from "../gateway/mod.ts";
import type { SwitchName } from "./probe.ts";
import { WITHOUT_PROBE } from "./registry.ts";
import type { Finding, ProbeRun } from "./run.ts";

/** Names no service, host, subscription or person. */
export interface ParityReport {
  readonly format: "parity/1";
  /** ISO 8601. */
  readonly when: string;
  readonly target: "embedded" | "azure";
  /** Tier and region of the service: answers may differ by tier. */
  readonly service: { readonly sku: string; readonly location: string };
  readonly findings: readonly {
    readonly switch: SwitchName;
    readonly question: string;
    /** What is documented, or why the embedded APIM does what it does. */
    readonly documented: string;
    readonly choices: readonly string[];
    /** The embedded APIM's default. */
    readonly ours: string;
    /** null: could not be told, for the reason in `note`. */
    readonly seen: string | null;
    readonly note: string;
  }[];
  /** What `createGateway({ fidelity })` takes to behave as was seen: where it differs from the defaults. */
  readonly fidelity: Partial<Fidelity>;
  /** Entities that could not be removed. */
  readonly left: ProbeRun["left"];
}

export function parityReport(
  run: ProbeRun,
  about: Pick<ParityReport, "when" | "target" | "service">,
): ParityReport {
  const findings = run.findings.map(describe);
  const differing = findings.filter(({ seen, ours }) => seen !== null && seen !== ours);
  return {
    format: "parity/1",
    ...about,
    findings,
    fidelity: Object.fromEntries(differing.map((finding) => [finding.switch, finding.seen])),
    left: run.left,
  };
}

function describe({ name, seen, note }: Finding): ParityReport["findings"][number] {
  const { question, reason, choices } = FIDELITY_SWITCHES[name];
  return { switch: name, question, documented: reason, choices, ours: choices[0], seen, note };
}

/** The whole of it as a Markdown table: switch, documented, ours, seen. */
export function parityMarkdown(report: ParityReport): string {
  const { when, target, service, findings } = report;
  const rows = findings.map(({ switch: name, question, documented, ours, seen, note }) =>
    [
      `\`${name}\`: ${question}`,
      documented,
      ours,
      seen === null ? `undecided: ${note}` : bold(seen, ours),
    ]
      .map((cell) => cell.replaceAll("|", "\\|").replace(/\s+/g, " ")).join(" | ")
  );
  return [
    "# Parity",
    "",
    `${when}, ${target}: ${service.sku} in ${service.location}.`,
    "",
    "| switch | documented, or why ours | ours | seen |",
    "| --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
    "",
    summary(report),
    "",
  ].join("\n");
}

function bold(seen: string, ours: string): string {
  return seen === ours ? seen : `**${seen}**`;
}

/** The findings for a terminal: switch, ours, seen, and below each what is documented. */
export function parityTable(report: ParityReport): string {
  const rows = report.findings.map(({ switch: name, ours, seen, documented, note }) => ({
    cells: [mark(ours, seen), name, ours, seen ?? "?"],
    below: seen === null
      ? `undecided: ${note}`
      : seen === ours
      ? null
      : `documented: ${documented}`,
  }));
  const head = ["", "switch", "ours", "seen"];
  const widths = head.map((title, i) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[i].length))
  );
  const line = (cells: readonly string[]) =>
    cells.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd();
  const lines = rows.flatMap(({ cells, below }) => [
    line(cells),
    ...below === null ? [] : [`     ${below}`],
  ]);
  const unprobed = Object.entries(WITHOUT_PROBE).map(([name, why]) =>
    `no probe for ${name}: ${why}`
  );
  return [line(head), ...lines, "", summary(report), ...unprobed].join("\n");
}

function mark(ours: string, seen: string | null): string {
  if (seen === null) return "?";
  return seen === ours ? "=" : "!";
}

function summary({ findings, fidelity, left }: ParityReport): string {
  const told = findings.filter(({ seen }) => seen !== null).length;
  const differing = Object.keys(fidelity).length;
  const settings = differing === 0
    ? "nothing has to be set"
    : `set fidelity: ${JSON.stringify(fidelity)}`;
  const remaining = left.map(({ what, why }) => `\nnot removed: ${what}: ${why}`).join("");
  return `${findings.length} probes: ${told - differing} as here, ${differing} otherwise, ${
    findings.length - told
  } undecided; ${settings}${remaining}`;
}
