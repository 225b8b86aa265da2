/**
 * The world that the running evaluation sees: C#'s clock and chance. Evaluation is synchronous, so one
 * variable serves whatever runs at the moment.
 * @module
 */

import type { Budget } from "./budget.ts";

/** What the host hands in. */
export interface World {
  /** Milliseconds since the epoch: DateTime.UtcNow. */
  now(): number;
  /** In [0, 1): what an unseeded Random and Guid.NewGuid() draw from. */
  random(): number;
  /** What is left to whoever evaluates; default: a whole budget for each evaluation. */
  readonly budget?: Budget;
}

const NOWHERE: World = {
  now() {
    throw new Error("C# asked for the time outside of an evaluation");
  },
  random() {
    throw new Error("C# asked for chance outside of an evaluation");
  },
};

let current = NOWHERE;

/** Makes `world` the one that C# sees; returns the one before, to be put back in a `finally`. */
export function enterWorld(world: World): World {
  const outer = current;
  current = world;
  return outer;
}

export function now(): number {
  return current.now();
}

export function random(): number {
  return current.random();
}
