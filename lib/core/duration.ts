/**
 * Durations: ISO 8601 in APIM's resources, plain seconds in its policies, milliseconds in this code.
 * @module
 */

/**
 * Milliseconds of an ISO 8601 duration such as `PT10S`, `PT1M` or `P1D` (days and smaller only).
 * @throws RangeError naming the text when it is no such duration.
 */
export function parseDurationMs(text: string): number {
  try {
    return Temporal.Duration.from(text).total({ unit: "milliseconds" });
  } catch {
    throw new RangeError(`"${text}" is not an ISO 8601 duration such as PT10S, PT1M or P1D`);
  }
}

/** The ISO 8601 form of `ms`, balanced up to days: 90000 gives `PT1M30S`. */
export function formatDuration(ms: number): string {
  return Temporal.Duration.from({ milliseconds: Math.round(ms) }).round({ largestUnit: "days" })
    .toString();
}
