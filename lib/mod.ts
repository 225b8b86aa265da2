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
export { allOf, circuitChanges, noneOf, servedBetween } from "./lab/counting.ts";
export { Panel, show, type Showable } from "./lab/display.ts";
export { listing, type Section } from "./lab/listing/listing.ts";
export { type Incident, incidentEvents } from "./lab/incidents.ts";
export { flowPicture } from "./lab/flow.ts";
export { difference, type DifferenceOptions } from "./lab/listing/difference.ts";
export { Lab } from "./lab/lab.ts";
export { openLab, type OpenOptions } from "./lab/open.ts";
export { InterruptedError } from "./lab/interruption.ts";
export { recordTable } from "./lab/record_table.ts";
export type { RunEvent } from "./lab/run_events.ts";
export type { LabRunOptions } from "./lab/run_options.ts";
export { sideBySide } from "./lab/story.ts";
export { summaryTable } from "./lab/run_summary.ts";
export { advise, matrix, simulate } from "./lab/simulations.ts";
export { reportTable } from "./lab/simulation_views.ts";
export { table, type TableOptions, type TableRow } from "./lab/table.ts";
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
