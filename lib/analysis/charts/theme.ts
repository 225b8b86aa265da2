/**
 * Colours and words that all charts share.
 * @module
 */

/** The colour of what a chart is about, where it shows one thing only. */
export const BLUE = "#0072B2";

/**
 * Text and lines: a grey that can be read on white and on near-black (4.6 to 1 on #fff, 4.1 to 1 on #111), since a
 * picture in a page cannot know the page's theme. A page of ours that knows sets `--chart-ink`.
 */
export const INK = "#757575";

/** Grid lines and frames, drawn in the ink. */
export const FAINT = 0.25;

/**
 * Okabe and Ito's palette, which people with colour-blindness can tell apart. Vermilion is kept for failures; yellow
 * and black, which vanish on white or on a dark page, gave way to a violet.
 */
const PALETTE = [BLUE, "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#8A6FC0"];

/** For what no backend served. */
export const FAILED_COLOR = "#D55E00";

/** Names in alphabetical order, each with its colour; failures get theirs and come last. */
export function colorsOf(
  names: Iterable<string>,
  failed: readonly string[] = ["error", "unknown", "failed", "rejected"],
): { domain: string[]; range: string[] } {
  const all = [...new Set(names)].sort();
  const served = all.filter((name) => !failed.includes(name));
  const lost = all.filter((name) => failed.includes(name));
  return {
    domain: [...served, ...lost],
    range: [
      ...served.map((_, i) => PALETTE[i % PALETTE.length]),
      ...lost.map(() => FAILED_COLOR),
    ],
  };
}

/** Whether times are the embedded regions' simulated ones: labels say so. */
export interface TimeOptions {
  readonly simulated?: boolean;
}

/** "simulated ms", or "ms" of real time. */
export function unitOf(unit: "ms" | "s", { simulated = false }: TimeOptions): string {
  return simulated ? `simulated ${unit}` : unit;
}

/** Left margin for the longest of the labels, in pixels: without a browser nothing measures text. */
export function marginFor(labels: Iterable<string>): number {
  return 24 + 7 * Math.max(0, ...[...labels].map((label) => [...label].length));
}

/** 1234.5 gives "1,235"; small figures keep a decimal. */
export function formatNumber(value: number): string {
  const decimals = value !== 0 && Math.abs(value) < 10 ? 1 : 0;
  return value.toLocaleString("en-US", {
    maximumFractionDigits: decimals,
    minimumFractionDigits: decimals,
  });
}
