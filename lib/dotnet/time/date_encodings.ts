/**
 * System.DateTime as one number: file times, OLE Automation dates, binary.
 * @module
 */
import * as errors from "../../csharp/runtime/errors.ts";
import type { Implementation } from "../../csharp/runtime/declare.ts";
import { MAX_TICKS, TICKS_PER_DAY, TICKS_PER_MILLISECOND } from "./calendar.ts";
import { DateTime, Kind } from "./date_time.ts";

/** 1601-01-01. */
const FILE_TIME_EPOCH = 504_911_232_000_000_000n;

/** Ticks since 1601. @throws CsException System.ArgumentOutOfRangeException */
export function toFileTime(utcTicks: bigint): bigint {
  const time = utcTicks - FILE_TIME_EPOCH;
  if (time < 0n) throw errors.unrepresentable("Not a valid Win32 FileTime.");
  return time;
}

/** Ticks of a file time. @throws CsException System.ArgumentOutOfRangeException */
export function fromFileTime(time: bigint): bigint {
  if (time < 0n || time > MAX_TICKS - FILE_TIME_EPOCH) {
    throw errors.outOfRange("fileTime", "Not a valid Win32 FileTime.");
  }
  return time + FILE_TIME_EPOCH;
}

/** 1899-12-30. */
const OLE_EPOCH = 599_264_352_000_000_000n;
const MS_PER_DAY = 86_400_000;
const OLE_BOUNDS = { above: -657_435, below: 2_958_466 };

/** Days since 1899-12-30; the time of day counts forward before that too. */
function toOleDate({ ticks }: DateTime): number {
  if (ticks === 0n) return 0;
  const dated = ticks < TICKS_PER_DAY ? ticks + OLE_EPOCH : ticks;
  const ms = Number((dated - OLE_EPOCH) / TICKS_PER_MILLISECOND);
  const date = mirrored(ms);
  if (date <= OLE_BOUNDS.above * MS_PER_DAY) throw errors.overflow("Not a legal OleAut date.");
  return date / MS_PER_DAY;
}

/** Between a moment before the epoch and the number that stands for it: whole days back, then hours on. */
function mirrored(ms: number): number {
  const time = ms % MS_PER_DAY;
  return ms >= 0 || time === 0 ? ms : ms - (MS_PER_DAY + time) * 2;
}

function fromOleDate(days: number): DateTime {
  if (!(days > OLE_BOUNDS.above && days < OLE_BOUNDS.below)) {
    throw errors.argument("Not a legal OleAut date.");
  }
  const ms = Math.trunc(days * MS_PER_DAY + (days >= 0 ? 0.5 : -0.5));
  const since = ms < 0 ? ms - (ms % MS_PER_DAY) * 2 : ms;
  return new DateTime(OLE_EPOCH + BigInt(since) * TICKS_PER_MILLISECOND);
}

const KIND_SHIFT = 62n;
const TICKS_BITS = (1n << KIND_SHIFT) - 1n;

function fromBinary(data: bigint): DateTime {
  const bits = BigInt.asUintN(64, data);
  const kind = Number(bits >> KIND_SHIFT);
  let ticks = bits & TICKS_BITS;
  const local = kind >= Kind.Local;
  if (local) {
    if (ticks > TICKS_BITS - TICKS_PER_DAY) ticks -= TICKS_BITS + 1n;
    if (ticks < 0n) ticks += TICKS_PER_DAY;
  }
  if (ticks > MAX_TICKS) {
    throw errors.argument(
      "The binary data must result in a DateTime with ticks between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks.",
      "dateData",
    );
  }
  return new DateTime(ticks, local ? Kind.Local : kind);
}

/** Members of DateTime. */
export const encodings: Record<string, Implementation> = {
  "long ToFileTime()": (self: DateTime) => toFileTime(self.ticks),
  "long ToFileTimeUtc()": (self: DateTime) => toFileTime(self.ticks),
  "static DateTime FromFileTime(long fileTime)": (time) =>
    new DateTime(fromFileTime(time), Kind.Local),
  "static DateTime FromFileTimeUtc(long fileTime)": (time) =>
    new DateTime(fromFileTime(time), Kind.Utc),
  "long ToBinary()": (self: DateTime) =>
    BigInt.asIntN(64, self.ticks | (BigInt(self.kind) << KIND_SHIFT)),
  "static DateTime FromBinary(long dateData)": fromBinary,
  "double ToOADate()": toOleDate,
  "static DateTime FromOADate(double d)": fromOleDate,
};
