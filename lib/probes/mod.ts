/**
 * Probes: the fidelity table's open questions, put to a live service.
 * @module
 */
export { embeddedPlane } from "./embedded.ts";
export type { Plane } from "./plane.ts";
export type { Probe, SwitchName } from "./probe.ts";
export { PROBES, WITHOUT_PROBE } from "./registry.ts";
export { parityMarkdown, type ParityReport, parityReport, parityTable } from "./report.ts";
export { servicePlane } from "./service.ts";
export { type Finding, type ProbeRun, runProbes } from "./run.ts";
