/**
 * The proleptic Gregorian calendar in ticks: 100 ns since 0001-01-01.
 * @module
 */

export const TICKS_PER_MILLISECOND = 10_000n;
export const TICKS_PER_SECOND = 10_000_000n;
export const TICKS_PER_MINUTE = 600_000_000n;
export const TICKS_PER_HOUR = 36_000_000_000n;
export const TICKS_PER_DAY = 864_000_000_000n;
/** 9999-12-31T23:59:59.9999999. */
export const MAX_TICKS = 3_155_378_975_999_999_999n;
/** 1970-01-01. */
export const UNIX_EPOCH_TICKS = 621_355_968_000_000_000n;

/** Days before each month of a common year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : DAYS_BEFORE[month] - DAYS_BEFORE[month - 1];
}

/** Days from 0001-01-01; undefined for a date that does not exist. */
export function daysOf(year: number, month: number, day: number): number | undefined {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12)) return undefined;
  if (!(day >= 1 && day <= daysInMonth(year, month))) return undefined;
  const y = year - 1;
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) +
    DAYS_BEFORE[month - 1] + leapDay + day - 1;
}

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly dayOfYear: number;
}

/** The date `days` after 0001-01-01. */
export function dateOf(days: number): CalendarDate {
  const cycle = Math.floor(days / 146_097);
  let rest = days % 146_097;
  const century = Math.min(3, Math.floor(rest / 36_524));
  rest -= century * 36_524;
  const four = Math.floor(rest / 1461);
  rest -= four * 1461;
  const single = Math.min(3, Math.floor(rest / 365));
  rest -= single * 365;
  const year = cycle * 400 + century * 100 + four * 4 + single + 1;
  let month = 1;
  let before = 0;
  for (; month < 12; month++) {
    const next = before + daysInMonth(year, month);
    if (rest < next) break;
    before = next;
  }
  return { year, month, day: rest - before + 1, dayOfYear: rest + 1 };
}

export const DAY_NAMES = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
];

export const MONTH_NAMES = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
