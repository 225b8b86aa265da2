/**
 * What became of one request: its trace, the attempts side by side, in colour. HTML that takes its colours from the
 * page and needs no trust.
 * @module
 */
import type { TraceLine, TraceSection } from "../../apim/mod.ts";
import { FAILED_COLOR } from "../../analysis/charts/theme.ts";
import { escapeHtml } from "../../core/html.ts";
import { type RequestRecord, succeeded } from "../../workload/mod.ts";

const GOOD = "#2a8540";
const OPEN = "#b8620a";
const COLUMN = "flex:1;min-width:250px;margin-right:8px;padding:4px 8px;border-top:4px solid ";
const LINES = "font-family:monospace;font-size:12px;line-height:1.45;overflow-wrap:anywhere";

/** One call to a backend, or one that its breaker answered. */
interface Attempt {
  readonly lines: readonly TraceLine[];
  readonly backend: string | null;
  readonly status: number | null;
  readonly tripped: boolean;
  /** From its first line to its last. */
  readonly tookMs: number;
}

/** @param unit of times: "ms" or "simulated ms". */
export function storyHtml(
  sections: readonly TraceSection[],
  record: RequestRecord,
  unit: string,
): string {
  const attempts = attemptsOf(sections.find(({ name }) => name === "backend")?.lines ?? []);
  const color = succeeded(record) ? GOOD : FAILED_COLOR;
  const head = `<div><b style="color:${color}">${record.status}</b> ` +
    `${record.backend === null ? "" : `from <b>${escapeHtml(record.backend)}</b> `}after ${
      attempts.length === 1 ? "one attempt" : `${attempts.length || "no"} attempts`
    }, ${record.latencyMs.toFixed(0)} ${unit}${
      record.error === null ? "" : `: ${escapeHtml(record.error)}`
    }</div>`;
  const parts = sections.map(({ name, lines }) =>
    name === "backend"
      ? `<div style="display:flex;flex-wrap:wrap;margin:6px 0">${
        attempts.map((attempt, i) => attemptHtml(attempt, i + 1, unit)).join("")
      }</div>`
      : `<details${name === "on-error" ? " open" : ""}><summary>${escapeHtml(name)}: ${
        lines.length === 1 ? "one step" : `${lines.length} steps`
      }</summary>${linesHtml(lines)}</details>`
  );
  return head + parts.join("");
}

/** The backend section, cut where `retry` looks at its condition. */
function attemptsOf(lines: readonly TraceLine[]): Attempt[] {
  if (lines.length === 0) return [];
  const cuts = lines.flatMap(({ source, said }, i) =>
    source === "retry" && /^attempt \d+:/.test(said) ? [i + 1] : []
  );
  const ends = cuts.at(-1) === lines.length ? cuts : [...cuts, lines.length];
  const parts = ends.map((end, i) => lines.slice(ends[i - 1] ?? 0, end));
  return parts.filter((part, i) => i === 0 || part.some(isCall)).map((part) => {
    const last = part.filter(isCall).at(-1);
    return {
      lines: part,
      backend: part.find(({ backend }) => backend !== null)?.backend ?? null,
      status: last?.status ?? null,
      tripped: last?.tripped ?? false,
      tookMs: (part.at(-1)?.elapsedMs ?? 0) - (part[0]?.elapsedMs ?? 0),
    };
  });
}

function isCall({ status, tripped, source }: TraceLine): boolean {
  return status !== null || tripped || source === "forward-request";
}

function attemptHtml(attempt: Attempt, number: number, unit: string): string {
  const { backend, status, tripped, tookMs, lines } = attempt;
  const good = status !== null && status >= 200 && status < 300;
  const color = good ? GOOD : tripped ? OPEN : FAILED_COLOR;
  const outcome = tripped
    ? "circuit open: no call"
    : `${status ?? "no response"} after ${tookMs.toFixed(0)} ${unit}`;
  return `<div style="${COLUMN}${color}"><div><b>attempt ${number}</b>${
    backend === null ? "" : `: ${escapeHtml(backend)}`
  }</div><div style="color:${color}"><b>${outcome}</b></div>${linesHtml(lines)}</div>`;
}

function linesHtml(lines: readonly TraceLine[]): string {
  return `<div style="${LINES}">${
    lines.map(({ elapsedMs, depth, source, said, status, tripped }) => {
      const weight = status !== null || tripped ? "font-weight:600" : "opacity:.8";
      return `<div style="padding-left:${depth * 12}px;${weight}">${elapsedMs.toFixed(0)} <b>${
        escapeHtml(source)
      }</b>${said === "" ? "" : ` ${escapeHtml(said)}`}</div>`;
    }).join("")
  }</div>`;
}

/** Stories next to each other, each under its title: as they come, or what `show` is handed. */
export function sideBySide(
  stories: Readonly<Record<string, { readonly html?: string; readonly text: string }>>,
): { readonly html: string; readonly text: string } {
  const entries = Object.entries(stories);
  return {
    html: `<div style="display:flex;flex-wrap:wrap">${
      entries.map(([title, { html, text }]) =>
        `<div style="flex:1;min-width:320px;margin-right:12px"><div style="font-size:15px"><b>${
          escapeHtml(title)
        }</b></div>${html ?? `<pre>${escapeHtml(text)}</pre>`}</div>`
      ).join("")
    }</div>`,
    text: entries.map(([title, { text }]) => `${title}\n${text}`).join("\n\n"),
  };
}
