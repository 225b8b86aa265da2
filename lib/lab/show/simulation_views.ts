/**
 * What a simulation showed, as a table for a notebook. All times in them are simulated.
 * @module
 */
import type { SimulationReport } from "../../simulation/mod.ts";
import type { Showable } from "./display.ts";
import { table } from "./table.ts";

/** One row a report: what callers saw, what the gateway did, how full the PTU was, what it cost. */
export function reportTable(reports: readonly SimulationReport[]): Showable {
  return table(reports.map((report) => ({
    strategy: report.strategy,
    scenario: report.scenario,
    "answered (%)": percent(report.successRate),
    "p95 (simulated ms)": report.latencyMs.p95.toFixed(0),
    "429s seen": report.seen429,
    retries: report.gatewayRetries,
    trips: report.breakerTrips,
    "on PTU (%)": percent(report.ledger.served / Math.max(1, report.ledger.offered)),
    "PTU utilization (%)": report.ptuUtilization === null ? "-" : percent(report.ptuUtilization),
    "USD per hour": report.cost.usdPerHour.toFixed(2),
  })));
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
