/**
 * Faults that a page asks for.
 * @module
 */
import { Checker } from "../models/checker.ts";
import { checkFault } from "../models/configuration_file.ts";
import type { Fault } from "../models/mod.ts";

/** The faults, or what is wrong with them. */
export function checkFaults(value: unknown): readonly Fault[] | string {
  const check = new Checker();
  check.list(value, "faults", (fault, path) => checkFault(check, fault, path), 0);
  return check.problems.length > 0 ? check.problems.join("; ") : value as readonly Fault[];
}
