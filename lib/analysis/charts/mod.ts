/**
 * Charts: one a file, each as a picture and as text.
 * @module
 */
export type { Chart } from "./chart.ts";
export { costAgainstP95Chart, type CostChartOptions, type CostPoint } from "./cost_against_p95.ts";
export { distributionChart, type DistributionChartOptions } from "./distribution.ts";
export { type HeatMapCell, heatMapChart, type HeatMapOptions } from "./heat_map.ts";
export { latencyByBackendChart, type LatencyChartOptions } from "./latency_by_backend.ts";
export {
  ServedOverTime,
  servedOverTimeChart,
  type ServedOverTimeOptions,
} from "./served_over_time.ts";
export {
  comparisonTable,
  strategyComparisonChart,
  type StrategyComparisonOptions,
} from "./strategy_comparison.ts";
export { timelinesChart, type TimelineSeries, type TimelinesOptions } from "./timelines.ts";
