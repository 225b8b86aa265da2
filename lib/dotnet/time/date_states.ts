/**
 * Which sequences of numbers and month names DateTime.Parse takes for a date or a time.
 *
 * A state tells what has been read: `n` a number, `M` a month's name, `y` a year (a number of three digits or
 * more), each with `/` when a date separator follows it and with `:` when a time separator does.
 * @module
 */
import { table } from "../../core/table.ts";

/** A number, month or year by what follows it, or something that stands by itself. */
export type Token =
  | "end"
  | "nEnd"
  | "nHalf" // a number before AM or PM
  | "nSpace"
  | "nDate"
  | "nTime"
  | "mEnd"
  | "mSpace"
  | "mDate"
  | "yEnd"
  | "ySpace"
  | "yDate"
  | "weekday"
  | "zone"
  | "era";

export type State =
  | "start"
  | "n"
  | "n n"
  | "n/"
  | "n/n"
  | "n/n/"
  | "M"
  | "M n"
  | "n M"
  | "M n/"
  | "y"
  | "y n"
  | "y/n/"
  | "y M"
  | "y/M/"
  | "n:"
  | "n:n:";

/** A date or time that is complete: what its numbers mean (date_parse.ts). */
export type Complete =
  | "=nn"
  | "=nnn"
  | "=Mn"
  | "=nM"
  | "=Mnn"
  | "=ynn"
  | "=nny"
  | "=yMn"
  | "=yn"
  | "=yM"
  | "=hour"
  | "=hour:minute"
  | "=hour:minute:second";

type Row = Partial<Record<Token, State | Complete>>;

/** A number ends what a date lacks. */
const lastNumber = (complete: Complete) => ({ nEnd: complete, nSpace: complete });
const lastNumberOrHour = (complete: Complete) => ({ ...lastNumber(complete), nHalf: complete });
const lastMonth = (complete: Complete) => ({ mEnd: complete, mSpace: complete });
const lastYear = (complete: Complete) => ({ yEnd: complete, ySpace: complete });
/** Days of the week and eras may stand anywhere. */
const between = (state: State) => ({ weekday: state, era: state });

const TWO_NUMBERS: Row = {
  end: "=nn",
  nHalf: "=hour",
  ...lastNumber("=nnn"),
  nTime: "n:",
  ...lastMonth("=Mnn"),
  ...lastYear("=nny"),
};
const MONTH_AND_NUMBER: Row = { ...lastNumberOrHour("=Mnn"), nTime: "n:", ...lastYear("=yMn") };

/** The next state; a token that a row lacks makes the text unreadable. */
export const TRANSITIONS: Readonly<Record<State, Row>> = table({
  "start": {
    end: "start",
    nHalf: "=hour",
    nSpace: "n",
    nDate: "n/",
    nTime: "n:",
    mSpace: "M",
    mDate: "M",
    ySpace: "y",
    yDate: "y",
    zone: "start",
    ...between("start"),
  },
  "n": {
    nEnd: "=nn",
    nSpace: "n n",
    nDate: "n/n/",
    mEnd: "=nM",
    mSpace: "n M",
    mDate: "M n/",
    ySpace: "y n",
    yDate: "y/n/",
    yEnd: "=yn",
    zone: "n",
    ...between("n"),
  },
  "n n": { ...TWO_NUMBERS, zone: "n n", ...between("n n") },
  "n/": {
    nEnd: "=nn",
    nSpace: "n/n",
    nDate: "n/n/",
    mEnd: "=nM",
    mSpace: "M n",
    mDate: "M n/",
    ySpace: "y n",
    yDate: "y/n/",
    yEnd: "=yn",
    ...between("n/"),
  },
  "n/n": { ...TWO_NUMBERS, ...between("n/n") },
  "n/n/": {
    ...lastNumberOrHour("=nnn"),
    ...lastMonth("=Mnn"),
    ...lastYear("=nny"),
    ...between("n/n/"),
  },
  "M": {
    nEnd: "=Mn",
    nSpace: "M n",
    nDate: "M n/",
    ySpace: "y M",
    yDate: "y/M/",
    yEnd: "=yM",
    ...between("M"),
  },
  "M n": { end: "=Mn", ...MONTH_AND_NUMBER, ...between("M n") },
  "n M": { end: "=nM", ...MONTH_AND_NUMBER, ...between("n M") },
  "M n/": { ...lastNumber("=Mnn"), ...lastYear("=yMn"), ...between("M n/") },
  "y": {
    nEnd: "=yn",
    nSpace: "y n",
    nDate: "y/n/",
    mEnd: "=yM",
    mSpace: "y M",
    mDate: "y/M/",
    ...between("y"),
  },
  "y n": {
    end: "=yn",
    ...lastNumberOrHour("=ynn"),
    ...lastMonth("=yMn"),
    ...between("y n"),
  },
  "y/n/": { ...lastNumberOrHour("=ynn"), ...lastMonth("=yMn"), ...between("y n") },
  "y M": { end: "=yM", ...lastNumberOrHour("=yMn"), ...between("y M") },
  "y/M/": { ...lastNumberOrHour("=yMn"), ...between("y M") },
  "n:": { ...lastNumberOrHour("=hour:minute"), nTime: "n:n:", mEnd: "=nM", mSpace: "n M" },
  "n:n:": { ...lastNumberOrHour("=hour:minute:second"), zone: "n:n:", ...between("n:n:") },
});

export function isComplete(state: State | Complete): state is Complete {
  return state.startsWith("=");
}
