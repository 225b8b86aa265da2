/**
 * A run at a moment, to look at: HTML that takes its colours from the page, light or dark, and needs no trust; and the
 * same in characters.
 * @module
 */
import { sparkline, textTable } from "../../analysis/mod.ts";
import { colorsOf, FAILED_COLOR } from "../../analysis/charts/theme.ts";
import { escapeHtml } from "../../core/html.ts";
import type { Showable } from "../show/display.ts";
import { type Bar, bar, strip } from "./bars.ts";
import type { BackendState, RunState } from "./run_state.ts";

/** What does not change while the run goes on. */
export interface PanelSubject {
  readonly label: string;
  /** Requests that are planned. */
  readonly count: number;
  /** Whether times are the embedded regions'. */
  readonly simulated: boolean;
  /** The whole run's length where it is known already, in milliseconds: then the time axis stands still. */
  readonly spanMs?: number;
  /** Whether it is over: rates are then the whole run's. */
  readonly over?: boolean;
}

const CELL = "padding:2px 5px;white-space:nowrap;text-align:";
const BINS = 40;
const HISTORY_BINS = 24;
const OPEN = FAILED_COLOR;
const CLOSED = "#009E73";
const LEVEL = "#8A6FC0";

/** @param state settled */
export function panelView(state: RunState, subject: PanelSubject): Showable {
  const span = Math.max(subject.spanMs ?? 0, state.nowMs, 1);
  const facts = factsOf(state, subject);
  const rows = state.backends.map((backend) => ({
    ...backend,
    rate: subject.over ? backend.answered / span * 1000 : backend.rate,
  }));
  const { domain, range } = colorsOf([...rows.map(({ name }) => name), "failed"]);
  const colors = new Map(domain.map((name, i) => [name, range[i]]));
  const columns = columnsOf(state, colors, span);
  const cell = (html: string, right: boolean) =>
    `<td style="${CELL}${right ? "right" : "left"}">${html}</td>`;
  const head = columns.map(({ title, right }) =>
    `<th style="${CELL}${right ? "right" : "left"}">${title}</th>`
  ).join("");
  const body = rows.map((row) =>
    `<tr>${columns.map(({ html, right = false }) => cell(html(row), right)).join("")}</tr>`
  ).join("");
  const html =
    `<div style="max-width:860px"><div><b>${escapeHtml(subject.label)}</b> · ${
      facts.map(escapeHtml).join(" · ")
    }</div><div style="overflow-x:auto"><table style="margin:6px 0;border-collapse:collapse"><thead><tr>${head}</tr></thead>` +
    `<tbody>${body}</tbody></table></div>${servedStrip(state, domain, colors, span)}` +
    `<div style="display:flex;justify-content:space-between;opacity:.7;font-size:11px"><span>0</span>` +
    `<span>answers by backend, failures in red</span><span>${
      seconds(span, subject)
    }</span></div></div>`;
  return { html, text: textOf(state, rows, subject, facts) };
}

function factsOf(state: RunState, subject: PanelSubject): string[] {
  const latency = state.latency();
  const unit = subject.simulated ? "simulated ms" : "ms";
  return [
    `${state.ended}/${subject.count} requests`,
    seconds(state.nowMs, subject),
    ...(state.failed > 0 ? [`${state.failed} failed`] : []),
    `${state.retries} ${state.retries === 1 ? "retry" : "retries"}`,
    ...(latency === null
      ? []
      : [`p50 ${latency.p50.toFixed(0)}, p95 ${latency.p95.toFixed(0)} ${unit}`]),
    ...(state.circuit === null ? [] : [`x-circuit-state: ${state.circuit}`]),
  ];
}

function seconds(ms: number, { simulated }: PanelSubject): string {
  return `${(ms / 1000).toFixed(1)} ${simulated ? "simulated s" : "s"}`;
}

interface Column {
  readonly title: string;
  readonly right?: boolean;
  readonly html: (backend: BackendState) => string;
}

function columnsOf(state: RunState, colors: ReadonlyMap<string, string>, span: number): Column[] {
  const count = (value: number | null) => value === null ? "-" : String(value);
  const always: Column[] = [
    {
      title: "backend",
      html: ({ name, faults }) =>
        `<span style="color:${colors.get(name)}">■</span> ${escapeHtml(name)}` +
        (faults.length > 0 ? ` ⚡ ${escapeHtml(faults.join(", "))}` : ""),
    },
    { title: "per s", right: true, html: ({ rate }) => rate.toFixed(1) },
    {
      title: "share",
      html: ({ name, share }) => bar({ part: share, color: colors.get(name)!, width: 56 }),
    },
    { title: "", right: true, html: ({ share }) => `${(100 * share).toFixed(1)}%` },
  ];
  const answered: Column = {
    title: "answered",
    right: true,
    html: ({ answered }) => String(answered),
  };
  if (!state.seesRegions) return [...always, answered]; // on Azure, where a caller sees no more
  const history = (of: (moments: BackendState["history"]) => Bar) => (backend: BackendState) =>
    strip(
      binned(backend.history, HISTORY_BINS, span).map((moments) => [of(moments)]),
      { height: 14, width: 60, top: 1 },
    );
  return [
    ...always,
    {
      title: "bucket",
      html: history((moments) => ({
        value: Math.min(1, Math.max(0, ...moments.map(({ level }) => level))),
        color: LEVEL,
      })),
    },
    {
      title: "",
      right: true,
      html: ({ level }) => level === null ? "-" : `${(100 * level).toFixed(0)}%`,
    },
    ...(state.backends.some(({ breaker }) => breaker !== null)
      ? [{
        title: "circuit",
        html: history((moments) => ({
          value: moments.length > 0 ? 1 : 0,
          color: moments.some(({ open }) => open) ? OPEN : CLOSED,
        })),
      }, {
        title: "",
        html: ({ breaker }: BackendState) =>
          breaker === null
            ? "-"
            : `<span style="color:${breaker === "open" ? OPEN : CLOSED}">${breaker}</span>`,
      }]
      : []),
    { title: "429s", right: true, html: ({ refused }) => count(refused) },
    { title: "failed", right: true, html: ({ failed }) => count(failed) },
    answered,
  ];
}

/** What fell into each of equal parts of the run. */
function binned<T extends { readonly atMs: number }>(
  items: readonly T[],
  bins: number,
  span: number,
): T[][] {
  const parts: T[][] = Array.from({ length: bins }, () => []);
  for (const item of items) {
    parts[Math.min(bins - 1, Math.floor(item.atMs / span * bins))].push(item);
  }
  return parts;
}

/** Answers over time, stacked by backend, failures on top. */
function servedStrip(
  { answers }: RunState,
  names: readonly string[],
  colors: ReadonlyMap<string, string>,
  span: number,
): string {
  const parts = binned(answers, BINS, span);
  const stacks = parts.map((part) =>
    names.map((name) => ({
      value: part.filter((answer) => answer.name === name).length,
      color: colors.get(name)!,
    })).filter(({ value }) => value > 0)
  );
  return strip(stacks, { height: 64, top: Math.max(1, ...parts.map((part) => part.length)) });
}

function textOf(
  state: RunState,
  rows: readonly BackendState[],
  subject: PanelSubject,
  facts: readonly string[],
): string {
  const span = Math.max(subject.spanMs ?? 0, state.nowMs, 1);
  const percent = (value: number | null) => value === null ? "-" : `${(100 * value).toFixed(0)}%`;
  const table = textTable(rows, [
    { title: "backend", value: ({ name }) => name },
    { title: "per s", value: ({ rate }) => rate, decimals: 1 },
    { title: "share", value: ({ share }) => `${(100 * share).toFixed(1)}%`.padStart(6) },
    { title: "answered", value: ({ answered }) => answered },
    ...(state.seesRegions
      ? [
        { title: "429s", value: ({ refused }: BackendState) => refused },
        { title: "failed", value: ({ failed }: BackendState) => failed },
        { title: "bucket", value: ({ level }: BackendState) => percent(level).padStart(6) },
        { title: "circuit", value: ({ breaker }: BackendState) => breaker ?? "-" },
      ]
      : []),
    {
      title: "over time",
      value: ({ name }) =>
        sparkline(
          binned(state.answers.filter((answer) => answer.name === name), HISTORY_BINS, span)
            .map((part) => part.length),
        ),
    },
  ]);
  return `${subject.label} · ${facts.join(" · ")}\n${table}`;
}
