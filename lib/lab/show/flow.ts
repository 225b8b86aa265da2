/**
 * The way that requests take under a strategy, drawn from the strategy's own data, with a run's numbers on it.
 * @module
 */
import { distributionOf } from "../../analysis/mod.ts";
import { colorsOf, FAILED_COLOR, INK } from "../../analysis/charts/theme.ts";
import { textTable } from "../../analysis/text.ts";
import { escapeHtml } from "../../core/html.ts";
import type { BackendPlan, BreakerSettings, StrategyPolicy } from "../../policies/mod.ts";
import { type RequestRecord, succeeded } from "../../workload/mod.ts";
import type { Showable } from "./display.ts";

/** One backend's place in the picture. */
interface Stop {
  readonly backend: BackendPlan;
  /** From 1: which group's turn it is. */
  readonly turn: number;
  /** Its part of its group by weight, 0 to 1; null where it is alone in it. */
  readonly weight: number | null;
  readonly breaker: BreakerSettings | null;
  /** Requests of the run that it answered, and those of them that had tried another first; null without a run. */
  readonly answered: number | null;
  readonly afterAnother: number;
}

const WIDTH = 760;
const BOX = { width: 310, height: 62, gap: 14 };
const LEFT = { callers: 8, apim: 150, boxes: WIDTH - BOX.width - 8 };
const APIM_WIDTH = 150;
const TOP = 46;
const THICKEST = 12;

/**
 * The strategy as a picture: callers, the gateway, and each backend in the order in which one request tries them.
 * @param records a run under it: how many requests went where, as line widths and numbers.
 */
export function flowPicture(
  strategy: StrategyPolicy,
  records?: readonly RequestRecord[],
): Showable {
  const stops = stopsOf(strategy, records);
  const failed = records?.filter((record) => !succeeded(record)).length ?? 0;
  return {
    svg: draw(strategy, stops, { total: records?.length ?? null, failed }),
    text: describe(strategy, stops, records?.length ?? null, failed),
  };
}

/** How often a request may be tried again, as the policy's own `retry` says; 0 without one. */
export function retriesOf({ xml }: StrategyPolicy): number {
  return Number(/<retry\s[^]*?\bcount="(\d+)"/.exec(xml)?.[1] ?? 0);
}

function stopsOf(
  { order, backends }: StrategyPolicy,
  records: readonly RequestRecord[] | undefined,
): Stop[] {
  const good = records?.filter(succeeded);
  const answered = good ? distributionOf(good) : null;
  return order.flatMap((group, g) => {
    const sum = group.reduce((total, { weight }) => total + weight, 0);
    return group.map((backend): Stop => ({
      backend,
      turn: g + 1,
      weight: group.length === 1 ? null : backend.weight / sum,
      breaker: backends.find(({ backendId }) => backendId === backend.id)?.circuitBreaker ?? null,
      answered: answered === null ? null : answered[backend.id] ?? 0,
      afterAnother: good?.filter((record) =>
        record.backend === backend.id && (record.attempts ?? 1) > 1
      ).length ?? 0,
    }));
  });
}

function draw(
  strategy: StrategyPolicy,
  stops: readonly Stop[],
  { total, failed }: { readonly total: number | null; readonly failed: number },
): string {
  const { domain, range } = colorsOf(stops.map(({ backend }) => backend.id));
  const colorOf = (id: string) => range[domain.indexOf(id)];
  const height = TOP + stops.length * (BOX.height + BOX.gap) + 4;
  const middle = TOP + (stops.length * (BOX.height + BOX.gap) - BOX.gap) / 2;
  const apimRight = LEFT.apim + APIM_WIDTH;
  const retries = retriesOf(strategy);
  const lines = stops.map((stop, i) => {
    const y = TOP + i * (BOX.height + BOX.gap) + BOX.height / 2;
    const bend = (apimRight + LEFT.boxes) / 2;
    const share = total && stop.answered !== null ? stop.answered / total : 0;
    const used = total === null || share > 0;
    return `<path d="M${apimRight},${middle}C${bend},${middle} ${bend},${y} ${LEFT.boxes},${y}" ` +
      `fill="none" stroke="${colorOf(stop.backend.id)}" stroke-width="${
        Math.max(1.5, share * THICKEST).toFixed(1)
      }"${used ? "" : ' stroke-dasharray="3,4" stroke-opacity="0.6"'}></path>`;
  });
  const boxes = stops.map((stop, i) => drawStop(stop, i, colorOf(stop.backend.id), total));
  const callers = total === null ? [] : [`${total} requests`, `${total - failed} answered`];
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${
    escapeHtml(`${strategy.name}: ${strategy.summary}`)
  }" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-size="12" ` +
    `font-family="system-ui, sans-serif" fill="currentColor" style="color:var(--chart-ink, ${INK})">` +
    text(8, 17, strategy.name, 'font-size="15" font-weight="600"') +
    text(8, 34, strategy.summary) + lines.join("") +
    box(LEFT.callers, middle - 28, 100, 56, ["callers", ...callers]) +
    `<path d="M${
      LEFT.callers + 100
    },${middle}H${LEFT.apim}" stroke="currentColor" stroke-width="2"></path>` +
    box(LEFT.apim, middle - 28, APIM_WIDTH, 56, [
      "API Management",
      retries === 0 ? "one attempt" : `up to ${retries} ${retries === 1 ? "retry" : "retries"}`,
      ...(failed > 0 ? [`${failed} failed`] : []),
    ], failed > 0 ? FAILED_COLOR : undefined) +
    boxes.join("") + "</svg>";
}

function drawStop(stop: Stop, index: number, color: string, total: number | null): string {
  const { backend, answered, afterAnother } = stop;
  const x = LEFT.boxes;
  const y = TOP + index * (BOX.height + BOX.gap);
  const numbers = answered === null || total === null ? "" : text(
    x + BOX.width - 8,
    y + 19,
    `${answered} · ${total === 0 ? 0 : (100 * answered / total).toFixed(1)}%`,
    'text-anchor="end" font-weight="600"',
  );
  const after = afterAnother === 0 ? "" : text(
    x + BOX.width - 8,
    y + 36,
    `${afterAnother} after another`,
    'text-anchor="end" font-size="11"',
  );
  return `<rect x="${x}" y="${y}" width="${BOX.width}" height="${BOX.height}" rx="4" fill="none" ` +
    `stroke="${color}" stroke-width="1.5"></rect>` +
    text(x + 8, y + 19, backend.id, 'font-weight="600"') + numbers +
    text(x + 8, y + 36, turnOf(stop), 'font-size="11"') + after +
    text(x + 8, y + 52, `${backend.type} in ${backend.region}${breakerOf(stop)}`, 'font-size="11"');
}

/** "first", "then, 50% by weight". */
function turnOf({ turn, weight }: Stop): string {
  const share = weight === null ? "" : ` ${(100 * weight).toFixed(0)}% by weight`;
  return `${turn === 1 ? "first" : `turn ${turn}`}${share === "" ? "" : `:${share}`}`;
}

function breakerOf({ breaker }: Stop): string {
  if (breaker === null) return "";
  const { failures, intervalSeconds, tripSeconds } = breaker;
  return `; ${failures} in ${intervalSeconds} s opens it for ${tripSeconds} s`;
}

function text(x: number, y: number, content: string, attributes = ""): string {
  return `<text x="${x}" y="${y}" ${attributes}>${escapeHtml(content)}</text>`;
}

/** A box with lines in its middle, the last one in `lastColor`. */
function box(
  x: number,
  y: number,
  width: number,
  height: number,
  lines: readonly string[],
  lastColor?: string,
): string {
  const top = y + height / 2 - (lines.length - 1) * 8 + 4;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4" fill="none" ` +
    `stroke="currentColor"></rect>` + lines.map((line, i) =>
      text(
        x + width / 2,
        top + i * 16,
        line,
        `text-anchor="middle"${i === 0 ? ' font-weight="600"' : ' font-size="11"'}` +
          (lastColor && i === lines.length - 1 ? ` fill="${lastColor}"` : ""),
      )
    ).join("");
}

function describe(
  strategy: StrategyPolicy,
  stops: readonly Stop[],
  total: number | null,
  failed: number,
): string {
  const retries = retriesOf(strategy);
  const run = total === null ? "" : `; ${total} requests, ${failed} failed`;
  return `${strategy.name}: ${strategy.summary}\n` +
    `up to ${retries} ${retries === 1 ? "retry" : "retries"}${run}\n` +
    textTable(stops, [
      { title: "turn", value: ({ turn }) => turn },
      { title: "backend", value: ({ backend }) => backend.id },
      { title: "type", value: ({ backend }) => backend.type },
      { title: "region", value: ({ backend }) => backend.region },
      { title: "weight", value: ({ weight }) => weight === null ? null : 100 * weight },
      { title: "breaker", value: (stop) => breakerOf(stop).slice(2) || "-" },
      ...(total === null ? [] : [
        { title: "answered", value: ({ answered }: Stop) => answered },
        { title: "after another", value: ({ afterAnother }: Stop) => afterAnother },
      ]),
    ]);
}
