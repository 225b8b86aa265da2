/**
 * What a strategy costs against how fast it is: the ones that no other beats on both are joined by a line.
 * @module
 */
import { textTable } from "../text.ts";
import { type Chart, drawChart } from "./chart.ts";
import { type TimeOptions, unitOf } from "./theme.ts";

/** One strategy's outcome. */
export interface CostPoint {
  readonly strategy: string;
  /** US dollars, by `costLabel`'s unit. */
  readonly cost: number;
  readonly p95Ms: number;
  /** Percent of requests answered. */
  readonly successRate: number;
}

export interface CostChartOptions extends TimeOptions {
  readonly title?: string;
  /** Default `Cost (USD per hour)`. */
  readonly costLabel?: string;
}

const BLUE = "#0072B2";
const GREY = "#7F7F7F";

/** A dot for each strategy, hollow where some other is at least as good in cost and p95 and better in one. */
export function costAgainstP95Chart(
  points: readonly CostPoint[],
  options: CostChartOptions = {},
): Promise<Chart> {
  const { costLabel = "Cost (USD per hour)" } = options;
  const unit = unitOf("ms", options);
  const best = new Set(unbeaten(points));
  const frontier = [...best].sort((a, b) => a.cost - b.cost);
  const label = ({ strategy, successRate }: CostPoint) =>
    successRate < 100 ? `${strategy} (${successRate.toFixed(1)}% ok)` : strategy;
  const right = Math.max(...points.map(({ cost }) => cost));
  const left = Math.min(...points.map(({ cost }) => cost));
  const onLeft = ({ cost }: CostPoint) => cost > left + (right - left) * 0.6;
  return drawChart({
    title: options.title ?? "Cost against p95",
    subtitle: "Filled: no other strategy is as cheap and as fast. Towards the lower left is better",
    text: textTable(points, [
      { title: "Strategy", value: ({ strategy }) => strategy },
      { title: costLabel, value: ({ cost }) => cost, decimals: 2 },
      { title: `p95 (${unit})`, value: ({ p95Ms }) => p95Ms },
      { title: "Success %", value: ({ successRate }) => successRate, decimals: 1 },
      { title: "Unbeaten", value: (point) => best.has(point) ? "yes" : "no" },
    ]),
    plot: (Plot) => ({
      height: 320,
      marginLeft: 64,
      marginBottom: 48,
      inset: 18,
      x: { label: costLabel, grid: true, nice: true },
      y: { label: `p95 latency (${unit})`, grid: true, nice: true },
      marks: [
        Plot.line(frontier, { x: "cost", y: "p95Ms", stroke: BLUE, strokeOpacity: 0.4 }),
        Plot.dot(points, {
          x: "cost",
          y: "p95Ms",
          r: 6,
          fill: (point) => best.has(point) ? BLUE : "white",
          stroke: (point) => best.has(point) ? BLUE : GREY,
          strokeWidth: 2,
        }),
        ...([["start", 11, -9, false], ["end", -11, 14, true]] as const).map((
          [textAnchor, dx, dy, side],
        ) =>
          Plot.text(points, {
            x: "cost",
            y: "p95Ms",
            text: label,
            textAnchor,
            dx,
            dy,
            filter: (point) => onLeft(point) === side,
          })
        ),
      ],
    }),
  });
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
