/**
 * System's dates, times and time zones: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as adjustmentRule } from "./adjustment_rule.ts";
import { types as dateTimeMembers } from "./date_time_members.ts";
import { types as dateTimeOffset } from "./date_time_offset.ts";
import { types as timeSpanMembers } from "./time_span_members.ts";
import { types as timeZoneInfo } from "./time_zone_info.ts";

export const time: readonly Declarations[] = [
  adjustmentRule,
  dateTimeMembers,
  dateTimeOffset,
  timeSpanMembers,
  timeZoneInfo,
];
