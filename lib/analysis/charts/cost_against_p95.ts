/**
 * What a strategy costs against how fast it is: the ones that no other beats on both are joined by a line.
 * @module
 */
import { textTable } from "../text.ts";
import { type Chart, CHART_WIDTH, drawChart } from "./chart.ts";
import { labelPlaces } from "./label_places.ts";
import { BLUE, formatNumber, type TimeOptions, unitOf } from "./theme.ts";

/** One strategy's outcome. */
export interface CostPoint {
  readonly strategy: string;
  /** US dollars an hour. */
  readonly cost: number;
  readonly p95Ms: number;
  /** Percent of requests answered. */
  readonly successRate: number;
}

export interface CostChartOptions extends TimeOptions {
  readonly title?: string;
}

const COST = "Cost (USD per hour)";
const GREY = "#7F7F7F";
const HEIGHT = 340;
const MARGIN_LEFT = 72;
const MARGIN_RIGHT = 24;
const MARGIN_BOTTOM = 48;
const INSET = 24;
/** A ratio beyond which a linear axis would press most dots into one line. */
const FAR_APART = 5;

/** A dot for each strategy, hollow where some other is at least as good in cost and p95 and better in one. */
export function costAgainstP95Chart(
  points: readonly CostPoint[],
  options: CostChartOptions = {},
): Promise<Chart> {
  const unit = unitOf("ms", options);
  const best = new Set(unbeaten(points));
  const frontier = [...best].sort((a, b) => a.cost - b.cost);
  const label = ({ strategy, successRate }: CostPoint) =>
    successRate < 100 ? `${strategy} (${successRate.toFixed(1)}% ok)` : strategy;
  const x = scaleOf(points.map(({ cost }) => cost), {
    from: MARGIN_LEFT + INSET,
    to: CHART_WIDTH - MARGIN_RIGHT - INSET,
  });
  const y = scaleOf(points.map(({ p95Ms }) => p95Ms), {
    from: HEIGHT - MARGIN_BOTTOM - INSET,
    to: INSET,
  });
  const places = labelPlaces(
    points.map((point) => ({ x: x.at(point.cost), y: y.at(point.p95Ms), text: label(point) })),
    { left: MARGIN_LEFT, right: CHART_WIDTH, top: 0, bottom: HEIGHT - MARGIN_BOTTOM },
  );
  return drawChart({
    title: options.title ?? "Cost against p95",
    subtitle: "Filled: no other strategy is as cheap and as fast. Towards the lower left is better",
    text: textTable(points, [
      { title: "Strategy", value: ({ strategy }) => strategy },
      { title: COST, value: ({ cost }) => cost, decimals: 2 },
      { title: `p95 (${unit})`, value: ({ p95Ms }) => p95Ms },
      { title: "Success %", value: ({ successRate }) => successRate, decimals: 1 },
      { title: "Unbeaten", value: (point) => best.has(point) ? "yes" : "no" },
    ]),
    plot: (Plot) => ({
      height: HEIGHT,
      marginLeft: MARGIN_LEFT,
      marginRight: MARGIN_RIGHT,
      marginBottom: MARGIN_BOTTOM,
      inset: INSET,
      x: { label: COST, grid: true, type: x.type, domain: x.domain, ticks: 6 },
      y: {
        label: `p95 latency (${unit})`,
        grid: true,
        type: y.type,
        domain: y.domain,
        ticks: 6,
        tickFormat: formatNumber,
      },
      marks: [
        Plot.line(frontier, { x: "cost", y: "p95Ms", stroke: BLUE, strokeOpacity: 0.4 }),
        Plot.dot(points, {
          x: "cost",
          y: "p95Ms",
          r: 6,
          fill: (point) => best.has(point) ? BLUE : "none",
          stroke: (point) => best.has(point) ? BLUE : GREY,
          strokeWidth: 2,
        }),
        ...points.map((point, i) =>
          Plot.text([point], { x: "cost", y: "p95Ms", text: label, ...places[i] })
        ),
      ],
    }),
  });
}

/** A scale over all values and where it puts them: logarithmic where they are far apart. */
function scaleOf(values: readonly number[], { from, to }: { from: number; to: number }) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const logarithmic = low > 0 && high / low > FAR_APART;
  const position = logarithmic ? Math.log : (value: number) => value;
  const span = position(high) - position(low) || 1;
  return {
    type: logarithmic ? "log" as const : "linear" as const,
    domain: low === high ? [low, low + 1] : [low, high],
    at: (value: number) => from + (position(value) - position(low)) / span * (to - from),
  };
}

/** The points that no other equals in both cost and p95 and beats in one. */
export function unbeaten(points: readonly CostPoint[]): CostPoint[] {
  return points.filter((one) =>
    !points.some((other) =>
      other.cost <= one.cost && other.p95Ms <= one.p95Ms &&
      (other.cost < one.cost || other.p95Ms < one.p95Ms)
    )
  );
}
