/**
 * What was measured, and what it says: frames, summaries, verdicts, charts, the results file.
 * @module
 */
export {
  bootstrapDifference,
  type BootstrapOptions,
  describeDifference,
  type Difference,
  type Statistic,
} from "./bootstrap.ts";
export * from "./charts/mod.ts";
export { toFrame } from "./frame.ts";
export { type LatencyStatistics, latencyStatistics, percentile } from "./percentile.ts";
export {
  type AnalysisNotes,
  ResultsFile,
  ResultsFileError,
  type ResultsHeader,
} from "./results.ts";
export { type ShareTestOptions, type ShareVerdict, testShares } from "./shares.ts";
export { distributionOf, failuresByKind, latencyByBackend, summarize } from "./summary.ts";
export { type FailureKind, type Summary, Tally } from "./tally.ts";
export { sparkline, textBars, type TextColumn, textTable } from "./text.ts";
