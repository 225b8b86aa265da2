/**
 * One finding about what the notebooks need on Azure.
 * @module
 */

export interface Check {
  /** What was looked at: `tier`, `backend-a: call`. */
  readonly what: string;
  /** `warning`: it works, or could not be told. */
  readonly outcome: "ok" | "warning" | "failed";
  readonly said: string;
  /** What to do; empty where nothing is. */
  readonly cure: string;
}

export function ok(what: string, said: string): Check {
  return { what, outcome: "ok", said, cure: "" };
}

export function failed(what: string, said: string, cure: string): Check {
  return { what, outcome: "failed", said, cure };
}

export function warning(what: string, said: string, cure = ""): Check {
  return { what, outcome: "warning", said, cure };
}
