/**
 * What every chart is made of: Plot on a window of its own, loaded once and only when a chart is drawn.
 * @module
 */
import type { Markish, PlotOptions } from "@observablehq/plot";
import { escapeHtml } from "../../core/html.ts";
import { INK } from "./theme.ts";

/** A chart to show, to save, and to read where no picture can be. */
export interface Chart {
  readonly title: string;
  /** A whole SVG document, which a page or a notebook's cell takes as it is. */
  readonly svg: string;
  /** The same data in words and figures. */
  readonly text: string;
}

/** The library, as it is handed to a chart. */
export type Plot = typeof import("@observablehq/plot");

/** One entry of a legend. */
export interface LegendEntry {
  readonly label: string;
  readonly color: string;
}

/** What a chart's file says about its chart. */
export interface ChartSpecification {
  readonly title: string;
  /** What is counted, of how many; below the title. */
  readonly subtitle?: string;
  readonly legend?: readonly LegendEntry[];
  readonly text: string;
  readonly plot: (Plot: Plot) => PlotOptions & { readonly marks: Markish[] };
}

/** Of every chart, in pixels. */
export const CHART_WIDTH = 760;
const TITLE_HEIGHT = 22;
const SUBTITLE_HEIGHT = 17;
const LEGEND_HEIGHT = 24;
const GAP = 14;

interface Plotting {
  readonly Plot: Plot;
  /** linkedom's: Plot only creates elements with it, and jsdom takes two seconds longer to load. */
  readonly document: PlotOptions["document"];
}

let plotting: Promise<Plotting> | undefined;

/** Draws a chart. The first one loads Plot and a document, which takes about a quarter of a second. */
export async function drawChart(specification: ChartSpecification): Promise<Chart> {
  const { Plot, document } = await (plotting ??= loadPlotting());
  const { title, text } = specification;
  const header = drawHeader(specification);
  const options = specification.plot(Plot);
  const drawn: { outerHTML: string } = Plot.plot({
    width: CHART_WIDTH,
    marginRight: 24,
    ...options,
    x: { labelAnchor: "center", labelArrow: "none", ...options.x },
    y: { labelAnchor: "center", labelArrow: "none", ...options.y },
    ...(options.height === undefined ? {} : { height: options.height + header.height }),
    marginTop: header.height + (options.marginTop ?? 0),
    className: "chart",
    document,
    style: { color: `var(--chart-ink, ${INK})`, fontFamily: "system-ui, sans-serif" },
  });
  const svg = roundNumbers(drawn.outerHTML)
    .replace(/<style>.*?<\/style>/s, "") // only for pages, and GitHub takes it away
    .replace(/ font-size="\d+"/, ' font-size="12"')
    .replace(
      /^<svg /,
      `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(title)}" `,
    )
    .replace(/<\/svg>$/, `${header.svg}</svg>`);
  return { title, svg, text };
}

async function loadPlotting(): Promise<Plotting> {
  const [Plot, { parseHTML }] = await Promise.all([
    import("@observablehq/plot"),
    import("linkedom/worker"), // without its optional canvas
  ]);
  const window: unknown = parseHTML("<!doctype html><html><body></body></html>");
  return { Plot, document: (window as { document: PlotOptions["document"] }).document };
}

/** Title, subtitle and legend inside the picture, so that they stay with it wherever it goes. */
function drawHeader(
  { title, subtitle, legend = [] }: ChartSpecification,
): { svg: string; height: number } {
  let y = TITLE_HEIGHT;
  let svg = `<text x="8" y="${y - 5}" font-size="15" font-weight="600">${escapeHtml(title)}</text>`;
  if (subtitle) {
    y += SUBTITLE_HEIGHT;
    svg += `<text x="8" y="${y - 5}" fill-opacity="0.9">${escapeHtml(subtitle)}</text>`;
  }
  if (legend.length > 0) y += LEGEND_HEIGHT;
  let x = 8;
  for (const { label, color } of legend) {
    const width = 34 + 7 * [...label].length;
    if (x > 8 && x + width > CHART_WIDTH) {
      x = 8;
      y += LEGEND_HEIGHT - 4;
    }
    svg += `<rect x="${x}" y="${y - 17}" width="11" height="11" rx="2" fill="${color}"></rect>` +
      `<text x="${x + 16}" y="${y - 7}">${escapeHtml(label)}</text>`;
    x += width;
  }
  return { svg: `<g text-anchor="start" aria-label="header">${svg}</g>`, height: y + GAP };
}

/** Two decimals in attributes: a quarter of the size, and the same picture on every machine. */
function roundNumbers(svg: string): string {
  return svg.replace(
    /<[^>]+>/g,
    (tag) =>
      tag.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (number) => String(Number((+number).toFixed(2)))),
  );
}
