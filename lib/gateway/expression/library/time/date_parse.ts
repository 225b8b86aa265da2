/**
 * DateTime.Parse: the forms that the invariant culture reads without being told a format.
 * @module
 */
import {
  dayIndex,
  fractionTicks,
  fullYear,
  monthIndex,
  type ReadDate,
  readOffset,
  refuse,
} from "./date_result.ts";

interface DateNumber {
  readonly value: number;
  readonly digits: number;
}

const TIME = /(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,](\d+))?)?/y;
const DIGITS = /\d+/y;
const WORD = /[A-Za-z.]+/y;
const MAX_LENGTH = 200;

/** Reads a date, a time or both. @throws UnreadableDate */
export function readDate(text: string): ReadDate {
  const read: ReadDate = {};
  const numbers: DateNumber[] = [];
  /** How many numbers came before the month's name. */
  let beforeMonth = 0;
  if (text.length > MAX_LENGTH || text.trim() === "") refuse();
  const matchAt = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  let i = 0;
  let separated = true;
  while (i < text.length) {
    const ch = text[i];
    if (/[\s,]/.test(ch)) {
      i++;
      separated = true;
      continue;
    }
    if (ch === "\0") {
      if (/[^\0]/.test(text.slice(i))) refuse();
      break;
    }
    const time = read.hour === undefined && matchAt(TIME, i);
    if (time) {
      readTime(read, time);
      i += time[0].length;
      separated = true;
      continue;
    }
    const digits = matchAt(DIGITS, i);
    if (digits) {
      const half = /\s*([ap])m?(?![a-z])/iy;
      half.lastIndex = i + digits[0].length;
      const suffix = read.hour === undefined && digits[0].length <= 2 && half.exec(text);
      if (suffix) {
        read.hour = Number(digits[0]);
        read.halfDay = suffix[1].toLowerCase() === "a" ? 0 : 12;
        i = half.lastIndex;
        continue;
      }
      if (!separated || digits[0].length > 4 || numbers.length === 3) refuse();
      numbers.push({ value: Number(digits[0]), digits: digits[0].length });
      i += digits[0].length;
      separated = false;
      continue;
    }
    if ((ch === "+" || ch === "-") && read.hour !== undefined && read.offset === undefined) {
      const zone = readOffset(text, i);
      if (!zone) refuse();
      read.offset = zone.offset;
      i = zone.end;
      continue;
    }
    if (/[-/.]/.test(ch) && (numbers.length > 0 || read.month !== undefined)) {
      if (separated && ch !== "-" && !/\s/.test(text[i - 1] ?? " ")) refuse();
      i++;
      separated = true;
      continue;
    }
    const word = matchAt(WORD, i);
    if (!word) refuse();
    if (readWord(read, word[0], text, i)) beforeMonth = numbers.length;
    i += word[0].length;
    separated = true;
  }
  assignNumbers(read, numbers, beforeMonth);
  return read;
}

function readTime(read: ReadDate, [, hour, minute, second, fraction]: RegExpExecArray): void {
  read.hour = Number(hour);
  read.minute = Number(minute);
  read.second = Number(second ?? 0);
  read.fraction = fraction === undefined ? 0 : fractionTicks(fraction);
}

/** Takes in a word; true when it is a month. @throws UnreadableDate */
function readWord(read: ReadDate, written: string, text: string, at: number): boolean {
  const word = written.replace(/\.$/, "");
  const upper = word.toUpperCase();
  if (/^[AP]M?$/.test(upper) && read.hour !== undefined && read.halfDay === undefined) {
    read.halfDay = upper[0] === "A" ? 0 : 12;
    return false;
  }
  if (upper === "T" && /^\d/.test(text.slice(at + 1))) return false;
  if ((upper === "Z" || upper === "GMT") && read.hour !== undefined && read.offset === undefined) {
    read.offset = 0n;
    read.utc = true;
    return false;
  }
  const month = monthIndex(word);
  if (month >= 0 && read.month === undefined) {
    read.month = month + 1;
    return true;
  }
  const day = dayIndex(word);
  if (day < 0 || read.dayOfWeek !== undefined) refuse(`word ${at}`);
  read.dayOfWeek = day;
  return false;
}

const year = ({ value, digits }: DateNumber) => (digits <= 2 ? fullYear(value) : value);

/** Decides which number is the year, the month and the day. @throws UnreadableDate */
function assignNumbers(read: ReadDate, numbers: readonly DateNumber[], beforeMonth: number): void {
  const [a, b, c] = numbers;
  if (read.month !== undefined) {
    if (numbers.length === 1) {
      if (a.digits > 2) read.year = a.value;
      else read.day = a.value;
    } else if (numbers.length === 2) {
      const yearFirst = a.digits > 2;
      if (yearFirst && b.digits > 2) refuse();
      read.year = year(yearFirst ? a : b);
      read.day = (yearFirst ? b : a).value;
    } else if (numbers.length === 3) refuse();
    else if (beforeMonth > 0) refuse();
    return;
  }
  switch (numbers.length) {
    case 0:
      if (read.hour === undefined) refuse();
      return;
    case 1:
      refuse();
      break;
    case 2:
      if (a.digits > 2) [read.year, read.month] = [a.value, b.value];
      else if (b.digits > 2) [read.month, read.year] = [a.value, b.value];
      else [read.month, read.day] = [a.value, b.value];
      return;
    default:
      if (a.digits > 2) [read.year, read.month, read.day] = [a.value, b.value, c.value];
      else [read.month, read.day, read.year] = [a.value, b.value, year(c)];
  }
}
