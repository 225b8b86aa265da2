/**
 * System.TimeSpan's value: its arithmetic, text and parsing.
 * @module
 */
import * as errors from "../../csharp/runtime/errors.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND } from "./calendar.ts";

const TIME_SPAN = typeOf("System.TimeSpan");
const MAX = (1n << 63n) - 1n;
const MIN = -(1n << 63n);

/** Whether a TimeSpan can hold so many ticks. */
export function isTicks(ticks: bigint): boolean {
  return ticks <= MAX && ticks >= MIN;
}

const tooLong = () => errors.overflow("TimeSpan overflowed because the duration is too long.");

export class TimeSpan implements CsObject {
  readonly csType = TIME_SPAN;

  /** @param ticks units of 100 ns, within the range of a long. */
  constructor(readonly ticks: bigint) {}

  static readonly zero = new TimeSpan(0n);
  static readonly maxValue = new TimeSpan(MAX);
  static readonly minValue = new TimeSpan(MIN);

  /** @throws CsException System.OverflowException */
  static of(ticks: bigint): TimeSpan {
    if (!isTicks(ticks)) throw tooLong();
    return new TimeSpan(ticks);
  }

  /** `value` units of `ticksPerUnit`, cut to whole ticks. @throws CsException System.OverflowException */
  static fromReal(value: number, ticksPerUnit: number): TimeSpan {
    if (Number.isNaN(value)) {
      throw errors.argument("TimeSpan does not accept floating point Not-a-Number values.");
    }
    const ticks = value * ticksPerUnit;
    if (!(ticks >= -9223372036854775808 && ticks <= 9223372036854775807)) throw tooLong();
    if (ticks === 9223372036854775807) return TimeSpan.maxValue;
    return new TimeSpan(BigInt(Math.trunc(ticks)));
  }

  static fromMilliseconds(ms: number): TimeSpan {
    return TimeSpan.fromReal(ms, 10_000);
  }

  /** Whole units of `unit` ticks, counted within the next larger unit of `per` of them. */
  part(unit: bigint, per: bigint): number {
    return Number((this.ticks / unit) % per);
  }

  get days(): number {
    return Number(this.ticks / TICKS_PER_DAY);
  }

  csToString(): string {
    return this.csFormat(null);
  }

  csEquals(other: unknown): boolean {
    return other instanceof TimeSpan && other.ticks === this.ticks;
  }

  csHashKey(): bigint {
    return this.ticks;
  }

  csCompare(other: unknown): number {
    if (!(other instanceof TimeSpan)) throw errors.argument("Object must be of type TimeSpan.");
    return this.ticks < other.ticks ? -1 : this.ticks > other.ticks ? 1 : 0;
  }

  csFormat(format: string | null): string {
    switch (format || "c") {
      case "c":
      case "t":
      case "T":
        return this.#constant();
      case "g":
        return this.#general(false);
      case "G":
        return this.#general(true);
      default:
        if (format!.length === 1) throw errors.format("Input string was not in a correct format.");
        return formatCustom(this, format!);
    }
  }

  /** Magnitudes of all parts. */
  get parts() {
    const ticks = this.ticks < 0n ? -this.ticks : this.ticks;
    return {
      days: ticks / TICKS_PER_DAY,
      hours: Number((ticks / TICKS_PER_HOUR) % 24n),
      minutes: Number((ticks / TICKS_PER_MINUTE) % 60n),
      seconds: Number((ticks / TICKS_PER_SECOND) % 60n),
      fraction: Number(ticks % TICKS_PER_SECOND),
    };
  }

  #constant(): string {
    const { days, hours, minutes, seconds, fraction } = this.parts;
    const sign = this.ticks < 0n ? "-" : "";
    const day = days === 0n ? "" : `${days}.`;
    const tail = fraction === 0 ? "" : `.${pad(fraction, 7)}`;
    return `${sign}${day}${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}${tail}`;
  }

  #general(long: boolean): string {
    const { days, hours, minutes, seconds, fraction } = this.parts;
    const sign = this.ticks < 0n ? "-" : "";
    if (long) {
      return `${sign}${days}:${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}.${
        pad(fraction, 7)
      }`;
    }
    const day = days === 0n ? "" : `${days}:`;
    const tail = fraction === 0 ? "" : `.${pad(fraction, 7).replace(/0+$/, "")}`;
    return `${sign}${day}${hours}:${pad(minutes, 2)}:${pad(seconds, 2)}${tail}`;
  }
}

const pad = (value: number, length: number) => String(value).padStart(length, "0");

const bad = () => errors.format("Input string was not in a correct format.");

function formatCustom(span: TimeSpan, format: string): string {
  const { days, hours, minutes, seconds, fraction } = span.parts;
  let out = "";
  for (let i = 0; i < format.length;) {
    const ch = format[i];
    let run = 1;
    while (format[i + run] === ch) run++;
    switch (ch) {
      case "h":
      case "m":
      case "s":
        if (run > 2) throw bad();
        out += pad(ch === "h" ? hours : ch === "m" ? minutes : seconds, run);
        i += run;
        break;
      case "d":
        if (run > 8) throw bad();
        out += String(days).padStart(run, "0");
        i += run;
        break;
      case "f":
        if (run > 7) throw bad();
        out += pad(fraction, 7).slice(0, run);
        i += run;
        break;
      case "F":
        if (run > 7) throw bad();
        out += pad(fraction, 7).slice(0, run).replace(/0+$/, "");
        i += run;
        break;
      case "'":
      case '"': {
        const end = format.indexOf(ch, i + 1);
        if (end < 0) throw bad();
        out += format.slice(i + 1, end);
        i = end + 1;
        break;
      }
      case "%":
        if (i + 1 >= format.length || format[i + 1] === "%") throw bad();
        out += formatCustom(span, format[i + 1]);
        i += 2;
        break;
      case "\\":
        if (i + 1 >= format.length) throw bad();
        out += format[i + 1];
        i += 2;
        break;
      default:
        throw bad();
    }
  }
  return out;
}
