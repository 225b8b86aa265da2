/**
 * The periods of token quotas: calendar units in UTC.
 * @module
 */
import { table } from "../../../core/table.ts";

export const QUOTA_PERIODS = ["Hourly", "Daily", "Weekly", "Monthly", "Yearly"] as const;
export type QuotaPeriod = (typeof QUOTA_PERIODS)[number];

type Instant = Temporal.ZonedDateTime;

/** The first instant of the period after the one that holds `at`. Assumption: a week begins on Monday. */
const NEXT: Readonly<Record<QuotaPeriod, (at: Instant) => Instant>> = table({
  Hourly: (at) => at.round({ smallestUnit: "hour", roundingMode: "floor" }).add({ hours: 1 }),
  Daily: (at) => at.startOfDay().add({ days: 1 }),
  Weekly: (at) => at.startOfDay().add({ days: 8 - at.dayOfWeek }),
  Monthly: (at) => at.startOfDay().with({ day: 1 }).add({ months: 1 }),
  Yearly: (at) => at.startOfDay().with({ day: 1, month: 1 }).add({ years: 1 }),
});

/** When the period that holds `now` ends. Both in milliseconds since the epoch. */
export function quotaPeriodEnd(period: QuotaPeriod, now: number): number {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO("UTC");
  return NEXT[period](at).epochMilliseconds;
}
