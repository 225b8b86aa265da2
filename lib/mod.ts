/**
 * The workshop's library: what a notebook imports.
 *
 * ```ts ignore
 * import { openLab, buildPolicy, show } from "workshop";
 * const lab = await openLab("02-latency-based");
 * ```
 * @module
 */
export * from "./analysis/mod.ts";
export { ClaimError } from "./lab/claims.ts";
export type { Claim, Outcome } from "./lab/claims.ts";
export { configurationTable } from "./lab/config/table.ts";
export { allOf, circuitChanges, noneOf, servedBetween } from "./lab/runs/counting.ts";
export { Panel, show, type Showable } from "./lab/show/display.ts";
export { listing, type Section } from "./lab/listing/listing.ts";
export { type Incident, incidentEvents } from "./lab/runs/incidents.ts";
export { flowPicture } from "./lab/show/flow.ts";
export { difference, type DifferenceOptions } from "./lab/listing/difference.ts";
export { Lab } from "./lab/lab.ts";
export { openLab, type OpenOptions } from "./lab/open.ts";
export { InterruptedError } from "./lab/interruption.ts";
export { withProgress } from "./lab/show/progress.ts";
export { recordTable } from "./lab/show/record_table.ts";
export type { RunEvent } from "./lab/runs/run_events.ts";
export type { LabRunOptions } from "./lab/runs/run_options.ts";
export type { ClosedLoopOptions, OpenLoopOptions, SequenceOptions } from "./lab/runs/traffic.ts";
export { sideBySide } from "./lab/show/story.ts";
export { summaryTable } from "./lab/show/run_summary.ts";
export { advise, matrix, simulate } from "./lab/simulations.ts";
export { reportTable } from "./lab/show/simulation_views.ts";
export { table, type TableOptions, type TableRow } from "./lab/show/table.ts";
export { buildExhibit, type Exhibit } from "./policies/exhibits/mod.ts";
export * from "./policies/mod.ts";
export {
  adviceText,
  comparisonRows,
  costChart,
  matrixHeatMap,
  type MatrixMeasure,
  matrixTable,
  reportText,
  SCENARIOS,
  servedTimelines,
  type SimulationReport,
  timelineRows,
  utilizationRows,
} from "./simulation/mod.ts";
export { type RequestRecord, succeeded, type Target } from "./workload/mod.ts";
